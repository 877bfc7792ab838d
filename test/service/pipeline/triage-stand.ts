import assert from 'node:assert/strict'
import { afterEach, before, beforeEach } from 'node:test'
import { Conflicts, Resubmissions, SyncAttempts } from '#cds-models/countersign'
import { createRanker } from '../../../srv/causes/index.ts'
import type { PostAnswer } from '../../../srv/erp/types.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { until } from '../../flow/until.ts'
import { openDatabase } from '../database.ts'
import { fakeDm, type FakeErp, fakeErp, refusal } from './fake-erp.ts'
import { confirmation } from './message.ts'

export const PLANNER = { id: 'planner', role: 'planner' }
export const NO_UNIT = refusal('ZPP/042', 'Unit BOX is not maintained for this customer')
export const CLOSED = (order: string) => refusal('RU/494', `Order ${order} closed`)

let count = 0
/** Keys and orders that no other test has. */
export const key = () => `triage-${String(++count)}`
export const order = () => String(6_000_000 + ++count)

/** What tests of failures work with: an ERP that says what it is told to, and the pipeline before it, both new for every test. */
export interface TriageStand {
  readonly erp: FakeErp
  readonly pipeline: Pipeline
  /** A message of the order `at` that the ERP refuses, with the conflict that stands for it. */
  refused(at: string, answer?: PostAnswer, amount?: string): ReturnType<typeof refusedAt>
}

/** Registers what has to be there before each test of the file and goes after it. */
export function triageStand(): TriageStand {
  let erp: FakeErp
  let pipeline: Pipeline
  before(() => openDatabase({ policy: { answerWithin: 2, quietTime: 0 } }))
  beforeEach(() => {
    erp = fakeErp()
    pipeline = new Pipeline({ erp, dm: fakeDm, ranker: createRanker() })
    pipeline.worker.start()
  })
  afterEach(async () => {
    await pipeline.resubmitter.stop()
    await pipeline.worker.stop()
  })
  return {
    get erp() {
      return erp
    },
    get pipeline() {
      return pipeline
    },
    refused: (at, answer = CLOSED(at), amount = '10.000') => refusedAt(erp, pipeline, { at, answer, amount }),
  }
}

async function refusedAt(erp: FakeErp, pipeline: Pipeline, { at, answer, amount }: { at: string; answer: PostAnswer; amount: string }) {
  erp.next.push(() => answer)
  const message = confirmation({ key: key(), order: at, amount })
  const outcome = await pipeline.submit(message)
  assert.equal(outcome.state, 'refused')
  const row = await SELECT.one.from(SyncAttempts).columns('ID').where({ number: outcome.number })
  return { message, ID: row?.ID ?? '', conflict: await conflictOf(row?.ID ?? '') }
}

/** The conflict that stands for an attempt. */
export async function conflictOf(attemptID: string) {
  const row = await SELECT.one.from(Conflicts).where({ attempt_ID: attemptID, isPrimary: true, isObsolete: false })
  assert.ok(row?.ID)
  return row as typeof row & { ID: string }
}

/** Resolves once every message of a resubmission has had its turn. */
export async function finished(ID: string): Promise<void> {
  await until(async () => Boolean((await SELECT.one.from(Resubmissions).columns('finishedAt').where({ ID }))?.finishedAt))
}
