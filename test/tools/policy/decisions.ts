import type { Finding, Prediction, Verdict } from '../../../srv/domain/judgement.ts'
import type { Judgement } from '../../../srv/policy/decide.ts'
import type { Policy } from '../../../srv/policy/policy.ts'

/** The truth table of `decide`: tested row by row, and printed into the README of its room. */

/** An error of a check, unless said otherwise. */
export function finding(bent: Partial<Finding> = {}): Finding {
  return {
    check: 'x',
    code: 'X/1',
    cause: 'stockDeficit',
    isDecisive: true,
    severity: 'error',
    part: 0,
    field: '',
    text: 'Something is wrong.',
    evidence: [],
    ...bent,
  }
}
const warning = finding({ severity: 'warning' })
const predicted = (failure: number): { prediction: Prediction } => ({
  prediction: { modelVersion: '1', failure, causes: [{ cause: 'setupWaste', probability: 1 }], influences: [] },
})

/** What is found and predicted, the policy beside the default, what is decided, and what people are told. */
export const DECISIONS: readonly (readonly [string, Partial<Judgement>, Partial<Policy>, Verdict, RegExp])[] = [
  ['nothing found', {}, {}, 'release', /No objections/],
  ['nothing found, an improbable failure', predicted(0.49), {}, 'release', /No objections/],
  ['an error', { findings: [finding()] }, {}, 'hold', /^Something is wrong\.$/],
  ['several errors', { findings: [warning, finding(), finding()] }, {}, 'hold', /and 1 more/],
  ['an error, in automate', { findings: [finding()] }, { phase: 'automate' }, 'hold', /wrong/],
  ['an error, in monitor', { findings: [finding()] }, { phase: 'monitor' }, 'release', /^Monitored: Something is wrong/],
  ['nothing found, in monitor', {}, { phase: 'monitor' }, 'release', /^Monitored\.$/],
  ['a certain failure, in monitor', predicted(1), { phase: 'monitor' }, 'release', /^Monitored/],
  [
    'nothing judged, in monitor and fail-closed',
    { notChecked: ['orderStatus'] },
    { phase: 'monitor', failMode: 'closed' },
    'release',
    /^Monitored/,
  ],
  ['a warning', { findings: [warning] }, {}, 'releaseWithNote', /wrong/],
  [
    'a warning and a probable failure',
    { findings: [warning], ...predicted(0.9) },
    {},
    'hold',
    /90 % probability, most likely because of setupWaste/,
  ],
  ['a warning and a failure just below', { findings: [warning], ...predicted(0.89) }, {}, 'releaseWithNote', /wrong/],
  ['a probable failure that only the model sees', predicted(0.99), {}, 'releaseWithNote', /99 %/],
  ['a probable failure that only the model sees, where it may hold', predicted(0.99), { holdOnModelAlone: true }, 'hold', /99 %/],
  ['a possible failure', predicted(0.5), {}, 'releaseWithNote', /50 %/],
  ['essential checks not made, fail-open', { notChecked: ['orderStatus', 'duplicate'] }, {}, 'releaseWithNote', /^Not judged: orderStatus/],
  ['essential checks not made, fail-closed', { notChecked: ['stockAvailable'] }, { failMode: 'closed' }, 'hold', /^Not judged/],
  [
    'another check not made, fail-closed',
    { notChecked: ['duplicate'] },
    { failMode: 'closed' },
    'releaseWithNote',
    /^Not checked: duplicate/,
  ],
  ['another check broke, fail-open', { notChecked: ['duplicate'], broken: ['duplicate'] }, {}, 'releaseWithNote', /^Not judged: duplicate/],
  ['another check broke, fail-closed', { notChecked: ['duplicate'], broken: ['duplicate'] }, { failMode: 'closed' }, 'hold', /^Not judged/],
  ['an error although others were not made', { findings: [finding()], notChecked: ['orderStatus'] }, {}, 'hold', /wrong/],
  [
    'another quantity than the ERP expects, where the shop floor decides',
    { findings: [finding({ severity: 'warning', field: 'movements/0/quantity' })] },
    {},
    'releaseWithNote',
    /wrong/,
  ],
  [
    'another quantity than the ERP expects, where the ERP decides',
    { findings: [finding({ severity: 'warning', field: 'movements/0/quantity' })] },
    { quantitiesBy: 'erp' },
    'hold',
    /wrong\. The ERP decides about quantities/,
  ],
  ['another warning, where the ERP decides about quantities', { findings: [warning] }, { quantitiesBy: 'erp' }, 'releaseWithNote', /wrong/],
  ['a cancellation', { kind: 'cancellation' }, {}, 'release', /unjudged/],
  ['a kind that nobody knows, fail-closed', { kind: 'other', notChecked: ['orderStatus'] }, { failMode: 'closed' }, 'release', /unjudged/],
]
