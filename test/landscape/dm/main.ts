import { startDm } from './server.ts'

const { DM_PORT = '4006', DM_ERP_URL, DM_RETRY_DELAY = '500', S4_SEED = '1' } = process.env
// Whoever lets any port do for DM itself runs it beside others.
const { DM_ADMIN_PORT = DM_PORT === '0' ? '0' : '4008' } = process.env

try {
  const dm = await startDm({
    port: Number(DM_PORT),
    adminPort: Number(DM_ADMIN_PORT),
    seed: Number(S4_SEED),
    retries: { count: 5, delay: Number(DM_RETRY_DELAY) },
    ...(DM_ERP_URL ? { s4Url: DM_ERP_URL } : {}),
  })
  console.log(`local DM ${dm.url}`)
  process.send?.({ ready: true, url: dm.url, adminUrl: dm.adminUrl })
  // Whoever it delivers to may be there later than it is itself.
  process.on('message', ({ deliverTo }: { deliverTo?: string }) => deliverTo && dm.deliverTo(deliverTo))
  const end = (): void => void dm.close().then(() => process.exit(0))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end)
  process.once('disconnect', end)
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  const port = isTaken && 'port' in error ? String(error.port) : ''
  console.error(isTaken ? `local DM: port ${port} is taken (set ${port === DM_PORT ? 'DM_PORT' : 'DM_ADMIN_PORT'})` : error)
  process.exit(1)
}
