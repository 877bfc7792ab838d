import { createServer } from 'node:http'
import express from 'express'
import { V2Client } from '../../traffic/client.ts'
import { buildPlant } from '../plant/plant.ts'
import { alerts } from './alerts.ts'
import { quantityConfirmation } from './confirm.ts'
import { errorAnswer, refuse } from './errors.ts'
import { IntegrationMessages, type Retries } from './integration.ts'
import { oauth, type Credentials } from './oauth.ts'
import { orders } from './orders.ts'

export interface DmOptions {
  /** 0 for any free port. */
  readonly port: number
  /** Where confirmations go: an address that speaks the S/4's OData V2; by default Countersign's facade. */
  readonly s4Url?: string
  /** DM's sign-in there. */
  readonly s4User?: { readonly name: string; readonly password: string }
  /** Of the plant whose orders DM knows; the S/4's must be the same. */
  readonly seed?: number
  readonly retries?: Retries
  /** Who may fetch tokens. */
  readonly client?: Credentials
}

export interface RunningDm {
  readonly url: string
  close(): Promise<void>
}

/** Starts the local Digital Manufacturing on loopback. Rejects with `EADDRINUSE` when the port is taken. */
export async function startDm(options: DmOptions): Promise<RunningDm> {
  const plant = buildPlant(options.seed ?? 1, new Date())
  const messages = new IntegrationMessages(options.retries ?? { count: 5, delay: 500 })
  const user = options.s4User ?? { name: 'dm', password: 'dm' }
  // The message itself is repeated, so that its client has no patience of its own.
  const erp = new V2Client(options.s4Url ?? `http://localhost:${process.env.PORT ?? 4004}`, user.name, user.password, {
    retries: 0,
    longestWait: 0,
  })
  const { router, guard } = oauth(options.client ?? { clientId: 'countersign', clientSecret: 'countersign' })

  const app = express()
  app.disable('x-powered-by')
  app.use(router)
  app.use(guard)
  app.use('/order/v1', orders(plant))
  app.use('/quantityConfirmation/v1', quantityConfirmation(plant, messages, erp))
  app.use('/integration/v1', messages.router())
  app.use('/alerts/v1', alerts())
  app.use((request) => refuse(404, 'path.notFound', `${request.path} does not exist`))
  app.use(errorAnswer)

  const server = createServer(app)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : options.port
  return {
    url: `http://localhost:${port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await messages.close()
    },
  }
}
