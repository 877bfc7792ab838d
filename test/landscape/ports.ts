import { once } from 'node:events'
import { createServer } from 'node:net'

/** Ports of everything that runs locally, as the environment sets them. */
export function ports() {
  const { PORT, S4_PORT, S4_ADMIN_PORT, DM_PORT, DM_ADMIN_PORT } = process.env
  return {
    port: Number(PORT ?? 4004),
    s4Port: Number(S4_PORT ?? 4005),
    s4AdminPort: Number(S4_ADMIN_PORT ?? 4007),
    dmPort: Number(DM_PORT ?? 4006),
    dmAdminPort: Number(DM_ADMIN_PORT ?? 4008),
  }
}

const NAMES = { port: 'PORT', s4Port: 'S4_PORT', s4AdminPort: 'S4_ADMIN_PORT', dmPort: 'DM_PORT', dmAdminPort: 'DM_ADMIN_PORT' } as const

/** What to say of the first port that somebody else holds; undefined when all are free. */
export async function takenPort(wanted: ReturnType<typeof ports>): Promise<string | undefined> {
  for (const [name, port] of Object.entries(wanted)) {
    const server = createServer()
    try {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
    } catch {
      return `port ${String(port)} is taken (set ${NAMES[name as keyof typeof NAMES]})`
    } finally {
      server.close()
    }
  }
  return undefined
}
