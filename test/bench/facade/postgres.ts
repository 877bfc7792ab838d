import { newDatabase, startPostgres, withoutPostgres } from '../../tools/postgres.ts'
import type { Database } from './contestants.ts'

/** A throw-away PostgreSQL for the bench. */
export interface Postgres {
  /** Makes an empty one. */
  newDatabase(): Promise<Database>
  stop(): Promise<void>
}

/** @returns why there's none, in a sentence, where it isn't installed */
export async function onPostgres(): Promise<Postgres | string> {
  const lacking = withoutPostgres()
  if (lacking !== false) return lacking
  const cluster = await startPostgres()
  return {
    newDatabase: async () => ({ env: { ...cluster.env, CDS_ENV: 'development,postgres', PGDATABASE: await newDatabase(cluster.env) } }),
    stop: () => cluster.stop(),
  }
}
