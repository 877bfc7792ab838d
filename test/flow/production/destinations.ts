import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Stands in for the destination service: says where a destination is and how to sign in there, to whoever has a token. */

export interface DestinationService {
  /** Its binding. */
  readonly credentials: Readonly<Record<string, unknown>>
  close(): void
}

/** Its properties, as they are called there. */
type Destination = Readonly<Record<string, string>> & { readonly URL: string }

/** @param uaa credentials of the XSUAA that hands out its tokens */
export async function startDestinations(
  uaa: Readonly<Record<string, unknown>>,
  destinations: Readonly<Record<string, Destination>>,
): Promise<DestinationService> {
  const server = createServer(({ url = '', headers }, response) => {
    const name = decodeURIComponent(/\/destinations\/([^/?]+)/.exec(url)?.[1] ?? '')
    const found = destinations[name]
    const isSignedIn = headers.authorization?.startsWith('Bearer ey') === true
    const status = !isSignedIn ? 401 : found ? 200 : 404
    const { User = '', Password = '' }: Partial<Record<string, string>> = found ?? {}
    const body = {
      owner: { SubaccountId: 'zone', InstanceId: null },
      destinationConfiguration: { Name: name, Type: 'HTTP', ProxyType: 'Internet', Authentication: 'BasicAuthentication', ...found },
      authTokens: [{ type: 'Basic', value: btoa(`${User}:${Password}`) }],
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(status === 200 ? body : {}))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const uri = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  return {
    credentials: { ...uaa, uri },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
