import cds from '@sap/cds'
import type { Application, Request, RequestHandler } from 'express'
import { createRanker } from './causes/index.ts'
import { makeFolder, prepareDatabase, releaseLeases } from './database.ts'
import { development } from './development.ts'
import { createDmGateway } from './dm/gateway.ts'
import { createErpGateway } from './erp/gateway.ts'
import { ATTEMPTS } from './intake/attempts.ts'
import { listenToS4 } from './intake/events/index.ts'
import { odataDoor } from './intake/odata/index.ts'
import { attemptStatus } from './intake/status.ts'
import { usePipeline } from './pipeline/instance.ts'
import { Pipeline } from './pipeline/pipeline.ts'
import { startLearning } from './pipeline/learn/learning.ts'
import { KeptReplicas } from './pipeline/replicas.ts'
import { dmDestination, s4Destination, settings } from './settings.ts'

/** Start-up only: opens the doors, prepares the database, starts the worker, and ends it all in order. */

await makeFolder()
const ranker = createRanker()
const destination = s4Destination()
const replicas = new KeptReplicas()
const erp = createErpGateway({ destination, replicas })
const dm = createDmGateway({ destination: dmDestination() })
const pipeline = new Pipeline({ erp, dm, ranker })
const learning = startLearning(ranker, settings().history, erp)
const local = await development(settings())
usePipeline(pipeline)

cds.on('bootstrap', (app: Application) => {
  const { context, auth } = cds.middlewares as unknown as Record<'context' | 'auth', () => RequestHandler>
  const log = (text: string): void => cds.log('countersign/intake').warn(text)
  const door = odataDoor(pipeline, erp, { sender: senderOf, log })
  app.use('/sap/opu/odata/sap', context(), auth(), door)
  app.use(ATTEMPTS, context(), auth(), attemptStatus(pipeline, { sender: senderOf, log }))
  app.get(
    '/health/model',
    (_, res) => void res.status(learning.isReady() ? 200 : 503).json({ ready: learning.isReady(), version: ranker.version }),
  )
  local.mount(app)
})

/** CAP awaits what these answer, which its types leave out. */
const on = cds.on.bind(cds) as unknown as (
  event: 'served' | 'listening' | 'shutdown',
  handler: (event: { url: string }) => Promise<void>,
) => void

on('served', async () => {
  await prepareDatabase(settings())
  await releaseLeases()
  await listenToS4((keys) => replicas.forget(keys))
})

on('listening', async ({ url }) => {
  if ('url' in destination) await local.begin(new URL(destination.url))
  pipeline.worker.start()
  await pipeline.recover()
  if (process.env.COUNTERSIGN_ANNOUNCE) process.send?.({ ready: true, url })
  await learning.begin()
})

on('shutdown', async () => {
  await learning.end()
  await pipeline.resubmitter.stop()
  await pipeline.worker.stop()
})
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))

/** Who sends; the role that lets it in stands in the model. */
function senderOf(_: Request) {
  const user = cds.context?.user
  const required = cds.model?.definitions.IntakeService?.['@requires'] as string | undefined
  return {
    id: senderID(user),
    isSender: required !== undefined && (user?.is(required) ?? false),
    isAnonymous: user?.is('authenticated-user') !== true,
  }
}

/** All machines are the same technical user to CAP; their client ids tell them apart. */
function senderID(user: cds.User | undefined): string {
  const client = user?.is('system-user') ? (user as { authInfo?: { getClientId?: () => string } }).authInfo?.getClientId?.() : undefined
  return client ?? user?.id ?? 'anonymous'
}

export default cds.server
