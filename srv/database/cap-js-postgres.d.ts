/** What we build on of CAP's PostgreSQL service, which comes without types. */
declare module '@cap-js/postgres' {
  import type { EventEmitter } from 'node:events'
  import type { Service } from '@sap/cds'

  interface Connection extends EventEmitter {
    /** May be handed out. */
    open: boolean
    query(...given: readonly unknown[]): unknown
    end(): Promise<void>
  }
  interface Statement {
    readonly run: (values?: unknown) => Promise<{ changes: number }>
    readonly get: (values?: unknown) => Promise<unknown>
    readonly all: (values?: unknown) => Promise<unknown[]>
    readonly stream: (values: unknown, isOne: boolean, isObjectMode: boolean) => Promise<unknown>
  }
  export default class PostgresService extends Service {
    options: { client?: Readonly<Record<string, unknown>> }
    get factory(): { readonly create: (tenant?: string) => Promise<Connection> }
    acquire(): Promise<Connection>
    prepare(sql: string): Statement
    init(): Promise<unknown>
  }
}
