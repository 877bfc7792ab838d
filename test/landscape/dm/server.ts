import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import express from 'express'
import { V2Client } from '../../traffic/client.ts'
import { buildPlant } from '../plant/plant.ts'
import { admin } from './admin.ts'
import { alerts } from './alerts.ts'
import { batches } from './batches.ts'
import { certifications } from './certifications.ts'
import { activityConfirmation, quantityConfirmation } from './confirm.ts'
import { integrationMessages, messageDashboard } from './dashboard.ts'
import { errorAnswer, refuse } from './errors.ts'
import { goodsIssue, transactions } from './goods-issue.ts'
import { IntegrationMessages, type Retries } from './integration.ts'
import { oauth, type Credentials } from './oauth.ts'
import { orders } from './orders.ts'
import { quality } from './quality.ts'
import { resources, workCenters } from './resources.ts'
import { fill } from './seed.ts'
import { sfcs } from './sfcs.ts'
import { Store } from './store.ts'

export interface DmOptions {
  /** 0 for any free port. */
  readonly port: number
  /** Any free port by default. */
  readonly adminPort?: number
  /** Where confirmations go: an address that speaks the S/4's OData V2; by default Countersign's facade. */
  readonly s4Url?: string
  /** DM's sign-in there. */
  readonly s4User?: { readonly name: string; readonly password: string }
  /** Of the plant whose orders DM knows; the S/4's must be the same. */
  readonly seed?: number
  /** 5, half a second apart, by default: DM's own five minutes, compressed. */
  readonly retries?: Retries
  /** Deliveries to the ERP at the same time; 10 by default. */
  readonly parallel?: number
  /** Milliseconds that a goods issue waits for an order that somebody else works on; 500 by default. */
  readonly patience?: number
  /** Milliseconds within which alerts of one key are one; an hour by default. */
  readonly deduplicationPeriod?: number
  /** Who may fetch tokens. */
  readonly client?: Credentials
}

export interface RunningDm {
  readonly url: string
  readonly adminUrl: string
  /** From now on confirmations go there. */
  readonly deliverTo: (s4Url: string) => void
  readonly close: () => Promise<void>
}

/** Starts the local Digital Manufacturing on loopback. Rejects with `EADDRINUSE` when one of the ports is taken, and leaves nothing open. */
export async function startDm(options: DmOptions): Promise<RunningDm> {
  const { retries = { count: 5, delay: 500 }, parallel = 10 } = options
  const store = new Store()
  let erp = options.s4Url ?? `http://localhost:${process.env.PORT ?? 4004}`
  const { name, password } = options.s4User ?? { name: 'dm', password: 'dm' }
  // The message itself is repeated, so that its client has no patience of its own.
  const client = new V2Client(() => erp, name, password, { retries: 0, longestWait: 0 })
  const messages = new IntegrationMessages(client, {
    retries,
    parallel,
    isMapped: (plant, messageType) => store.one('collaborationLinks', { plant, messageType })?.isActive !== false,
  })
  const plant = buildPlant(options.seed ?? 1, new Date())
  fill(store, plant)
  const reset = (): void => {
    messages.reset()
    store.clear()
    fill(store, plant)
  }

  const app = express()
  const identity = oauth(options.client ?? { clientId: 'countersign', clientSecret: 'countersign' })
  app.disable('x-powered-by')
  app.use(identity.router)
  app.use(identity.guard)
  app.use('/order/v1', orders(store, plant))
  app.use('/sfc/v1', sfcs(store))
  app.use('/quantityConfirmation/v1', quantityConfirmation(store, messages))
  app.use('/activityConfirmation/v1', activityConfirmation(store, messages))
  app.use('/processorder', goodsIssue(store, messages, options.patience ?? 500))
  app.use('/inventory/v1', batches(store), transactions(store, messages))
  app.use('/resource/v1', resources(store))
  app.use('/workcenter/v3', workCenters(store))
  app.use('/certification/v1', certifications(store))
  app.use('/qualityInspection/v1', quality(store))
  app.use('/integration/v1', integrationMessages(messages))
  app.use('/dme/messagedashboard-ms', messageDashboard(messages))
  app.use('/alerts/v1', alerts(store, options.deduplicationPeriod ?? 3_600_000))
  app.use((request) => refuse(404, 'path.notFound', `${request.path} does not exist`))
  app.use(errorAnswer)

  const servers: Server[] = []
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(shut))
    await messages.close()
  }
  try {
    servers.push(await listen(app, options.port))
    servers.push(await listen(admin(store, identity, reset), options.adminPort ?? 0))
    const [url = '', adminUrl = ''] = servers.map(urlOf)
    return { url, adminUrl, deliverTo: (s4Url) => void (erp = s4Url), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function listen(app: RequestListener, port: number): Promise<Server> {
  const server = createServer(app)
  server.listen(port, '127.0.0.1')
  // Rejects when the port is taken.
  await once(server, 'listening')
  return server
}

function urlOf(server: Server): string {
  const address = server.address()
  return `http://localhost:${typeof address === 'object' && address ? address.port : ''}`
}

async function shut(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await closed
}
