import type { Evidenced } from '../../../srv/causes/index.ts'
import type { Cause, Finding } from '../../../srv/domain/judgement.ts'
import { healthyDraft } from '../../landscape/history/draft.ts'
import type { Draft } from '../../landscape/history/draft.ts'
import { randomOf } from '../../landscape/history/random.ts'
import { written } from '../../landscape/history/written.ts'

/** A finding of a check `check`, or named after its cause. */
export function findingOf(cause: Cause, more: Partial<Finding> = {}): Finding {
  return {
    check: cause,
    code: 'M7/021',
    cause,
    isDecisive: false,
    severity: 'error',
    part: 0,
    field: 'yield',
    text: '',
    evidence: [],
    ...more,
  }
}

/** A plain confirmation: 10 of 100 pieces, two components exactly as planned, everything in order; spoiled by `change`. */
export function messageOf(change: (draft: Draft) => void = () => undefined, findings: readonly Finding[] = []): Evidenced {
  const draft = healthyDraft(randomOf(1))
  const [component] = draft.components
  if (component === undefined) throw new RangeError('no component')
  const plain = {
    ...component,
    unit: 'KG',
    other: { unit: 'G', factor: 0.001 },
    sentUnit: 'KG',
    isConverted: false,
    perPiece: 2,
    factor: 1,
    here: 5,
    elsewhere: 0,
    quality: 0,
  }
  Object.assign(draft, {
    planned: 100,
    confirmed: 0,
    yield: 10,
    scrap: 0,
    reason: '',
    isFinal: false,
    tolerance: 5,
    hasProposal: true,
    earlier: [],
    periodDays: 10,
    ageDays: 0,
  })
  draft.operation.predecessorYield = 100
  draft.components = ['C0', 'C1'].map((material) => ({ ...plain, material, isBatchManaged: false, batch: '' }))
  change(draft)
  return { ...written(draft), findings }
}
