import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import PostgresService from '@cap-js/postgres'
import cds from '@sap/cds'
import { SESSION_NAME } from './instance.ts'
import { away, connecting, limited } from './silence.ts'

type Connection = Awaited<ReturnType<PostgresService['acquire']>>

const LOG = cds.log('countersign/database')
/**
 * CAP's PostgreSQL service, for a server that runs for months: a connection that the database ends doesn't end the process, what is
 * written travels in one statement, and text that PostgreSQL can't hold is kept as far as it can.
 */
export default class Postgres extends PostgresService {
  override init(): Promise<unknown> {
    this.options.client = { ...this.options.client, application_name: SESSION_NAME }
    return super.init()
  }

  override get factory(): PostgresService['factory'] {
    const factory = super.factory
    const create: typeof factory.create = async (tenant) => {
      const connection = await factory.create(tenant).catch(away)
      limited(connection)
      // Unheard, the end of an idle connection would be the end of the process; the pool makes another one.
      connection.on('error', () => undefined)
      connection.once('error', (error: Error) => {
        // Its end comes a moment later; until then the pool would hand it out.
        connection.open = false
        LOG.warn('A connection to the database was lost:', error.message)
      })
      return connection
    }
    return { ...factory, create }
  }

  override acquire(): Promise<Connection> {
    return connecting(() => super.acquire())
  }

  override prepare(sql: string): ReturnType<PostgresService['prepare']> {
    const { run, get, all, stream } = super.prepare(sql)
    return {
      run: async (values) => run(await Promise.all(listOf(values).map(whole))),
      get: (values) => get(listOf(values).map(storable)),
      all: (values) => all(listOf(values).map(storable)),
      stream: (values, isOne, isObjectMode) => stream(listOf(values).map(storable), isOne, isObjectMode),
    }
  }
}

function listOf(values: unknown): readonly unknown[] {
  return Array.isArray(values) ? values : []
}

/** What is streamed would cost a temporary table and two more round trips each; bodies have their limit at the doors. */
async function whole(value: unknown): Promise<unknown> {
  if (!(value instanceof Readable)) return storable(value)
  return (value as { type?: string }).type === 'json' ? storableJson(await text(value)) : buffer(value)
}

/** Text without NUL, which no text of PostgreSQL holds. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value
}

/** JSON without escaped NUL and halves of surrogate pairs, which PostgreSQL refuses to read; an escaped backslash before them is none. */
function storableJson(json: string): string {
  return json.includes('\\u')
    ? json.replaceAll(/\\(?:u0000|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)/g, (escaped) => (UNSTORABLE.test(escaped) ? '\ufffd' : escaped))
    : json
}

const UNSTORABLE = /^\\u(?:0000|d)/i
