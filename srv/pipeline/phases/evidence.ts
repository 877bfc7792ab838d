import { Cases, DriftEvents, ModelVersions, Policies } from '#cds-models/countersign'
import { type Counts, DRIFT_DAYS, EVIDENCE_DAYS, evidenceFor, type Measure } from '../../policy/evidence.ts'
import type { Phase } from '../../domain/judgement.ts'
import { governing, listOf } from '../policies.ts'
import { actionsSince } from './actions.ts'
import { phaseAbove } from './phase.ts'

/** What is known for moving phases up: counted anew whenever somebody looks. Reads only. */

const DAY = 86_400_000

export interface PolicyEvidence {
  readonly kind: string
  readonly plant: string
  readonly phase: Phase
  /** The phase that the measures are of: the next one, or at the top the one that is held. */
  readonly to: Phase
  readonly measures: readonly Measure[]
}

interface Group {
  readonly kind: string | null
  readonly plant: string | null
  readonly messages: unknown
}
interface Decided extends Group {
  readonly proposedAction: string | null
  readonly proposedConfidence: unknown
  readonly isProposalRight: boolean
}

/** Of every policy, or of the one that is named. */
export async function readEvidence(only?: { readonly kind: string; readonly plant: string }): Promise<PolicyEvidence[]> {
  const since = new Date(Date.now() - EVIDENCE_DAYS * DAY)
  const recent = { judgedAt: { '>=': since.toISOString() } }
  const rows = await SELECT.from(Policies).columns('kind', 'plant', 'phase', 'actFrom', 'automaticActions', 'wrongAtMost')
  const judged = (await SELECT.from(Cases)
    .columns('kind', 'plant', 'count(*) as messages')
    .where(recent as never)
    .groupBy('kind', 'plant')) as unknown as Group[]
  // What went by itself was decided by nobody.
  const decided = (await SELECT.from(Cases)
    .columns('kind', 'plant', 'proposedAction', 'proposedConfidence', 'isProposalRight', 'count(*) as messages')
    .where({ ...recent, verdict: 'hold', isProposalRight: { '!=': null }, isAutomatic: false } as never)
    .groupBy('kind', 'plant', 'proposedAction', 'proposedConfidence', 'isProposalRight')) as unknown as Decided[]
  const acted = await actionsSince(since)
  const alarms = await alarmsSince(new Date(Date.now() - DRIFT_DAYS * DAY))
  const wanted = rows.filter((row) => !only || (row.kind === only.kind && row.plant === only.plant))
  return wanted.map((row) => {
    const isOwn = (each: { readonly kind: string | null; readonly plant: string | null }): boolean =>
      governing(rows, each.kind ?? '*', each.plant ?? '*') === row
    const own = decided.filter(isOwn)
    const actions = listOf(row.automaticActions)
    const passing = own.filter(
      (each) =>
        actions.includes(each.proposedAction ?? '') && Number(each.proposedConfidence ?? 0) >= Number((row.actFrom as unknown) ?? 1),
    )
    const done = acted.filter(isOwn)
    const counts: Counts = {
      judged: sum(judged.filter(isOwn)),
      decided: sum(own),
      approved: sum(own.filter((each) => each.isProposalRight)),
      passing: sum(passing),
      right: sum(passing.filter((each) => each.isProposalRight)),
      acted: done.reduce((total, each) => total + each.count, 0),
      wrong: done.reduce((total, each) => total + (each.isWrong ? each.count : 0), 0),
      alarms,
    }
    const phase = (row.phase ?? 'supervise') as Phase
    const to = phaseAbove(phase) ?? phase
    return {
      kind: row.kind ?? '*',
      plant: row.plant ?? '*',
      phase,
      to,
      measures: evidenceFor(to, counts, Number((row.wrongAtMost as unknown) ?? 0)),
    }
  })
}

/** Alarms about the model at work; rules alone don't drift. */
async function alarmsSince(since: Date): Promise<number> {
  const champion = await SELECT.one.from(ModelVersions).columns('version').where({ status: 'champion' })
  if (!champion?.version) return 0
  const row = (await SELECT.one
    .from(DriftEvents)
    .columns('count(*) as messages')
    .where({ model: champion.version, at: { '>=': since.toISOString() } } as never)) as unknown as Group
  return Number(row.messages)
}

function sum(groups: readonly Group[]): number {
  return groups.reduce((total, each) => total + Number(each.messages), 0)
}
