import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { admin } from './admin.ts'
import { Books } from './books.ts'
import type { EntitySet, Service } from './contract.ts'
import { Faults } from './faults.ts'
import { gateway, type Landscape } from './gateway.ts'
import { keepJournal } from './journal.ts'
import { metadataOf } from './odata/metadata.ts'
import { Sessions } from './sessions.ts'

export interface ServeOptions {
  readonly services: readonly Service[]
  /** Sets that the books keep and no service shows. */
  readonly internalSets?: readonly EntitySet[]
  /** Seeds empty books. */
  readonly fill: (books: Books, seed: number) => void
  /** 0 for any free port. */
  readonly port: number
  readonly adminPort: number
  /** File of the books or `:memory:`. */
  readonly books: string
  readonly seed: number
  /** Of the plant: books of another edition lack what this one needs, and are filled anew. */
  readonly edition?: number
  /** Empties the books first, whatever they hold. */
  readonly isFresh?: boolean
}

export interface RunningS4 {
  readonly url: string
  readonly adminUrl: string
  readonly books: Books
  /** Breaks what is still open and closes the books. */
  close(): Promise<void>
}

/**
 * Serves these services on loopback. Books are opened only once both ports are held, so that a second start never touches the books of the first;
 * they're filled if empty. Rejects with the system's error (`EADDRINUSE`) and leaves nothing open.
 */
export async function serve(options: ServeOptions): Promise<RunningS4> {
  for (const service of options.services) metadataOf(service)
  const closing = new AbortController()
  const { promise: landscape, resolve } = Promise.withResolvers<Landscape>()
  const servers: Server[] = []
  try {
    servers.push(await listen(gateway(landscape), options.port))
    servers.push(await listen(admin(landscape, options.fill, options.seed), options.adminPort))
    const books = open(options)
    const sessions = new Sessions()
    resolve({ services: options.services, books, sessions, faults: new Faults(books, sessions), closing: closing.signal })
    const [url = '', adminUrl = ''] = servers.map(urlOf)
    const close = async (): Promise<void> => {
      closing.abort()
      await Promise.all(servers.map(shut))
      books.close()
    }
    return { url, adminUrl, books, close }
  } catch (error) {
    await Promise.all(servers.map(shut))
    throw error
  }
}

function open({ books: file, services, internalSets = [], fill, seed, edition = 0, isFresh = false }: ServeOptions): Books {
  const books = new Books(file, [...services.flatMap((each) => each.sets), ...internalSets])
  try {
    books.transaction(() => {
      if (isFresh || editionOf(books) !== edition) books.clear()
      keepJournal(books)
      if (books.isEmpty) fill(books, seed)
      books.db.exec(`PRAGMA user_version = ${edition}`)
    })
    return books
  } catch (error) {
    books.close()
    throw error
  }
}

function editionOf({ db }: Books): unknown {
  return db.prepare('PRAGMA user_version').get()?.user_version
}

async function listen(app: RequestListener, port: number): Promise<Server> {
  // As much URL as an ICM takes by default: long filters are common.
  const server = createServer({ maxHeaderSize: 64 * 1024 }, app)
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
