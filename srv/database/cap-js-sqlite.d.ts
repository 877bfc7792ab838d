/** What we build on of CAP's SQLite service, which comes without types. */
declare module '@cap-js/sqlite' {
  import type { Service } from '@sap/cds'

  interface Statement {
    readonly run: (values?: unknown) => Promise<{ changes: number }>
    readonly get: (values?: unknown) => unknown
    readonly all: (values?: unknown) => unknown[]
    readonly stream: (values: unknown, isOne: boolean, isObjectMode: boolean) => Promise<unknown>
  }
  interface Connection {
    exec(sql: string): void
  }
  interface Factory {
    create(tenant: string | undefined): Promise<Connection>
    destroy(connection: Connection): void | Promise<void>
  }
  export default class SQLiteService extends Service {
    /** The connection of a transaction. */
    dbc?: Connection
    get factory(): Factory
    prepare(sql: string): Statement
    commit(): Promise<void>
    /** Path of the database's file, or `:memory:`. */
    url4(tenant?: string): string
  }
}
