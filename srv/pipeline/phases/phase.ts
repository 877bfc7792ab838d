import { PhaseEvents, Policies } from '#cds-models/countersign'
import { ITSELF, tell } from '../../audit/log.ts'
import { newID } from '../../database/id.ts'
import type { Phase } from '../../domain/judgement.ts'
import { DecisionError, type Person } from '../../domain/person.ts'
import { PHASES } from '../../policy/evidence.ts'
import { keepVersion, nextVersion, readPolicy } from './versions.ts'

/** Moves phases. Each within the open transaction. */

type Move = 'phaseRaised' | 'phaseLowered' | 'phaseFellBack'

/** The phase above; undefined at the top. */
export function phaseAbove(phase: Phase): Phase | undefined {
  return PHASES[PHASES.indexOf(phase) + 1]
}

/** Is the one more than the other? */
export function isAbove(one: Phase, other: Phase): boolean {
  return PHASES.indexOf(one) > PHASES.indexOf(other)
}

export interface PhaseMove {
  readonly kind: string
  readonly plant: string
  readonly to: Phase
  readonly person: Person
  readonly reason: string
  /** What it was moved on. */
  readonly figures?: unknown
}

/** Moves a phase, makes a new version of its policy, and tells it. @throws DecisionError where it is there already, or somebody was faster */
export async function movePhase({ kind, plant, to, person, reason, figures }: PhaseMove, action: Move): Promise<void> {
  const before = await readPolicy(kind, plant)
  if (!before) throw new DecisionError(404, 'COUNTERSIGN/NOT_FOUND', 'There is no such policy')
  const { phase, version } = before
  if (phase === to) throw new DecisionError(409, 'COUNTERSIGN/PHASE_ALREADY', `The phase is ${to} already`)
  await keepVersion(before)
  const [at, next] = [new Date().toISOString(), await nextVersion()]
  const moved: unknown = await UPDATE(Policies)
    .set({ phase: to, version: next, reason: reason.slice(0, 1000), changedBy: person.id, changedAt: at })
    .where({ kind, plant, phase, version })
  if (!moved) throw new DecisionError(409, 'COUNTERSIGN/CHANGED_MEANWHILE', 'Somebody else has just changed this: refresh to see what')
  const after = await readPolicy(kind, plant)
  if (after) await keepVersion(after)
  await INSERT.into(PhaseEvents).entries({
    ID: newID(),
    ...{ at, kind, plant, fromPhase: phase, toPhase: to, changedBy: person.id },
    reason: reason.slice(0, 1000),
    figures: figures === undefined ? null : JSON.stringify(figures),
    isAlert: action === 'phaseFellBack',
  })
  await tell({
    actor: person.id,
    role: person.role,
    ...{ action, reason, policyVersion: next },
    details: { kind, plant, before: phase, after: to, ...(figures === undefined ? {} : { figures }) },
  })
}

/** From *automate* back to *supervise* by itself; nothing happens where it has left *automate* already. */
export async function fallBack(kind: string, plant: string, reason: string, figures: unknown): Promise<void> {
  const person = { id: ITSELF.actor, role: ITSELF.role }
  // Whoever edits the policy just then doesn't keep it from falling back.
  for (let tries = 3; tries > 0 && (await readPolicy(kind, plant))?.phase === 'automate'; tries--)
    await movePhase({ kind, plant, to: 'supervise', person, reason, figures }, 'phaseFellBack').catch((error: unknown) => {
      if (!(error instanceof DecisionError) || tries === 1) throw error
    })
}
