import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { UI5_VERSION } from '../../../app/ui5/paths.ts'
import { mountUi5 } from '../../../app/ui5/serve.ts'

/** Stands in for SAP's site with SAPUI5, to which the destination `ui5` leads: each version in a folder of its own. */
export async function startUi5(): Promise<{ readonly url: string; close(): void }> {
  const versions = express()
  mountUi5(versions, { mode: 'local' })
  const server = createServer(express().use(`/${UI5_VERSION}`, versions) as Parameters<typeof createServer>[1])
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
