import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createHistogram } from 'node:perf_hooks'
import { Connection, type Reply } from './connection.ts'
import type { Load, Measured } from './load.ts'
import { KEY, type Message } from './messages.ts'
import { READS_TOOK, SERVICE } from './wire.ts'

/** Sends load as a process of its own: `BENCH_MESSAGES` names the file of the messages, each `Load` that comes over IPC is answered with what was measured. */

const messages = JSON.parse(readFileSync(process.env.BENCH_MESSAGES ?? '', 'utf8')) as readonly Message[]
/** Whoever is measured gets the messages in their order, also over several measurements. */
const next = new Map<string, number>()
const SIGNED_IN = `authorization: Basic ${Buffer.from('dm:dm').toString('base64')}\r\n`

interface Window {
  readonly from: number
  readonly to: number
  readonly latency: ReturnType<typeof createHistogram>
  readonly withoutReads: ReturnType<typeof createHistogram>
  readonly statuses: Record<string, number>
  count: number
}

async function run(load: Load): Promise<Measured> {
  const started = performance.now()
  const from = started + load.warmUp * 1000
  const histogram = (): Window['latency'] => createHistogram({ lowest: 1, highest: 600_000_000, figures: 3 })
  const window: Window = { from, to: from + load.seconds * 1000, latency: histogram(), withoutReads: histogram(), statuses: {}, count: 0 }
  let cpu = process.cpuUsage()
  const warm = setTimeout(() => (cpu = process.cpuUsage()), load.warmUp * 1000)
  const senders = Array.from({ length: load.senders }, (_, at) => send(load, load.urls[at % load.urls.length] ?? '', window))
  await Promise.all(senders)
  clearTimeout(warm)
  const { user, system } = process.cpuUsage(cpu)
  const times = (each: Window['latency']) => ({ p50: each.percentile(50) / 1000, p99: each.percentile(99) / 1000, mean: each.mean / 1000 })
  return {
    perSecond: window.count / load.seconds,
    count: window.count,
    statuses: window.statuses,
    latency: times(window.latency),
    ...(window.withoutReads.count > 0 && { withoutReads: times(window.withoutReads) }),
    generatorCpuMs: (user + system) / 1000,
  }
}

/** One sender: the next message as soon as the one before is answered. */
async function send({ urls: _, ...load }: Load, url: string, window: Window): Promise<void> {
  const connection = new Connection(url)
  const head = `POST ${load.path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\n${SIGNED_IN}content-type: application/json\r\naccept: application/json\r\n${await sessionOf(connection, load, url)}`
  for (;;) {
    const began = performance.now()
    if (began >= window.to || (load.most !== undefined && window.count >= load.most)) break
    const body = nextBody(load)
    const reply = await connection.send(`${head}content-length: ${body.length}\r\n\r\n${body}`).catch(() => BROKEN)
    const ended = performance.now()
    window.statuses[reply.status] = (window.statuses[reply.status] ?? 0) + 1
    // What was asked before counts, too: else slow answers would be missed.
    if (ended < window.from || ended >= window.to) continue
    window.count++
    window.latency.record(Math.max(1, Math.round((ended - began) * 1000)))
    const reads = load.senders === 1 ? readsTook(reply) : undefined
    if (reads !== undefined) window.withoutReads.record(Math.max(1, Math.round((ended - began - reads) * 1000)))
  }
  connection.close()
}

const BROKEN: Reply = { status: 0, head: '' }

function nextBody({ name, form }: Pick<Load, 'name' | 'form'>): string {
  const at = next.get(name) ?? 0
  next.set(name, at + 1)
  return messages[at % messages.length]?.[form].replace(KEY, randomUUID()) ?? ''
}

async function sessionOf(connection: Connection, { hasSession }: Pick<Load, 'hasSession'>, url: string): Promise<string> {
  if (!hasSession) return ''
  const asked = `GET ${SERVICE}/ HTTP/1.1\r\nhost: ${new URL(url).host}\r\n${SIGNED_IN}x-csrf-token: Fetch\r\naccept: application/json\r\n\r\n`
  const { status, head } = await connection.send(asked)
  const token = /\r\nx-csrf-token: *([^\r]+)/i.exec(head)?.[1]
  if (token === undefined) throw new Error(`${url} gave no CSRF token but ${status}`)
  const cookies = [...head.matchAll(/\r\nset-cookie: *([^;\r]+)/gi)].map((each) => each[1] ?? '')
  return `x-csrf-token: ${token}\r\ncookie: ${cookies.join('; ')}\r\n`
}

function readsTook({ head }: Reply): number | undefined {
  const at = head.indexOf(`\r\n${READS_TOOK}:`)
  return at < 0 ? undefined : Number.parseFloat(head.slice(at + READS_TOOK.length + 3))
}

process.on('message', (load: Load) => {
  run(load).then(
    (measured) => process.send?.({ measured }),
    (error: unknown) => process.send?.({ error: String(error) }),
  )
})
process.on('disconnect', () => process.exit(0))
process.send?.({ ready: true })
