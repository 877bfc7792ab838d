import { CAUSES } from '../domain/judgement.ts'
import type { Cause, Finding, Influence, RankedCause } from '../domain/judgement.ts'
import type { Sign } from './model.ts'

/** Version of the tables below; what a prediction without a model is stamped with. */
export const PRIOR_VERSION = 'prior-1'

/**
 * How often a cause is behind a held message before anything is known of it, as relative weights. No public count of such messages
 * exists; the order follows what plants complain about (stock, units, status, locks first). Only ratios matter, and one finding outweighs them.
 */
const BASE: Readonly<Record<Cause, number>> = {
  lock: 6,
  stockDeficit: 10,
  lateReceipt: 8,
  wrongStorageLocation: 6,
  batchMissing: 6,
  batchExpired: 2,
  batchBlocked: 1,
  reservation: 2,
  unitOfMeasure: 7,
  setupWaste: 7,
  scrapUnreported: 4,
  substitution: 5,
  entryError: 7,
  overDelivery: 5,
  underDelivery: 2,
  orderStatus: 8,
  operationSequence: 3,
  duplicate: 5,
  period: 4,
  timeZone: 1,
  masterData: 5,
  accountAssignment: 1,
  qualityHold: 2,
  physicalInventory: 1,
  serialNumber: 1,
  scrapReason: 3,
  authorisation: 1,
  interface: 1,
  overload: 1,
  resourceStatus: 0.5,
  certification: 0.5,
  inspectionResult: 1,
  unknownOutcome: 0.5,
  unknown: 2,
}

/**
 * What else looks the same to a check: a finding with the first cause is evidence for these too, with this part of its weight.
 * A deficit, for one, shows itself alike whether too much was consumed or the receipt is late.
 */
const LOOKALIKES: Readonly<Partial<Record<Cause, Readonly<Partial<Record<Cause, number>>>>>> = {
  stockDeficit: {
    lateReceipt: 0.8,
    wrongStorageLocation: 0.7,
    qualityHold: 0.5,
    unitOfMeasure: 0.4,
    entryError: 0.4,
    setupWaste: 0.3,
    physicalInventory: 0.2,
  },
  lateReceipt: { stockDeficit: 0.8, wrongStorageLocation: 0.6, qualityHold: 0.5 },
  wrongStorageLocation: { masterData: 0.5, stockDeficit: 0.4, lateReceipt: 0.3 },
  reservation: { stockDeficit: 0.4, duplicate: 0.3 },
  setupWaste: { scrapUnreported: 0.8, entryError: 0.7, unitOfMeasure: 0.6, substitution: 0.3 },
  scrapUnreported: { setupWaste: 0.8, underDelivery: 0.5, entryError: 0.4 },
  substitution: { entryError: 0.5, masterData: 0.3 },
  entryError: { unitOfMeasure: 0.7, setupWaste: 0.6, overDelivery: 0.4, scrapUnreported: 0.4 },
  unitOfMeasure: { entryError: 0.6, masterData: 0.3 },
  overDelivery: { entryError: 0.8, duplicate: 0.6, unitOfMeasure: 0.4 },
  underDelivery: { scrapUnreported: 0.5, entryError: 0.4 },
  orderStatus: { operationSequence: 0.4, lock: 0.3 },
  operationSequence: { orderStatus: 0.4, duplicate: 0.4 },
  duplicate: { operationSequence: 0.3 },
  period: { timeZone: 0.5 },
  timeZone: { period: 0.7 },
  masterData: { wrongStorageLocation: 0.4, interface: 0.2 },
  unknown: { interface: 0.5, masterData: 0.4 },
}

/** Log-likelihood ratio of a finding for its own cause. */
const WEIGHT = { error: Math.log(60), warning: Math.log(12), decisive: Math.log(400) }
/** Decisive findings share at least this much between their causes. */
const DECISIVE_MASS = 0.95
/** Probability that posting fails or books wrongly, by what was found; `nothing` when nothing was. */
const FAILURE = { decisiveError: 0.98, error: 0.9, decisiveWarning: 0.4, warning: 0.2, nothing: 0.02 }

function weightOf(finding: Sign): number {
  return finding.isDecisive ? WEIGHT.decisive : WEIGHT[finding.severity]
}

/** One vote a check and cause: five components found short by one check are one observation, not five independent ones. */
function independent<Voice extends Sign>(findings: readonly Voice[]): Voice[] {
  const strongest = new Map<string, Voice>()
  for (const finding of findings) {
    const key = `${finding.check}/${finding.cause}`
    const known = strongest.get(key)
    if (known === undefined || weightOf(finding) > weightOf(known)) strongest.set(key, finding)
  }
  return [...strongest.values()]
}

/**
 * Probability of each cause given findings, in the order of `CAUSES`; all positive, sums to one. Log-linear: log base rate + the weight of
 * every independent finding for its cause and, in part, for what looks alike. Decisive findings then hold at least 95 %: one alone puts
 * its cause there, several share it.
 */
export function priorCauses(findings: readonly Sign[]): RankedCause[] {
  const scores = new Map<Cause, number>(CAUSES.map((cause) => [cause, Math.log(BASE[cause])]))
  const add = (cause: Cause, weight: number): unknown => scores.set(cause, (scores.get(cause) ?? 0) + weight)
  for (const finding of independent(findings)) {
    add(finding.cause, weightOf(finding))
    if (finding.isDecisive) continue
    for (const cause of CAUSES) add(cause, weightOf(finding) * (LOOKALIKES[finding.cause]?.[cause] ?? 0))
  }
  const top = Math.max(...scores.values())
  const weights = CAUSES.map((cause) => ({ cause, weight: Math.exp((scores.get(cause) ?? 0) - top) }))
  const decisive = new Set(findings.filter((each) => each.isDecisive).map((each) => each.cause))
  const total = (isDecisive: boolean): number =>
    weights.reduce((sum, each) => (decisive.has(each.cause) === isDecisive ? sum + each.weight : sum), 0)
  const inside = total(true)
  const outside = total(false)
  const share = decisive.size === 0 ? 0 : outside === 0 ? 1 : Math.max(DECISIVE_MASS, inside / (inside + outside))
  return weights.map(({ cause, weight }) => ({
    cause,
    probability: decisive.has(cause) ? (share * weight) / inside : ((1 - share) * weight) / outside,
  }))
}

/**
 * Probability (0 to 1) that posting as it is fails or books wrongly. Findings of different checks count as independent chances
 * (noisy or), on top of what the checks don't see.
 */
export function priorFailure(findings: readonly Sign[]): number {
  const chance = (finding: Sign): number =>
    finding.severity === 'error'
      ? finding.isDecisive
        ? FAILURE.decisiveError
        : FAILURE.error
      : finding.isDecisive
        ? FAILURE.decisiveWarning
        : FAILURE.warning
  return 1 - independent(findings).reduce((fine, finding) => fine * (1 - chance(finding)), 1 - FAILURE.nothing)
}

/**
 * What spoke for or against `cause`: per independent finding how far its probability would change without that finding, with the first
 * measured fact of its evidence. Largest first; empty without findings.
 */
export function priorInfluences(findings: readonly Finding[], cause: Cause): Influence[] {
  const probabilityOf = (some: readonly Finding[]): number => priorCauses(some).find((each) => each.cause === cause)?.probability ?? 0
  const voices = independent(findings)
  const withAll = probabilityOf(voices)
  return voices
    .map((finding) => {
      const fact = finding.evidence.find((each) => each.unit !== undefined) ?? finding.evidence[0]
      const contribution = withAll - probabilityOf(voices.filter((each) => each !== finding))
      return {
        feature: finding.check,
        value: (fact?.value ?? finding.code).slice(0, 60),
        unit: (fact?.unit ?? '').slice(0, 20),
        contribution,
      }
    })
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
}
