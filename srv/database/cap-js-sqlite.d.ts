/** What we build on of CAP's SQLite service, which comes without types. */
declare module '@cap-js/sqlite' {
  import type { Service } from '@sap/cds'

  interface Statement {
    readonly run: (values?: unknown) => Promise<{ changes: number }>
    readonly get: (values?: unknown) => unknown
    readonly all: (values?: unknown) => unknown[]
    readonly stream: (values: unknown, isOne: boolean, isObjectMode: boolean) => Promise<unknown>
  }
  export default class SQLiteService extends Service {
    /** The connection of a transaction. */
    dbc?: object
    prepare(sql: string): Statement
  }
}
