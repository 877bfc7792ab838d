/** Imported before CAP: whoever opens a database in this process does so on PostgreSQL. */
Object.assign(process.env, { CDS_ENV: 'postgres', COUNTERSIGN_TEST_DB: 'postgres' })
