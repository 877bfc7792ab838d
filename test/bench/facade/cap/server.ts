import cds from '@sap/cds'

/** Says over IPC where it listens, once its tables are there. */
const on = cds.on.bind(cds) as unknown as (event: 'served' | 'listening', handler: (event: { url: string }) => Promise<void>) => void
const { deploy } = cds as unknown as { deploy: (model: unknown) => { to: (db: unknown, options: { silent: boolean }) => Promise<unknown> } }

on('served', async () => {
  await deploy(cds.model).to(cds.db, { silent: true })
})
on('listening', ({ url }) => Promise.resolve(void process.send?.({ ready: true, url })))
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))

export default cds.server
