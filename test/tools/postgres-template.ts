import cds from '@sap/cds'
import { carryOut, pendingDeployment } from '../../srv/database/deployment.ts'
import { prepareConnection } from '../../srv/database.ts'

/** Deploys the present model to the database that libpq's variables name, and no row. */
await (cds as unknown as { plugins: Promise<unknown> }).plugins
cds.model = cds.compile.for.nodejs(await cds.load('*'))
await prepareConnection()
cds.db = await cds.connect.to('db')
const deployment = await pendingDeployment()
if (deployment) await cds.tx(() => carryOut(deployment))
process.exit(0)
