import { Session } from 'node:inspector/promises'
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { isMainThread } from 'node:worker_threads'

/**
 * Loaded into Countersign by `--import` where the bench looks inside. Over IPC `{probe: 'start'}` begins a CPU profile and counts statements on
 * SQLite; `{probe: 'stop'}` ends both and is answered with `{profile, statements}`.
 */

/** [SQL, times, milliseconds] */
export type Statement = readonly [sql: string, count: number, ms: number]

const statements = new Map<string, { count: number; ms: number }>()
let isCounting = false
let session: Session | undefined

function timed<T>(sql: string, work: () => T): T {
  if (!isCounting) return work()
  const began = performance.now()
  try {
    return work()
  } finally {
    const known = statements.get(sql) ?? { count: 0, ms: 0 }
    statements.set(sql, { count: known.count + 1, ms: known.ms + performance.now() - began })
  }
}

type Method = (...parameters: unknown[]) => unknown

function watch(prototype: object, names: readonly string[], sqlOf: (of: object, parameters: readonly unknown[]) => string): void {
  for (const name of names) {
    const original = Reflect.get(prototype, name) as Method
    Reflect.set(prototype, name, function (this: object, ...parameters: unknown[]) {
      return timed(sqlOf(this, parameters), () => original.apply(this, parameters))
    })
  }
}

async function answer({ probe }: { probe?: 'start' | 'stop' }): Promise<void> {
  if (probe === 'start') {
    session = new Session()
    session.connect()
    await session.post('Profiler.enable')
    await session.post('Profiler.setSamplingInterval', { interval: 250 })
    await session.post('Profiler.start')
    statements.clear()
    isCounting = true
    process.send?.({ probing: true })
  } else if (probe === 'stop' && session) {
    isCounting = false
    const { profile } = await session.post('Profiler.stop')
    session.disconnect()
    const all = [...statements].map(([sql, { count, ms }]): Statement => [sql, count, ms])
    process.send?.({ profile, statements: all })
  }
}

if (isMainThread) {
  watch(StatementSync.prototype, ['run', 'get', 'all', 'iterate'], (of) => (of as StatementSync).sourceSQL)
  watch(DatabaseSync.prototype, ['exec'], (_, [sql]) => String(sql))
  watch(DatabaseSync.prototype, ['prepare'], (_, [sql]) => `PREPARE ${String(sql)}`)
  process.on('message', (message: object) => void answer(message))
}
