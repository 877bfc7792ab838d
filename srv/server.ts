import cds from '@sap/cds'
import type { Application, RequestHandler } from 'express'
import { Retention } from './audit/retention.ts'
import { Sealer } from './audit/sealer.ts'
import { createRanker } from './causes/index.ts'
import { prepareConnection, prepareDatabase, releaseLeases } from './database.ts'
import { isWritable } from './database/writable.ts'
import { development } from './development.ts'
import { createDmGateway } from './dm/gateway.ts'
import { wrongConfiguration, wrongFirstValues } from './doors/configuration.ts'
import { unknownDestinations } from './doors/destinations.ts'
import { lastWord } from './doors/errors.ts'
import { Ending } from './doors/ending.ts'
import { closeDoors, guardDoors } from './doors/index.ts'
import { maskLogs } from './doors/masks.ts'
import { logAnswers, loggingPostings } from './doors/messages.ts'
import { rateLimit } from './doors/rate.ts'
import { readiness } from './doors/readiness.ts'
import { senderOf } from './doors/sender.ts'
import { doorSettings } from './doors/settings.ts'
import { databaseReason, guardStart, refuseToStart } from './doors/start.ts'
import { createErpGateway } from './erp/gateway.ts'
import { ATTEMPTS } from './intake/attempts.ts'
import { listenToS4 } from './intake/events/index.ts'
import { odataDoor } from './intake/odata/index.ts'
import { attemptStatus } from './intake/status.ts'
import { usePipeline } from './pipeline/instance.ts'
import { Pipeline } from './pipeline/pipeline.ts'
import { FloorTasks } from './pipeline/floor.ts'
import { Escalation } from './pipeline/triage/escalation.ts'
import { startLearning } from './pipeline/learn/learning.ts'
import { KeptReplicas } from './pipeline/replicas.ts'
import { oldestWaiting } from './pipeline/waiting.ts'
import { sayAway } from './refusal.ts'
import { alertSettings, dmDestination, lineOptions, s4Destination, settings } from './settings.ts'

/** Start-up only: opens the doors, prepares the database, starts the worker, and ends it all in order. */

maskLogs()
guardStart()
refuseToStart(wrongConfiguration(settings()))
await prepareConnection()
const ranker = createRanker()
const destination = s4Destination()
const shopFloor = dmDestination()
refuseToStart(await unknownDestinations([destination, shopFloor]))
const replicas = new KeptReplicas()
const erp = createErpGateway({ destination, replicas, ...lineOptions('S4') })
const dm = createDmGateway({ destination: shopFloor, alerts: alertSettings(), ...lineOptions('DM') })
const pipeline = new Pipeline({ erp: loggingPostings(erp), dm, ranker })
const learning = startLearning(ranker, settings().history, erp)
const local = await development(settings())
usePipeline(pipeline)
const sealer = new Sealer()
const retention = new Retention()
const floor = new FloorTasks(dm)
const escalation = new Escalation()
const ending = new Ending()

cds.on('bootstrap', (app: Application) => {
  const { context, auth } = cds.middlewares as unknown as Record<'context' | 'auth', () => RequestHandler>
  const log = (text: string): void => cds.log('countersign/intake').warn(text)
  const doors = doorSettings()
  guardDoors(app, doors, settings().isLocal ?? false)
  app.use(ending.gate)
  const machines = [context(), auth(), rateLimit(senderOf, doors), logAnswers(senderOf)]
  app.use('/sap/opu/odata/sap', machines, odataDoor(pipeline, erp, { sender: senderOf, log }), lastWord)
  app.use(ATTEMPTS, machines, attemptStatus(pipeline, { sender: senderOf, log }), lastWord)
  const lines = () => ({ S4: erp.health(), DM: dm.health() })
  const ready = readiness({ oldestWaiting, takesChanges: isWritable, lines, isEnding: () => ending.isBegun })
  app.get('/health/ready', context(), auth(), ready, lastWord)
  app.get(
    '/health/model',
    (_, res) => void res.status(learning.isReady() ? 200 : 503).json({ ready: learning.isReady(), version: ranker.version }),
  )
  local.mount(app)
})

/** CAP awaits what these answer, which its types leave out. */
type Listen = (event: 'served' | 'listening' | 'shutdown', handler: (event: { url: string }) => Promise<void>) => void
const on = cds.on.bind(cds) as unknown as Listen
// Plugins want the tables to be there.
const onFirst = (cds as unknown as { prependListener: Listen }).prependListener.bind(cds)

onFirst('served', async () => {
  for (const service of Object.values(cds.services)) if (service instanceof cds.ApplicationService) service.on('error', sayAway)
  closeDoors(cds.app)
  ending.keepDatabase()
  refuseToStart(wrongFirstValues(settings()))
  await prepareDatabase(settings()).catch((error: unknown) => refuseToStart([databaseReason(error)]))
  await releaseLeases()
  await listenToS4((keys) => replicas.forget(keys))
})

on('listening', async ({ url }) => {
  if ('url' in destination) await local.begin(new URL(destination.url))
  pipeline.worker.start()
  sealer.start()
  retention.start()
  floor.start()
  escalation.start()
  await pipeline.recover()
  if (process.env.COUNTERSIGN_ANNOUNCE) process.send?.({ ready: true, url })
  await learning.begin()
})

on('shutdown', async () => {
  const answered = ending.begin()
  const others = [learning.end(), pipeline.resubmitter.stop(), retention.stop(), floor.stop(), escalation.stop()]
  await Promise.all([pipeline.worker.stop(), answered, ...others])
  // What they have told last.
  await sealer.stop()
  ending.finish()
})
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))

export default cds.server
