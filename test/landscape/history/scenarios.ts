import type { Cause } from '../../../srv/domain/judgement.ts'
import type { Draft, DraftComponent } from './draft.ts'
import { between, pick } from './random.ts'
import type { Random } from './random.ts'

/** Spoils a healthy draft the way its cause would. */
type Scenario = (draft: Draft, random: Random) => void

const someOf = (draft: Draft, random: Random): DraftComponent => {
  const [first, ...rest] = draft.components
  if (first === undefined) throw new RangeError('a draft has components')
  return pick(random, [first, ...rest])
}

/** Only a part of the plant's mistakes show themselves in full: the others leave the same mark as a neighbour. */
export const SCENARIOS: Readonly<Partial<Record<Cause, Scenario>>> = {
  stockDeficit(draft, random) {
    const component = someOf(draft, random)
    component.here = between(random, 0.2, 0.97)
    component.elsewhere = random() < 0.2 ? between(random, 0, 0.9) : 0
    component.quality = 0
  },
  lateReceipt(draft, random) {
    const component = someOf(draft, random)
    component.here = random() < 0.75 ? 0 : between(random, 0, 0.3)
    component.elsewhere = 0
    component.quality = 0
  },
  wrongStorageLocation(draft, random) {
    const component = someOf(draft, random)
    component.storageLocation = 'L9'
    component.here = random() < 0.8 ? 0 : between(random, 0, 0.5)
    component.elsewhere = between(random, 1, 9)
    component.isLocationKnown = random() < 0.5
  },
  qualityHold(draft, random) {
    const component = someOf(draft, random)
    component.here = between(random, 0, 0.6)
    component.quality = between(random, 1, 6)
  },
  batchMissing(draft, random) {
    const component = someOf(draft, random)
    component.isBatchManaged = true
    component.batch = ''
  },
  unitOfMeasure(draft, random) {
    const component = someOf(draft, random)
    component.isConverted = false
    if (random() < 0.3) component.sentUnit = 'ROL'
    else if (random() < 0.5) {
      // The number was meant in the other unit.
      component.factor /= component.other.factor
      component.sentUnit = component.unit
    } else component.sentUnit = component.other.unit
    const really = component.sentUnit === component.other.unit ? component.other.factor : component.factor
    component.here = between(random, 1.1, 9) / Math.max(1, really)
  },
  setupWaste(draft, random) {
    draft.confirmed = random() < 0.8 ? 0 : draft.confirmed
    for (const component of draft.components) if (random() < 0.6) component.factor = between(random, 1.12, 1.7)
    someOf(draft, random).factor = between(random, 1.25, 1.9)
    draft.scrap = 0
    draft.reason = ''
  },
  scrapUnreported(draft, random) {
    const factor = between(random, 1.08, 1.4)
    for (const component of draft.components) component.factor = factor * between(random, 0.985, 1.015)
    draft.scrap = 0
    draft.reason = ''
  },
  substitution(draft, random) {
    const replaced = someOf(draft, random)
    draft.components.push({ ...replaced, material: 'X1', isListed: false, factor: replaced.factor * between(random, 0.9, 1.1) })
    if (random() < 0.85) replaced.isSent = false
  },
  entryError(draft, random) {
    if (random() < 0.5) {
      const component = someOf(draft, random)
      component.factor *= pick(random, [0.1, 10, 10, 100])
      component.here = component.factor > 1 && random() < 0.5 ? between(random, 0.1, 0.9) : between(random, 1.1, 9)
    } else {
      draft.yield *= 10
      for (const component of draft.components) component.factor = random() < 0.5 ? component.factor : component.factor / 10
    }
  },
  overDelivery(draft, random) {
    draft.tolerance = pick(random, [0, 5])
    draft.yield = Math.ceil(draft.planned * between(random, 1.08, 1.35)) - draft.confirmed
  },
  underDelivery(draft, random) {
    draft.isFinal = true
    draft.yield = Math.max(1, Math.round((draft.planned - draft.confirmed) * between(random, 0.3, 0.8)))
  },
  orderStatus(draft, random) {
    draft.status = pick(random, ['created', 'completed', 'closed'])
  },
  lock(draft) {
    draft.isLocked = true
  },
  operationSequence(draft, random) {
    draft.operation.predecessorYield = Math.floor((draft.confirmed + draft.yield) * between(random, 0, 0.8))
    draft.operation.isReleased = random() < 0.8
  },
  duplicate(draft, random) {
    draft.earlier = [{ hours: between(random, 0, 2), yield: draft.yield, scrap: draft.scrap, sameBody: random() < 0.6, status: 'posted' }]
    if (random() < 0.3) draft.operation.isConfirmed = true
  },
  period(draft, random) {
    draft.periodDays = -Math.round(between(random, 2, 30))
    draft.ageDays = Math.round(between(random, 0, 8)) - draft.periodDays
  },
  timeZone(draft, random) {
    if (random() < 0.5) {
      draft.periodDays = -1
      draft.ageDays = 1
    } else draft.ageDays = -1
  },
  masterData(draft, random) {
    const component = someOf(draft, random)
    if (random() < 0.6) component.isInPlant = false
    else component.isBlocked = true
  },
  physicalInventory(draft, random) {
    someOf(draft, random).isLocationBlocked = true
  },
  serialNumber(draft, random) {
    someOf(draft, random).hasSerialNumbers = true
  },
  scrapReason(draft, random) {
    draft.scrap = Math.max(1, Math.round(draft.yield * between(random, 0.02, 0.15)))
    draft.reason = random() < 0.75 ? pick(random, ['SETUP', '0099', 'X']) : ''
  },
}
