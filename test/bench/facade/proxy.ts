import { Agent, createServer, request as open } from 'node:http'
import { whenAskedToEnd } from '../../landscape/processes.ts'
import { listenOnLoopback } from './wire.ts'

/** The barest reverse proxy that Node makes, a process of its own: every request goes to the S/4 at `BENCH_S4` and its answer back, nothing looked at, nothing kept. */

const { hostname, port } = new URL(process.env.BENCH_S4 ?? '')
const agent = new Agent({ keepAlive: true, maxSockets: 256 })

const server = createServer((request, response) => {
  const { method, url, headers } = request
  const onward = open({ agent, hostname, port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
})

process.send?.({ ready: true, url: await listenOnLoopback(server) })
whenAskedToEnd(() => process.exit(0))
