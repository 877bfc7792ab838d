import { createServer, type Server } from 'node:http'
import type { Application } from 'express'
import type { DoorSettings } from './settings.ts'

type Connections = Pick<DoorSettings, 'headWithin' | 'requestWithin' | 'maxConnections'>

/** How often, in milliseconds, it is looked for connections that take too long. */
const LOOK = 2000

/**
 * Makes the server that `app.listen` starts one that slow or countless connections can't hold up: who doesn't finish a request in time gets
 * 408 and is cut off. Whatever a handler answers may take as long as it needs.
 */
export function boundConnections(app: Application, { headWithin, requestWithin, maxConnections }: Connections): void {
  app.listen = ((...args: Parameters<Server['listen']>) => {
    const options = { connectionsCheckingInterval: LOOK, headersTimeout: headWithin * 1000, requestTimeout: requestWithin * 1000 }
    const server = createServer(options, app as Parameters<typeof createServer>[1])
    server.maxConnections = maxConnections
    return server.listen(...args)
  }) as Application['listen']
}
