/**
 * What the made stream is made of: features, causes, and how each cause looks. Measures stand in standard deviations of an ordinary healthy message, so a shift of 2 is a
 * clear sign and one of .5 a hint. Written for the bench alone: it shares nothing with the traffic that plays a plant, nor with the cases of a development start.
 */

interface Measure {
  readonly kind: 'measure'
  readonly name: string
}
interface Count {
  readonly kind: 'count'
  readonly name: string
  /** Mean of an ordinary healthy message. */
  readonly usual: number
}
interface Flag {
  readonly kind: 'flag'
  readonly name: string
  /** Share of ordinary healthy messages that carry it. */
  readonly usual: number
}
/** Normal with standard deviation 1, Poisson, or yes and no. */
export type MadeFeature = Measure | Count | Flag

const measure = (name: string): Measure => ({ kind: 'measure', name })
const count = (name: string, usual: number): Count => ({ kind: 'count', name, usual })
const flag = (name: string, usual: number): Flag => ({ kind: 'flag', name, usual })

/** The columns of the made stream, in order. `queue` and `latency` say nothing about any cause. */
export const MADE_FEATURES = [
  measure('consumed'),
  measure('yielded'),
  measure('factorDistance'),
  measure('tenDistance'),
  measure('daysToClose'),
  measure('stock'),
  measure('stockElsewhere'),
  measure('receiptDelay'),
  measure('scrap'),
  measure('spread'),
  measure('rateOfMaterial'),
  measure('rateOfWorkCentre'),
  measure('rateOfPlant'),
  measure('rateOfUser'),
  measure('rateOfUnit'),
  measure('latency'),
  count('queue', 3),
  count('openOperations', 1.5),
  count('alikeToday', 0.6),
  flag('notExtended', 0.02),
  flag('foreignComponent', 0.03),
  flag('batchOpen', 0.04),
  flag('notReleased', 0.02),
  flag('otherUnit', 0.08),
] as const satisfies readonly MadeFeature[]

type FeatureName = (typeof MADE_FEATURES)[number]['name']

/** What is not as in an ordinary healthy message. Measures: the shifted mean; counts: the mean; flags: the share. */
type Looks = Readonly<Partial<Record<FeatureName, number>>>

/** One way in which a cause shows itself. */
export interface Mode {
  /** Share of the cause's messages that look like this. */
  readonly weight: number
  readonly looks: Looks
}
export interface Scene {
  readonly name: string
  /** Share of all messages. */
  readonly prior: number
  /** Hints that all its messages carry wherever a mode says nothing else: where, when and by whom such things happen. Each is weak, together they weigh. */
  readonly habits: Looks
  readonly modes: readonly Mode[]
}

const mode = (weight: number, looks: Looks): Mode => ({ weight, looks })

/** Label 0 is healthy. Modes are what makes features depend on each other: the same high consumption is waste with scrap, a unit near a known factor, a slip near a power of ten. */
export const SCENES: readonly Scene[] = [
  {
    name: 'healthy',
    prior: 0.9,
    habits: {},
    modes: [
      mode(0.79, {}),
      mode(0.06, { consumed: 1.6, scrap: 1.2, spread: 0.8 }),
      mode(0.05, { stock: -1.5, receiptDelay: 0.8, stockElsewhere: 0.6 }),
      mode(0.05, { daysToClose: -1.6, rateOfPlant: 0.5, alikeToday: 1.2 }),
      mode(0.05, { rateOfMaterial: 1, rateOfUnit: 0.8, otherUnit: 0.4, tenDistance: -0.8 }),
    ],
  },
  {
    name: 'wrong unit',
    prior: 0.017,
    habits: {
      rateOfWorkCentre: -0.1,
      daysToClose: 0.4,
      scrap: -0.6,
      stock: 0.5,
      rateOfPlant: 1,
      receiptDelay: -0.4,
      rateOfMaterial: 0.4,
      rateOfUser: 0.4,
      rateOfUnit: 0.4,
    },
    modes: [
      mode(0.6, { consumed: 2.6, factorDistance: -2, tenDistance: -0.8, rateOfUnit: 1.3, otherUnit: 0.5, rateOfUser: 0.4 }),
      mode(0.4, { consumed: -2.4, factorDistance: -2, tenDistance: -0.8, rateOfUnit: 1.3, otherUnit: 0.5, rateOfMaterial: 0.5 }),
    ],
  },
  {
    name: 'waste',
    prior: 0.015,
    habits: {
      rateOfMaterial: 1,
      rateOfUser: -0.2,
      tenDistance: 0.6,
      stock: -0.4,
      daysToClose: 0.5,
      factorDistance: 0.6,
      rateOfPlant: 0.05,
      rateOfWorkCentre: 0.4,
      rateOfUnit: 0.4,
    },
    modes: [
      mode(0.7, { consumed: 2.2, scrap: 1.9, yielded: -0.6, rateOfWorkCentre: 1.1, spread: -0.6, openOperations: 2.4 }),
      mode(0.3, { consumed: 1.4, scrap: 2.6, rateOfWorkCentre: 0.9, spread: -0.6 }),
    ],
  },
  {
    name: 'slip of the pen',
    prior: 0.013,
    habits: {
      rateOfMaterial: -0.1,
      scrap: -0.6,
      factorDistance: 0.75,
      rateOfPlant: -0.1,
      daysToClose: -0.5,
      rateOfUnit: -0.1,
      stock: 0.4,
      rateOfWorkCentre: 0.4,
      rateOfUser: 0.4,
    },
    modes: [
      mode(0.5, { consumed: 2.4, tenDistance: -2.1, spread: 1.6, rateOfUser: 1.2 }),
      mode(0.5, { yielded: 2.2, tenDistance: -2.1, rateOfUser: 1.2, consumed: -1.1 }),
    ],
  },
  {
    name: 'substitution',
    prior: 0.011,
    habits: {
      receiptDelay: 0.75,
      stockElsewhere: -0.6,
      rateOfUser: 1,
      rateOfUnit: -0.2,
      scrap: 0.5,
      tenDistance: 0.4,
      rateOfPlant: 0.9,
      rateOfMaterial: 0.4,
      rateOfWorkCentre: 0.4,
    },
    modes: [
      mode(0.7, { foreignComponent: 0.72, spread: 1.5, stock: -1, consumed: -0.8, rateOfMaterial: 0.6 }),
      mode(0.3, { consumed: 1.5, spread: 1.9, stock: -1.1, rateOfMaterial: 0.9, foreignComponent: 0.3 }),
    ],
  },
  {
    name: 'late receipt',
    prior: 0.012,
    habits: {
      rateOfUser: -0.2,
      rateOfWorkCentre: -0.1,
      consumed: 0.4,
      yielded: -0.5,
      daysToClose: -0.4,
      spread: -0.5,
      rateOfMaterial: 0.4,
      rateOfPlant: 0.4,
      rateOfUnit: 0.4,
    },
    modes: [
      mode(0.8, { stock: -2.2, receiptDelay: 2.1, stockElsewhere: -0.6, rateOfPlant: 0.6 }),
      mode(0.2, { stock: -2.2, receiptDelay: 1.1, rateOfMaterial: 1.2, alikeToday: 1.8 }),
    ],
  },
  {
    name: 'wrong location',
    prior: 0.01,
    habits: {
      rateOfPlant: -0.2,
      rateOfMaterial: -0.1,
      scrap: 0.4,
      daysToClose: 0.5,
      consumed: -0.5,
      rateOfUnit: 0.9,
      rateOfWorkCentre: 0.4,
      rateOfUser: 0.4,
    },
    modes: [
      mode(0.75, { stock: -2, stockElsewhere: 2, receiptDelay: -0.7, rateOfUser: 0.8, rateOfWorkCentre: 0.5 }),
      mode(0.25, { stock: -1.2, stockElsewhere: 2.4, notExtended: 0.2, rateOfWorkCentre: 1.1 }),
    ],
  },
  {
    name: 'batch',
    prior: 0.008,
    habits: {
      rateOfUser: 1,
      receiptDelay: 0.6,
      spread: -0.5,
      rateOfUnit: -0.1,
      consumed: -0.5,
      daysToClose: 0.4,
      stockElsewhere: 0.6,
      rateOfMaterial: 0.4,
      rateOfWorkCentre: 0.4,
      rateOfPlant: 0.4,
    },
    modes: [
      mode(0.8, { batchOpen: 0.82, rateOfMaterial: 1.4, rateOfWorkCentre: 0.6 }),
      mode(0.2, { batchOpen: 0.45, stock: -0.8, rateOfMaterial: 2.1 }),
    ],
  },
  {
    name: 'period',
    prior: 0.006,
    habits: {
      rateOfUser: 0.9,
      rateOfMaterial: -0.2,
      yielded: 0.6,
      stock: 0.5,
      scrap: -0.5,
      rateOfWorkCentre: -0.1,
      consumed: 0.4,
      rateOfPlant: 0.4,
      rateOfUnit: 0.4,
    },
    modes: [mode(1, { daysToClose: -2.9, rateOfPlant: 1, receiptDelay: 0.8, alikeToday: 1.5 })],
  },
  {
    name: 'status',
    prior: 0.005,
    habits: {
      rateOfUser: 1.15,
      scrap: -0.5,
      rateOfPlant: 1,
      consumed: -0.5,
      rateOfMaterial: -0.1,
      stockElsewhere: -0.5,
      daysToClose: -0.5,
      rateOfWorkCentre: 0.4,
      rateOfUnit: 0.4,
    },
    modes: [
      mode(0.7, { notReleased: 0.7, openOperations: 3.4, rateOfWorkCentre: 0.7 }),
      mode(0.3, { notReleased: 0.3, openOperations: 0.3, yielded: 1.6, alikeToday: 2.6 }),
    ],
  },
  {
    name: 'master data',
    prior: 0.003,
    habits: {
      rateOfUser: -0.1,
      rateOfUnit: 1.3,
      stock: -0.6,
      stockElsewhere: -0.75,
      receiptDelay: 0.5,
      factorDistance: 0.5,
      rateOfMaterial: 0.4,
      rateOfWorkCentre: 0.4,
      rateOfPlant: 0.4,
    },
    modes: [mode(1, { notExtended: 0.76, rateOfMaterial: 1, rateOfPlant: 1, alikeToday: 1.4 })],
  },
]
