import { readFileSync } from 'node:fs'

interface Rows {
  readonly probas: number[][]
  readonly labels: number[]
}
interface Outcomes {
  readonly predicted: number[]
  readonly happened: boolean[]
}

/** What scipy and scikit-learn answered; made by `statistics.py`. */
interface Golden {
  readonly intervals: { k: number; n: number; confidence: number; lower: number; upper: number; oneSided: number }[]
  readonly isotonic: Outcomes & { asked: number[]; answered: number[] }
  readonly reliability: Outcomes & { mean: number[]; rate: number[]; ece: number }
  readonly temperature: Rows & { temperature: number; logLoss: number }
  readonly quantile: Rows & { coverage: number; least: number }
  readonly losses: Rows & { logLoss: number; brier: number }
  readonly paired: { champion: number[]; challenger: number[]; gain: number; z: number }
  readonly pool: { rules: number[][]; model: number[][]; labels: number[]; weights: number[] }
  readonly pageHinkley: { losses: number[]; alarmAt: number; rise: number }
  readonly population: { width: number; reference: number[]; recent: number[]; psi: number[] }
}

export const GOLDEN = JSON.parse(readFileSync(new URL('statistics.json', import.meta.url), 'utf8')) as Golden
