import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { startS4 } from '../../landscape/s4/server.ts'
import { whenAskedToEnd } from '../../landscape/processes.ts'
import { ReadAnswers } from './read-answers.ts'
import { listenOnLoopback, posted, READS_TOOK } from './wire.ts'

/**
 * An S/4 that costs next to nothing, as a process of its own: reads are answered from memory with what the local S/4's books say, postings with a
 * new number of one document and no effect. `{postMs, readMs}` over IPC says how long it takes from now on; it answers `{pace: true}`.
 */

const s4 = await startS4()
const reads = new ReadAnswers(s4.url)
let pace = { postMs: 0, readMs: 0 }
let count = 0
/** When the reads since the last posting began and ended; tells anything only where there is one sender. */
let readsBegan: number | undefined
let readsEnded = 0

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    answer(request, chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), response).catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  })
})

async function answer(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', headers } = request
  if (headers['x-csrf-token']?.toString().toLowerCase() === 'fetch')
    return void response
      .writeHead(200, {
        'x-csrf-token': 'bench',
        'set-cookie': 'SAP_SESSIONID_S4H_100=bench; path=/',
        'content-type': 'application/json',
        'content-length': 2,
      })
      .end(method === 'HEAD' ? undefined : '{}')
  if (isPosting(method, url)) {
    const took = readsBegan === undefined ? 0 : readsEnded - readsBegan
    readsBegan = undefined
    if (pace.postMs > 0) await pause(pace.postMs)
    const said = posted(++count)
    return void response.writeHead(201, { ...said.headers, [READS_TOOK]: took.toFixed(3) }).end(said.body)
  }
  readsBegan ??= performance.now()
  const said = await reads.answer(method, url, body)
  if (pace.readMs > 0) await pause(pace.readMs)
  response.writeHead(said.status, { ...said.headers, 'content-length': said.body.length }).end(said.body)
  readsEnded = performance.now()
}

/** Everything else that is sent changes nothing. */
function isPosting(method: string, url: string): boolean {
  return method === 'POST' && !url.includes('$batch') && !url.includes('Proposal')
}

process.on('message', (message: { postMs: number; readMs: number }) => {
  pace = message
  process.send?.({ pace: true, posted: count })
})
const url = await listenOnLoopback(server)
process.send?.({ ready: true, url, s4Url: s4.url, s4AdminUrl: s4.adminUrl })
whenAskedToEnd(() => void s4.close().then(() => process.exit(0)))
