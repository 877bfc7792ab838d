import { createHash } from 'node:crypto'
import type { Cause } from '../../domain/judgement.ts'

/** One number that the model sees. */
export interface Feature {
  readonly name: string
  /** `×` a ratio, `log10` a distance between magnitudes, `share` 0 to 1, `flag` 0 or 1 (where one is suspicious, it is 1), else the unit. */
  readonly unit: '×' | 'log10' | 'share' | 'flag' | 'days' | 'hours' | 'count'
  /** Values are clamped to this range. */
  readonly min: number
  readonly max: number
  /** What stands for "not known" or "does not apply": never NaN, and never more suspicious than a healthy message. */
  readonly missing: number
  /** Of several parts the most suspicious value counts: the highest, the lowest, or the one farthest from `missing`. */
  readonly worst: 'high' | 'low' | 'far'
  readonly meaning: string
}

type Row<Name extends string> = Feature & { readonly name: Name }

function number<const Name extends string>(
  name: Name,
  unit: Feature['unit'],
  [min, max]: readonly [number, number],
  missing: number,
  worst: Feature['worst'],
  meaning: string,
): Row<Name> {
  return { name, unit, min, max, missing, worst, meaning }
}
const flag = <const Name extends string>(name: Name, meaning: string): Row<Name> => number(name, 'flag', [0, 1], 0, 'high', meaning)
const share = <const Name extends string>(name: Name, meaning: string): Row<Name> => number(name, 'share', [0, 1], 0, 'high', meaning)
const count = <const Name extends string>(name: Name, max: number, meaning: string): Row<Name> =>
  number(name, 'count', [0, max], 0, 'high', meaning)

const encoded = <const Key extends string>(key: Key, what: string): readonly [Row<`rateOf${Key}`>, Row<`seen${Key}`>] => [
  number(`rateOf${key}`, 'share', [0, 1], 0, 'high', `share of failures among earlier messages of ${what}, drawn towards the share of all`),
  number(`seen${key}`, 'log10', [0, 7], 0, 'high', `log10 of 1 + earlier messages of ${what} whose end is known`),
]

/** Name, unit, range, missing value, which is worst, meaning. */
const FEATURES = [
  number('yieldToRemaining', '×', [0, 1000], 0, 'high', 'yield ÷ what the operation has left to confirm'),
  number('yieldToPlanned', '×', [0, 1000], 0, 'high', 'yield ÷ planned quantity of the order'),
  number('yieldSlip', 'log10', [0, 1], 1, 'low', 'distance of yield ÷ remaining from the nearest power of ten but 1'),
  number('toleranceExcess', '×', [0, 100], 0, 'high', 'yield above planned quantity + tolerance, ÷ planned quantity'),
  share('finalShortfall', 'planned quantity that a final confirmation leaves open, ÷ planned quantity'),
  share('scrapShare', 'scrap ÷ (yield + scrap)'),
  number('consumptionMax', '×', [0, 10000], 1, 'high', 'highest consumption ÷ what the ERP proposes or the bill of material asks for'),
  number('consumptionMin', '×', [0, 10000], 1, 'low', 'lowest such ratio'),
  number('consumptionMedian', '×', [0, 10000], 1, 'far', 'median of these ratios'),
  number(
    'consumptionSpread',
    'log10',
    [0, 8],
    0,
    'high',
    'log10 of highest ÷ lowest such ratio: near 0 when all components moved together',
  ),
  share('overConsumedShare', 'components consumed more than 5 % above expectation ÷ components'),
  share('underConsumedShare', 'components consumed more than 5 % below expectation ÷ components'),
  number(
    'factorDistance',
    'log10',
    [0, 3],
    3,
    'low',
    'distance of the most deviating ratio from the nearest conversion factor of that material',
  ),
  number('consumptionSlip', 'log10', [0, 1], 1, 'low', 'distance of the most deviating ratio from the nearest power of ten but 1'),
  flag('foreignComponent', 'a material is issued that the order does not list'),
  share('missingShare', 'expected components that are not issued although others are, ÷ expected components'),
  number('foreignToMissing', '×', [0, 100], 0, 'high', 'quantity of the foreign materials ÷ expected quantity of the missing ones'),
  number('stockToNeed', '×', [0, 10], 10, 'low', 'unrestricted stock where it is taken from ÷ quantity to issue, scarcest issue'),
  number('stockToExpected', '×', [0, 10], 10, 'low', 'the same stock ÷ the quantity that was to be expected'),
  number(
    'elsewhereToNeed',
    '×',
    [0, 10],
    0,
    'high',
    'unrestricted stock in other storage locations of the plant ÷ need of the scarcest issue',
  ),
  number('qualityToNeed', '×', [0, 10], 0, 'high', 'stock in quality inspection or blocked ÷ need of the scarcest issue'),
  flag('unitUnknown', 'a unit that the material cannot be converted from'),
  flag('unitDiffers', 'a convertible unit other than the one expected'),
  flag('batchMissing', 'a batch-managed material is moved without a batch'),
  flag('materialMissing', 'a material does not exist or is not extended to the plant'),
  flag('materialBlocked', 'a material is blocked in the plant or marked for deletion'),
  flag('locationUnknown', 'a material is not extended to the storage location'),
  flag('locationBlocked', 'physical inventory blocks the storage location'),
  flag('serialRequired', 'a material needs serial numbers'),
  number('periodDays', 'days', [-365, 365], 15, 'far', 'posting date − first day of the open period (calendar months)'),
  number('daysAhead', 'days', [0, 365], 0, 'high', 'posting date after today'),
  flag('orderUnknown', 'the ERP does not know the order'),
  flag('orderNotReleased', 'the order is not released'),
  flag('orderEnded', 'the order is technically completed, closed or marked for deletion'),
  flag('orderLocked', 'the order is locked'),
  flag('operationEnded', 'the operation is finally confirmed or closed'),
  flag('operationNotReady', 'the operation is unknown or not released'),
  number(
    'predecessorGap',
    '×',
    [0, 100],
    0,
    'high',
    'confirmed so far + yield above the yield of the operation before, ÷ planned quantity',
  ),
  flag('firstConfirmation', 'nothing was confirmed for the operation before'),
  flag('finalConfirmation', 'the confirmation is final'),
  count('sameQuantity', 5, 'earlier attempts, not refused, with the same order, operation and quantities'),
  count('sameBody', 5, 'those of them whose body is the same byte for byte'),
  number('hoursSinceSame', 'hours', [0, 168], 168, 'low', 'hours since the latest of them'),
  flag('reasonUnknown', 'a reason that the ERP does not know for the plant'),
  flag('reasonMissing', 'scrap without a reason'),
  count('unread', 5, 'sources in the ERP that could not be read'),
  count('supplyFindings', 10, 'findings about stock, place, batch, holds'),
  count('quantityFindings', 10, 'findings about quantities, units, components'),
  count('statusFindings', 10, 'findings about status, sequence, locks'),
  count('duplicateFindings', 10, 'findings about doubled messages'),
  count('dateFindings', 10, 'findings about posting dates'),
  count('masterFindings', 10, 'findings about master data and accounts'),
  count('technicalFindings', 10, 'findings about interface, authorisation, unknown outcome'),
  ...encoded('Plant', 'the plant'),
  ...encoded('WorkCenter', 'the work centre'),
  ...encoded('Material', 'the material that is made'),
  ...encoded('Unit', 'the unit'),
  ...encoded('MovementType', 'the movement type'),
  ...encoded('Sender', 'the sender'),
] as const

export type FeatureName = (typeof FEATURES)[number]['name']
/** What is known of a message or of one of its parts; what is left out is missing. */
export type FeatureValues = Readonly<Partial<Record<FeatureName, number | undefined>>>
/** One number per feature of the schema, in its order; all finite. */
export type FeatureVector = readonly number[]
type FindingGroup = Extract<FeatureName, `${string}Findings`>

/** To which count a finding with this cause belongs. */
export const FINDING_GROUPS: Readonly<Record<Cause, FindingGroup>> = {
  lock: 'statusFindings',
  stockDeficit: 'supplyFindings',
  lateReceipt: 'supplyFindings',
  wrongStorageLocation: 'supplyFindings',
  batchMissing: 'supplyFindings',
  batchExpired: 'supplyFindings',
  batchBlocked: 'supplyFindings',
  reservation: 'supplyFindings',
  unitOfMeasure: 'quantityFindings',
  setupWaste: 'quantityFindings',
  scrapUnreported: 'quantityFindings',
  substitution: 'quantityFindings',
  entryError: 'quantityFindings',
  overDelivery: 'quantityFindings',
  underDelivery: 'quantityFindings',
  orderStatus: 'statusFindings',
  operationSequence: 'statusFindings',
  duplicate: 'duplicateFindings',
  period: 'dateFindings',
  timeZone: 'dateFindings',
  masterData: 'masterFindings',
  accountAssignment: 'masterFindings',
  qualityHold: 'supplyFindings',
  physicalInventory: 'supplyFindings',
  serialNumber: 'masterFindings',
  scrapReason: 'masterFindings',
  authorisation: 'technicalFindings',
  interface: 'technicalFindings',
  overload: 'technicalFindings',
  resourceStatus: 'statusFindings',
  certification: 'statusFindings',
  inspectionResult: 'statusFindings',
  unknownOutcome: 'technicalFindings',
  unknown: 'technicalFindings',
}

const VERSION = 3

/**
 * The fixed, ordered list of features. `version` is raised by hand when the meaning of a feature changes; `hash` (SHA-256, hex)
 * changes by itself with any name, unit, range, missing value or group. A model fits only the schema it was trained with.
 */
export const FEATURE_SCHEMA: {
  readonly version: number
  readonly features: readonly (Feature & { readonly name: FeatureName })[]
  readonly hash: string
} = {
  version: VERSION,
  features: FEATURES,
  hash: createHash('sha256')
    .update(
      JSON.stringify([
        VERSION,
        FEATURES.map((each) => [each.name, each.unit, each.min, each.max, each.missing, each.worst]),
        Object.entries(FINDING_GROUPS),
      ]),
    )
    .digest('hex'),
}
