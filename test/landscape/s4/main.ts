import { startS4 } from './server.ts'

const { S4_PORT = '4005', S4_ADMIN_PORT = '4007', S4_BOOKS = '.data/s4.books', S4_SEED = '1' } = process.env

try {
  const s4 = await startS4({
    port: Number(S4_PORT),
    adminPort: Number(S4_ADMIN_PORT),
    books: S4_BOOKS,
    seed: Number(S4_SEED),
    isFresh: process.argv.includes('--fresh'),
  })
  console.log(`local S/4 ${s4.url}`)
  process.send?.({ ready: true, url: s4.url, adminUrl: s4.adminUrl })
  const end = async (): Promise<void> => {
    await s4.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end())
  process.once('disconnect', () => void end())
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const port = isTaken && 'port' in error ? String(error.port) : ''
  console.error(isTaken ? `local S/4: port ${port} is taken (set ${port === S4_PORT ? 'S4_PORT' : 'S4_ADMIN_PORT'})` : error)
  process.exit(1)
}
