import { newDatabase } from './postgres.ts'

/** Loaded before a test file: what it starts finds a database of this file alone. Whoever only runs the files needs none. */
if (process.env.NODE_TEST_CONTEXT) process.env.PGDATABASE = await newDatabase()
