import { ACTIONS, type ActionCode } from '../domain/judgement.ts'
import { amount, format, physicalFactor, type Amount } from '../domain/quantity.ts'
import { roleFor } from './impact.ts'
import type { Moved } from './moved.ts'
import type { ControllerReason, Limit, Policy } from './policy.ts'

/** What no policy can leave to itself: it changes the books' period, posts what is objected to, or ends the message. */
const NEVER: readonly ActionCode[] = ['changePostingDate', 'postAsIs', 'markDuplicate', 'reject']
/** What a policy may list. */
export const AUTOMATABLE: readonly ActionCode[] = ACTIONS.filter((each) => !NEVER.includes(each))

/** A proposed correction, as far as it decides whether it may go by itself. */
export interface Candidate {
  readonly action: ActionCode
  /** 0 to 1. */
  readonly confidence: number
  readonly reasons: readonly ControllerReason[]
  readonly moved: readonly Moved[]
}

export interface Permission {
  readonly isAllowed: boolean
  /** One sentence, with figures. */
  readonly why: string
}

/**
 * May it go by itself? Only in phase *automate*, only what is listed, sure enough, worth little enough and within every limit, and nothing that any
 * reason for a controller speaks against, whoever has to sign it else. What can't be reckoned may not. Pure.
 */
export function mayActAlone({ action, confidence, reasons, moved }: Candidate, policy: Policy): Permission {
  const no = (why: string): Permission => ({ isAllowed: false, why })
  if (policy.phase !== 'automate') return no(`Phase ${policy.phase}: a person decides.`)
  if (!AUTOMATABLE.includes(action) || !policy.automaticActions.includes(action)) return no(`${action} is not listed as automatic.`)
  if (action === 'adjustQuantity' && policy.quantitiesBy === 'shopFloor') return no('The shop floor decides about quantities.')
  if (confidence < policy.actFrom) return no(`Confidence ${percent(confidence)} is below ${percent(policy.actFrom)}.`)
  if (reasons.length > 0) return no(`It needs a person: ${reasons.join(', ')}.`)
  const value = valueOf(moved)
  if (value === undefined) return no('Nobody can say what it is worth.')
  if (value.gt(amount(policy.automaticUpTo))) return no(`It moves ${format(value, '', 2)}, more than ${policy.automaticUpTo}.`)
  if (roleFor([], value.toFixed(), policy) === 'controller') return no('Its value needs a controller.')
  for (const limit of policy.limits) {
    const over = exceeded(limit, action, moved)
    if (over !== undefined) return no(over)
  }
  const figures = `confidence ${percent(confidence)} of ${percent(policy.actFrom)} needed, value ${format(value, '', 2)} of ${policy.automaticUpTo} allowed`
  return { isAllowed: true, why: `Phase automate: ${action} with ${figures}.` }
}

/** What a correction moves altogether, in the currency of the plant; undefined where a part of it can't be valued. */
export function valueOf(moved: readonly Moved[]): Amount | undefined {
  return moved.reduce<Amount | undefined>(
    (sum, each) => (sum === undefined || each.value === undefined ? undefined : sum.add(amount(each.value))),
    amount('0'),
  )
}

function exceeded(limit: Limit, action: ActionCode, moved: readonly Moved[]): string | undefined {
  if (limit.action !== '*' && limit.action !== action) return undefined
  const concerned = moved.filter((each) => limit.materialType === '*' || limit.materialType === each.type)
  if (concerned.length === 0) return undefined
  const value = valueOf(concerned)
  if (limit.mostValue !== undefined && (value === undefined || value.gt(amount(limit.mostValue))))
    return `It moves more than ${limit.mostValue} of ${nameOf(limit)}.`
  const most = limit.mostQuantity
  if (most === undefined) return undefined
  const isOver = concerned.some(({ quantity, unit }) => {
    const factor = unit === most.unit ? amount('1') : physicalFactor(unit, most.unit)
    return quantity === undefined || factor === undefined || amount(quantity).mul(factor).gt(amount(most.value))
  })
  return isOver ? `It moves more than ${format(most.value, most.unit)} of ${nameOf(limit)}.` : undefined
}

function nameOf({ materialType }: Limit): string {
  return materialType === '*' ? 'any material' : `material type ${materialType}`
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`
}
