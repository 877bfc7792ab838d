/** Models, figures, drift and cases as the learning leaves them: three months of a plant's, told in rows. */

export type Made = Readonly<Record<string, string | number | boolean | null>>

const hash = (letter: string): string => letter.repeat(64)
const AT = '2026-03-02T06:00:00.000Z'

/** `retired` was at work before `champion`; `challenger` runs in the shadow; `dropped` had its chance. */
export const VERSIONS = {
  retired: 'exact-2-0a1b2c3d4e5f',
  champion: 'histogram-2-5f4e3d2c1b0a',
  challenger: 'histogram-2-77aa88bb99cc',
  dropped: 'exact-2-1122334455aa',
} as const

type State = keyof typeof VERSIONS

export const MODELS: readonly Made[] = (['retired', 'dropped', 'champion', 'challenger'] as const).map((status, index) => ({
  version: VERSIONS[status],
  family: VERSIONS[status].split('-')[0] ?? '',
  trainedAt: `2026-0${index + 1}-02T06:00:00.000Z`,
  isActive: status === 'champion',
  origin: 'recorded',
  cases: 2000 + 3000 * index,
  failures: 300 + 450 * index,
  seed: 7,
  parameters: JSON.stringify({ trees: 100, seed: 7, bins: 255, featuresPerSplit: 8, minLeaf: 3, maxDepth: 16, bootstrap: true }),
  featureSchema: hash('a'),
  dataHash: hash(String(index)),
  status,
  kind: '*',
  service: '*',
  trigger: status === 'challenger' ? 'drift' : 'schedule',
  firstNumber: 1,
  lastNumber: 2000 + 3000 * index,
  parent_version: status === 'retired' ? null : VERSIONS[status === 'challenger' ? 'champion' : 'retired'],
  promotedAt: status === 'champion' ? AT : null,
  promotedBy: status === 'champion' ? 'admin' : null,
  reason:
    {
      champion: 'Better on 1,240 messages: 0.021 nats, z = 4.1',
      dropped: 'Not proven better. 3000 messages in the shadow',
      retired: '',
      challenger: '',
    }[status] || null,
  retiredAt: status === 'retired' ? AT : null,
}))

const CAUSES = [
  'stockDeficit',
  'setupWaste',
  'unitOfMeasure',
  'entryError',
  'substitution',
  'lateReceipt',
  'wrongStorageLocation',
  'batchExpired',
] as const
const MEASURES: Readonly<Record<string, readonly [both: number, model: number, rules: number]>> = {
  logLoss: [0.41, 0.44, 0.63],
  failureLogLoss: [0.21, 0.23, 0.34],
  brier: [0.062, 0.068, 0.101],
  causeLogLoss: [0.92, 1.02, 1.47],
  ece: [0.008, 0.011, 0.064],
}

type Figure = Made & { readonly chart: string }

/** Everything that is stored of a model's evaluation; `plus` makes every loss so much larger. */
export function figuresOf(state: State, plus = 0): Figure[] {
  const share = (chart: string, name: string, series: string, k: number, n: number, position = 0): Figure => {
    const value = n > 0 ? k / n : 0
    const wide = n > 0 ? 1.96 * Math.sqrt((value * (1 - value) + 0.002) / n) : 1
    return { chart, name, series, position, value, low: Math.max(0, value - wide), high: Math.min(1, value + wide), count: n }
  }
  const figures: Figure[] = [
    ...Object.entries(MEASURES).flatMap(([name, values]) =>
      (['both', 'model', 'rules'] as const).map((series, at) => ({
        chart: 'summary',
        name,
        series,
        value: (values[at] ?? 0) + plus,
        count: 1000,
      })),
    ),
    ...(['both', 'model', 'rules'] as const).flatMap((series, at) => [
      share('summary', 'firstCause', series, 118 - 12 * at, 150),
      share('summary', 'firstThree', series, 142 - 9 * at, 150),
    ]),
    share('summary', 'shortlistCoverage', 'both', 136, 150),
    { chart: 'summary', name: 'shortlistSize', series: 'both', value: 1.8, count: 150 },
    share('summary', 'gatePasses', 'both', 610, 1000),
    share('summary', 'gatePrecision', 'both', 604, 610),
    ...[0.004, 0.012, 0.03, 0.07, 0.14, 0.26, 0.41, 0.6, 0.81, 0.96].map((predicted, position) => {
      const n = 100
      return {
        ...share('calibration', '', '', Math.round(n * Math.min(1, predicted * 1.06 + 0.004)), n, position),
        name: predicted.toFixed(4),
      }
    }),
    ...CAUSES.flatMap((cause, at) => {
      const of = 34 - 4 * at
      const right = Math.round(of * (0.86 - 0.03 * at))
      const other = CAUSES[(at + 1) % CAUSES.length] ?? 'unknown'
      const confusion = (said: string, count: number): Figure => ({ chart: 'confusion', name: cause, series: said, value: count, count })
      return [
        confusion(cause, right),
        ...(of > right ? [confusion(other, of - right)] : []),
        share('cause', cause, 'recall', right, of),
        share('cause', cause, 'precision', right, right + 3),
        share('cause', cause, 'coverage', Math.min(of, right + 2), of),
      ]
    }),
    ...[1250, 2500, 5000].map((cases, position) => ({
      chart: 'learning',
      name: String(cases),
      position,
      value: 0.52 - 0.055 * position + plus,
      count: 1000,
    })),
  ]
  if (state === 'challenger')
    figures.push({ chart: 'shadow', name: 'gain', value: 0.0093, count: 640 }, { chart: 'shadow', name: 'z', value: 1.87, count: 640 })
  return figures.map((figure) => ({ ...figure, model_version: VERSIONS[state], at: AT }))
}

export const DRIFT: readonly Made[] = [
  {
    at: '2026-03-18T10:00:00.000Z',
    kind: 'logLoss',
    feature: '',
    value: 0.583,
    bound: 0,
    atNumber: 9120,
    model: VERSIONS.champion,
    text: 'Predictions have become worse: the log loss of the latest messages is above its mean of 0.583',
  },
  {
    at: '2026-03-18T11:00:00.000Z',
    kind: 'feature',
    feature: 'yieldToPlanned',
    value: 0.41,
    bound: 0.25,
    atNumber: 9500,
    model: VERSIONS.champion,
    text: 'Yield ÷ planned quantity: not as it was when the model learnt',
  },
]

/** Judged messages of two weeks, each with what rules, model and both said: three a week fail for want of stock, seven are healthy. */
export const CASES: readonly Made[] = ['2026-03-09', '2026-03-16'].flatMap((monday, week) =>
  Array.from({ length: 10 }, (_, at) => {
    const hasFailed = at < 3
    const said = (cause: string): string =>
      JSON.stringify([
        [cause, 0.7],
        ['unitOfMeasure', 0.2],
      ])
    return {
      labelNumber: 10 * week + at + 1,
      number: 10 * week + at + 1,
      judgedAt: `${monday}T08:${String(at).padStart(2, '0')}:00.000Z`,
      // Of another list of features: nothing is trained on them here.
      featureSchema: hash('b'),
      features: '[]',
      keys: JSON.stringify({ plant: '1710', workCenter: '', material: '', unit: '', movementType: '', sender: 'dm' }),
      findings: '[]',
      modelVersion: week === 0 ? VERSIONS.retired : VERSIONS.champion,
      hasFailed,
      cause_code: hasFailed ? 'stockDeficit' : null,
      rulesFailure: at < 5 ? 0.8 : 0.1,
      rulesCauses: said('entryError'),
      modelFailure: at < 4 ? 0.8 : 0.1,
      modelCauses: said('stockDeficit'),
      failure: at < 3 ? 0.8 : 0.1,
      causes: said(at < 2 ? 'stockDeficit' : 'entryError'),
      mayPass: at > 4,
    }
  }),
)
