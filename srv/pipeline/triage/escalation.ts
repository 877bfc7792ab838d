import cds from '@sap/cds'
import { Conflicts } from '#cds-models/countersign'
import { ITSELF, tell } from '../../audit/log.ts'
import { Rounds } from '../../audit/rounds.ts'
import { isOnDuty } from '../duties.ts'
import { attemptByID } from '../storage.ts'
import { alert, type Raised } from './alerts.ts'

const LOG = cds.log('countersign/triage')

/** Milliseconds between two looks. */
const EVERY = 30_000
/** Failures that one look sees to. */
const MOST = 100

/** What isn't solved in time is told once for each deadline: in the audit log, and to whoever has a rule for what is overdue. */
export class Escalation {
  readonly #rounds = new Rounds(async (signal) => {
    await this.look(signal).catch((error: unknown) => LOG.error('What is overdue could not be escalated', error))
    return EVERY
  })

  start(): void {
    this.#rounds.start()
  }

  async stop(): Promise<void> {
    await this.#rounds.stop()
  }

  /** @returns how many were escalated */
  async look(signal?: AbortSignal): Promise<number> {
    if (!(await isOnDuty('escalation'))) return 0
    let told = 0
    for (const each of await overdue()) if (!signal?.aborted && (await escalate(each))) told++
    return told
  }
}

type Overdue = Raised & { readonly ID: string; readonly dueAt: string }

async function overdue(): Promise<Overdue[]> {
  return (await SELECT.from(Conflicts)
    .columns('ID', 'attempt_ID', 'groupID', 'code', 'text', 'cause_code', 'queue_code', 'plant', 'material', 'order', 'dueAt')
    .where({ isPrimary: true, isObsolete: false, resolvedAt: null, dueAt: { '<': new Date().toISOString() } } as never)
    .and`(escalatedFor is null or escalatedFor != dueAt)`
    .orderBy('dueAt')
    .limit(MOST)) as unknown as Overdue[]
}

async function escalate({ ID, dueAt, ...failure }: Overdue): Promise<boolean> {
  const isTold: unknown = await cds.tx({ user: new cds.User(ITSELF.actor) } as never, async () => {
    const isOurs: unknown = await UPDATE(Conflicts).set({ escalatedFor: dueAt }).where({ ID, dueAt, resolvedAt: null })
    if (!isOurs) return false
    const attempt = await attemptByID(failure.attempt_ID)
    await alert(failure, true)
    const reason = `Was due at ${new Date(dueAt).toISOString().slice(0, 16).replace('T', ' ')} UTC in queue ${failure.queue_code}`
    await tell({ ...ITSELF, action: 'escalated', attempt, status: attempt.status, reason })
    return true
  })
  return isTold === true
}
