import cds from '@sap/cds'
import { prepareConnection, prepareDatabase } from '../../../srv/database.ts'
import { settings } from '../../../srv/settings.ts'

/** Prepares the database that libpq's variables name, as a process does that starts; says when it is about to. */
cds.model = cds.compile.for.nodejs(await cds.load('*'))
await prepareConnection()
cds.db = await cds.connect.to('db')
process.send?.({ ready: true })
await prepareDatabase(settings())
process.exit(0)
