import type { Context } from '../domain/context.ts'
import type { Finding, SignatoryRole } from '../domain/judgement.ts'
import type { Decimal, FieldChange, MessageKind, MessagePart, Quantity } from '../domain/message.ts'
import { amount, convert, toText, type Amount } from '../domain/quantity.ts'
import type { ControllerReason, Policy } from './policy.ts'

/** What a value is reckoned by. */
type Known = Pick<Context, 'orders' | 'materials'>

/** What a signature is asked for. */
export interface Impact {
  readonly kind: MessageKind
  readonly isReversal: boolean
  readonly findings: readonly Pick<Finding, 'code' | 'cause'>[]
  readonly changes: readonly FieldChange[]
  /** In the currency of the plant. */
  readonly value: Decimal
  /** The same action went by itself for the same material, and was taken back; absent for no. */
  readonly wasReversedBefore?: boolean
}

/**
 * Value of what a message moves: price × quantity of every movement and, where it has no receipt of its own, of the yield. In the
 * currency of the plant (one company code, one currency); what has no price or no convertible unit counts nothing.
 */
export function messageValue(parts: readonly MessagePart[], context: Known): Decimal {
  return toText(sum([...quantitiesOf(parts, context)].map(([material, quantity]) => priced(material, quantity, context))), 2)
}

/** Value of a correction: price × what changes of each material between the message as sent and as corrected, regardless of sign. */
export function correctionValue(before: readonly MessagePart[], after: readonly MessagePart[], context: Known): Decimal {
  const was = quantitiesOf(before, context)
  const becomes = quantitiesOf(after, context)
  const materials = new Set([...was.keys(), ...becomes.keys()])
  const changes = [...materials].map((each) => priced(each, (becomes.get(each) ?? amount('0')).sub(was.get(each) ?? 0).abs(), context))
  return toText(sum(changes), 2)
}

/** Value of one quantity of a material. */
export function valueOf(material: string, quantity: Quantity, context: Known): Amount {
  const known = context.materials.find((each) => each.id === material)
  const base = known && convert(quantity, known.baseUnit, known)
  return base === undefined ? amount('0') : priced(material, base.abs(), context)
}

/** Who has to sign: a controller for any reason that the policy lists, a planner for all else. */
export function requiredRole(impact: Impact, policy: Policy): SignatoryRole {
  return roleFor(statusReasons(impact), impact.value, policy)
}

/** The same from its reasons and its value, in the currency of the plant. */
export function roleFor(reasons: readonly ControllerReason[], value: Decimal, policy: Policy): SignatoryRole {
  const listed = (each: ControllerReason): boolean => policy.controllerFor.includes(each)
  // Where the shop floor is right about what is closed and charged where, planners decide that, too.
  const counts = reasons.filter((each) => each !== 'finance' || policy.financeBy === 'erp')
  const isHigh = amount(value).gte(amount(policy.controllerFrom)) && listed('value')
  return counts.some(listed) || isHigh ? 'controller' : 'planner'
}

/**
 * Reasons for a controller that depend on no amount: a closed period or a changed posting date, the status of finance (accounts, closed orders),
 * a reversal, an automatic action of this kind that was reversed before.
 */
export function statusReasons({ kind, isReversal, findings, changes, wasReversedBefore }: Impact): ControllerReason[] {
  const isDated = changes.some((each) => each.op === 'set' && each.field === 'postingDate')
  return [
    ...(isDated || findings.some((each) => each.code === 'M7/053' || each.cause === 'period') ? (['closedPeriod'] as const) : []),
    ...(findings.some((each) => each.cause === 'accountAssignment' || each.code === 'RU/494') ? (['finance'] as const) : []),
    ...(isReversal || kind === 'cancellation' ? (['reversal'] as const) : []),
    ...(wasReversedBefore === true ? (['reversedBefore'] as const) : []),
  ]
}

/** Base quantities by material: issues, receipts and yield alike. */
function quantitiesOf(parts: readonly MessagePart[], context: Known): Map<string, Amount> {
  const quantities = new Map<string, Amount>()
  const add = (id: string, quantity: Quantity): void => {
    const material = context.materials.find((each) => each.id === id)
    const base = material && convert(quantity, material.baseUnit, material)
    if (base !== undefined) quantities.set(id, (quantities.get(id) ?? amount('0')).add(base.abs()))
  }
  for (const part of parts) {
    for (const movement of part.movements) add(movement.material, movement.quantity)
    const made = context.orders.find((each) => each.id === part.order)?.material ?? part.material
    if (part.yield !== undefined && !part.movements.some((each) => each.movementType === '101')) add(made, part.yield)
  }
  return quantities
}

function priced(material: string, base: Amount, context: Known): Amount {
  return base.mul(amount(context.materials.find((each) => each.id === material)?.price?.amount))
}

function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((total, each) => total.add(each), amount('0'))
}
