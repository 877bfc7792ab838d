import type { Estimate, Verdict } from '../domain/judgement.ts'
import type { MessageKind } from '../domain/message.ts'
import { type Candidate, mayActAlone } from './automatic.ts'
import { decide } from './decide.ts'
import type { Policy } from './policy.ts'
import type { RecordedFinding, Reinspected } from './reinspect.ts'

/** A recorded message whose end is known. */
export interface RecordedCase {
  readonly kind: MessageKind
  /** As checks found it then. */
  readonly findings: readonly RecordedFinding[]
  /** What they find under the two policies, where these tell checks something different and the facts are still there. */
  readonly anew?: Reinspected
  readonly notChecked: readonly string[]
  readonly broken: readonly string[]
  /** What was predicted then; absent where no model or rule was asked. */
  readonly prediction?: Estimate
  /** What was proposed, where it was held. */
  readonly proposal?: Candidate
  readonly hasFailed: boolean
  /** The proposal was approved unchanged, and the ERP took it for good. */
  readonly isProposalRight: boolean
}

/** What becomes of a message under a policy. */
const FATES = ['held', 'releasedWithNote', 'released', 'actedAlone'] as const
type Fate = (typeof FATES)[number]

/** How many messages came to this, and of how many that would have been wrong: held though fine, let go though failed, corrected wrongly. */
interface Tally {
  readonly messages: number
  readonly wrong: number
}

export interface BackTestLine {
  readonly fate: Fate
  readonly before: Tally
  readonly after: Tally
}

const FATE_OF: Readonly<Record<Verdict, Fate>> = { hold: 'held', releaseWithNote: 'releasedWithNote', release: 'released' }

/** Decides the recorded messages once more, by the policy at work and by another one. Pure; microseconds a message. */
export function backTest(cases: readonly RecordedCase[], before: Policy, after: Policy): BackTestLine[] {
  const [was, becomes] = [tallied(cases, before, 'before'), tallied(cases, after, 'after')]
  return FATES.map((fate) => ({ fate, before: was[fate], after: becomes[fate] }))
}

/** What becomes of one message under a policy. */
function fateOf(recorded: RecordedCase, policy: Policy, side: keyof Reinspected): Fate {
  const { kind, notChecked, broken, prediction, proposal, anew } = recorded
  const findings = (anew?.[side] ?? recorded.findings).map((each) => ({ ...each, text: '' }))
  const { verdict, isUnjudged } = decide({ kind, findings, notChecked, broken, ...(prediction ? { prediction } : {}) }, policy)
  const isAlone = verdict === 'hold' && !isUnjudged && proposal !== undefined && mayActAlone(proposal, policy).isAllowed
  return isAlone ? 'actedAlone' : FATE_OF[verdict]
}

function isWrong({ hasFailed, isProposalRight }: RecordedCase, fate: Fate): boolean {
  if (fate === 'actedAlone') return !isProposalRight
  return fate === 'held' ? !hasFailed : hasFailed
}

function tallied(cases: readonly RecordedCase[], policy: Policy, side: keyof Reinspected): Record<Fate, Tally> {
  const tallies: Record<Fate, { messages: number; wrong: number }> = {
    ...{ held: { messages: 0, wrong: 0 }, releasedWithNote: { messages: 0, wrong: 0 } },
    ...{ released: { messages: 0, wrong: 0 }, actedAlone: { messages: 0, wrong: 0 } },
  }
  for (const each of cases) {
    const fate = fateOf(each, policy, side)
    tallies[fate].messages++
    tallies[fate].wrong += Number(isWrong(each, fate))
  }
  return tallies
}
