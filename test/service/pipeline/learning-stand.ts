import assert from 'node:assert/strict'
import { once } from 'node:events'
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import cds from '@sap/cds'
import express from 'express'
import { Cases, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { createRanker, type Ranker } from '../../../srv/causes/index.ts'
import { createErpGateway } from '../../../srv/erp/gateway.ts'
import type { ErpGateway } from '../../../srv/erp/types.ts'
import { odataDoor } from '../../../srv/intake/odata/index.ts'
import { approve, signOff } from '../../../srv/pipeline/decisions.ts'
import { Learner } from '../../../srv/pipeline/learn/learner.ts'
import { Pipeline } from '../../../srv/pipeline/pipeline.ts'
import { until } from '../../flow/until.ts'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { S4Admin } from '../../traffic/admin.ts'
import { V2Client } from '../../traffic/client.ts'
import { bodyOf, type Confirmation } from '../../traffic/confirmation.ts'
import { draft } from '../../traffic/draft.ts'
import type { Mistake } from '../../traffic/mistakes/mistake.ts'
import { guid, Random } from '../../traffic/random.ts'
import { send, type Verdict } from '../../traffic/sender.ts'
import { type World, WorldReader } from '../../traffic/world.ts'
import { openDatabase } from '../database.ts'
import { fakeDm } from './fake-erp.ts'

export const PLANNER = { id: 'planner', role: 'planner' }
const CONTROLLER = { id: 'controller', role: 'controller' }

interface Made {
  readonly confirmation: Confirmation
  readonly body: string
}

interface Sent extends Made {
  readonly verdict: Verdict
  readonly ID: string
  /** `207/1`; empty where nothing was posted. */
  readonly document: string
}

/** The door, the pipeline, the learner and the local S/4, all in this process: what a shop floor sends becomes cases. */
export interface LearningStand {
  readonly s4: RunningS4
  readonly admin: S4Admin
  readonly erp: ErpGateway
  readonly ranker: Ranker
  readonly learner: Learner
  readonly pipeline: Pipeline
  /** Speaks to the door; it doesn't try again. */
  readonly sender: V2Client
  /** Speaks to the S/4 itself, past the door. */
  readonly past: V2Client
  readonly reader: WorldReader
  readonly world: World
  /** A confirmation on an order that none before was for: as it ought to be, or with a mistake in it. */
  make(mistake?: Mistake): Promise<Made>
  send(made: Made): Promise<Sent>
  close(): Promise<void>
}

export async function openLearning(seed = 1): Promise<LearningStand> {
  await openDatabase({ policy: { answerWithin: 2, quietTime: 0 } })
  const s4 = await startS4({ seed })
  const erp = createErpGateway({ destination: { url: s4.url, username: 'COUNTERSIGN', password: 'countersign' } })
  const ranker = createRanker()
  const learner = new Learner(ranker)
  const pipeline = new Pipeline({ erp, dm: fakeDm, ranker })
  pipeline.worker.start()
  const app = express()
  app.use('/sap/opu/odata/sap', odataDoor(pipeline, erp, { sender: () => ({ id: 'dm', isSender: true, isAnonymous: false }) }))
  const door = http.createServer(app).listen(0, '127.0.0.1')
  await once(door, 'listening')
  const url = `http://127.0.0.1:${String((door.address() as AddressInfo).port)}`
  const sender = new V2Client(url, 'dm', 'dm', { retries: 0, longestWait: 0 })
  const past = new V2Client(s4.url, 'DM', 'dm')
  const reader = new WorldReader(past)
  const world = await reader.all()
  const free = world.orders.filter((each) => each.isWorkable).map((each) => each.id)
  let count = 0
  return {
    ...{ s4, admin: new S4Admin(s4.adminUrl), erp, ranker, learner, pipeline, sender, past, reader, world },
    async make(mistake) {
      for (const id of [...free]) {
        const order = await reader.order(id)
        if (mistake && !mistake.isPossible(order, world, [])) continue
        const stock = (await reader.stock([...new Set(order.components.map((each) => each.material))])).filter(
          (each) => each.isUnrestricted,
        )
        const random = new Random('learning', seed, ++count)
        const bench = { world, order, stock, scrapped: new Map(), now: new Date(), random }
        const right = draft(bench, mistake ? mistake.wishes : { isPartial: true })
        const confirmation = right && mistake ? mistake.spoil(right, bench) : right
        if (!confirmation) continue
        free.splice(free.indexOf(id), 1)
        return { confirmation, body: bodyOf(confirmation, guid('learning', seed, count)) }
      }
      throw new Error('No order is left for it')
    },
    async send(made) {
      const verdict = await send(sender, made.body)
      const external = (JSON.parse(made.body) as { ExternalSystemConfirmation: string }).ExternalSystemConfirmation
      const row = await SELECT.one.from(SyncAttempts).columns('ID', 'erpDocument').where({ keyValue: external }).orderBy('number desc')
      assert.ok(row?.ID, verdict.text)
      return { ...made, verdict, ID: row.ID, document: row.erpDocument ?? '' }
    },
    async close() {
      await learner.stop()
      await pipeline.resubmitter.stop()
      await pipeline.worker.stop()
      door.closeAllConnections()
      door.close()
      await once(door, 'close')
      await s4.close()
    },
  }
}

/** The latest case of a message. */
export async function caseOf(attemptID: string) {
  const row = await SELECT.one.from(Cases).where({ attempt_ID: attemptID, isCurrent: true })
  assert.ok(row?.ID, 'there is no case')
  return row as typeof row & { ID: string }
}

/** What is learnt from the latest case of a message. */
export async function labelOf(attemptID: string) {
  const { outcome, hasFailed, cause_code, labelSource } = await caseOf(attemptID)
  return { outcome, hasFailed, cause: cause_code, source: labelSource }
}

export async function suggestionOf(attemptID: string): Promise<{ ID: string; action: string; cause: string; role: string }> {
  const row = await SELECT.one
    .from(Suggestions)
    .columns('ID', 'action_code', 'cause_code', 'requiredRole')
    .where({ attempt_ID: attemptID, status: { in: ['proposed', 'awaitingSignOff'] } })
  assert.ok(row?.ID, 'nothing is proposed')
  return { ID: row.ID, action: row.action_code ?? '', cause: row.cause_code ?? '', role: row.requiredRole ?? '' }
}

/** A planner agrees, and a controller signs where one has to. */
export async function agree(suggestionID: string, how: typeof approve = approve): Promise<void> {
  await cds.tx(() => how(suggestionID, PLANNER, 'fine'))
  const row = await SELECT.one.from(Suggestions).columns('status').where({ ID: suggestionID })
  if (row?.status === 'awaitingSignOff') await cds.tx(() => signOff(suggestionID, CONTROLLER, 'fine'))
}

/** Resolves when the message has come to this. */
export async function became(attemptID: string, status: string): Promise<void> {
  await until(async () => (await SELECT.one.from(SyncAttempts).columns('status').where({ ID: attemptID }))?.status === status)
}
