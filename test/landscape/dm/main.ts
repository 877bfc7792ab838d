import { startDm } from './server.ts'

const { DM_PORT = '4006', DM_ERP_URL, S4_SEED = '1' } = process.env

try {
  const dm = await startDm({ port: Number(DM_PORT), seed: Number(S4_SEED), ...(DM_ERP_URL ? { s4Url: DM_ERP_URL } : {}) })
  console.log(`local DM ${dm.url}`)
  process.send?.({ ready: true, url: dm.url })
  const end = (): void => void dm.close().then(() => process.exit(0))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end)
  process.once('disconnect', end)
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  console.error(isTaken ? `local DM: port ${DM_PORT} is taken (set DM_PORT)` : error)
  process.exit(1)
}
