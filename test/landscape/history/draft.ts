import { between, pick } from './random.ts'
import type { Random } from './random.ts'

/** One component of a made order, and how the sender reports it. Quantities in the base unit `unit`. */
export interface DraftComponent {
  material: string
  unit: string
  /** The other unit that the material knows, and how many base units it is. */
  other: { unit: string; factor: number }
  perPiece: number
  /** Sent ÷ expected. */
  factor: number
  sentUnit: string
  isConverted: boolean
  isSent: boolean
  isListed: boolean
  isBatchManaged: boolean
  batch: string
  storageLocation: string
  isInPlant: boolean
  isBlocked: boolean
  isLocationKnown: boolean
  isLocationBlocked: boolean
  hasSerialNumbers: boolean
  /** Stock ÷ sent quantity: where it is taken from, in other locations, in quality inspection. */
  here: number
  elsewhere: number
  quality: number
}

/** What a made message and its world are drawn as before they are written down; a scenario spoils it. */
export interface Draft {
  planned: number
  confirmed: number
  yield: number
  scrap: number
  reason: string
  isFinal: boolean
  tolerance: number
  status: 'created' | 'released' | 'completed' | 'closed'
  isLocked: boolean
  operation: { isConfirmed: boolean; isReleased: boolean; predecessorYield: number }
  /** Days from the first of the open period to the posting date, and from the posting date to today. */
  periodDays: number
  ageDays: number
  /** The ERP's proposal was read. */
  hasProposal: boolean
  components: DraftComponent[]
  earlier: { hours: number; yield: number; scrap: number; sameBody: boolean; status: string }[]
}

/** Where everything is taken from. */
export const HOME = 'L1'

const UNITS: readonly [Pick<DraftComponent, 'unit' | 'other'>, ...Pick<DraftComponent, 'unit' | 'other'>[]] = [
  { unit: 'G', other: { unit: 'KG', factor: 1000 } },
  { unit: 'KG', other: { unit: 'G', factor: 0.001 } },
  { unit: 'ML', other: { unit: 'L', factor: 1000 } },
  { unit: 'PC', other: { unit: 'BOX', factor: 24 } },
]

/** An order in the middle of its life, reported as it should be, with the scatter of a good day. */
export function healthyDraft(random: Random): Draft {
  const planned = Math.round(between(random, 40, 600))
  const confirmed = random() < 0.4 ? 0 : Math.round(planned * between(random, 0.05, 0.7))
  const remaining = planned - confirmed
  const amount = random() < 0.3 ? remaining : Math.max(1, Math.round(remaining * between(random, 0.1, 0.9)))
  const scrap = random() < 0.25 ? Math.max(1, Math.round(amount * between(random, 0.01, 0.06))) : 0
  const components = Array.from({ length: 2 + Math.floor(random() * 4) }, (_, at): DraftComponent => {
    const { unit, other } = pick(random, UNITS)
    const isBatchManaged = random() < 0.35
    const isConverted = random() < 0.08
    return {
      material: `C${at}`,
      unit,
      other: { ...other },
      perPiece: unit === 'PC' ? Math.ceil(between(random, 0, 6)) : between(random, 0.05, 4),
      factor: unit === 'PC' ? 1 : between(random, 0.97, 1.04),
      sentUnit: isConverted ? other.unit : unit,
      isConverted,
      isSent: true,
      isListed: true,
      isBatchManaged,
      batch: isBatchManaged ? `B${at}` : '',
      storageLocation: HOME,
      isInPlant: true,
      isBlocked: false,
      isLocationKnown: true,
      isLocationBlocked: false,
      hasSerialNumbers: false,
      here: between(random, 1.1, 9),
      elsewhere: random() < 0.4 ? between(random, 0, 4) : 0,
      quality: random() < 0.15 ? between(random, 0, 2) : 0,
    }
  })
  // Lots of one size are confirmed again and again; that alone is no duplicate.
  const rhythm =
    random() < 0.15 && confirmed > 0 ? [{ hours: between(random, 3, 30), yield: amount, scrap, sameBody: false, status: 'posted' }] : []
  return {
    planned,
    confirmed,
    yield: amount,
    scrap,
    reason: scrap > 0 ? pick(random, ['0001', '0002', '0003']) : '',
    isFinal: amount === remaining && random() < 0.6,
    tolerance: pick(random, [0, 5, 10]),
    status: 'released',
    isLocked: false,
    operation: { isConfirmed: false, isReleased: true, predecessorYield: planned },
    periodDays: Math.round(between(random, 1, 27)),
    ageDays: random() < 0.8 ? 0 : Math.round(between(random, 0, 2)),
    hasProposal: random() < 0.7,
    components,
    earlier: rhythm,
  }
}
