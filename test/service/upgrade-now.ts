import cds from '@sap/cds'
import { prepareDatabase } from '../../srv/database.ts'
import { settings } from '../../srv/settings.ts'

/** Prepares the database whose file the environment names, as a start of today does. */
cds.model = cds.compile.for.nodejs(await cds.load('*'))
await cds.connect.to('db')
await prepareDatabase(settings())
process.exit(0)
