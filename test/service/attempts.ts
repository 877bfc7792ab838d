import cds from '@sap/cds'
import { SyncAttempts } from '#cds-models/countersign'
import { transitionsOf } from '../../srv/database/transitions.ts'

/** Attempts in whatever state a test begins with: they get there by ways that the database allows, since it refuses all others. */

/** Inserts an attempt that stands where its row says. */
export async function insertAttempt(row: Readonly<Record<string, unknown>> & { readonly ID: string; readonly status: string }) {
  const [first, ...rest] = wayTo(row.status)
  await INSERT.into(SyncAttempts).entries({ ...row, status: first } as never)
  await walk(row.ID, rest)
}

/** Takes an attempt from where it stands to another state. */
export async function moveAttempt(ID: string, status: string): Promise<void> {
  const attempt = await SELECT.one.from(SyncAttempts).columns('status').where({ ID })
  await walk(ID, wayTo(status, attempt?.status ?? undefined).slice(1))
}

async function walk(ID: string, states: readonly string[]): Promise<void> {
  for (const status of states) await UPDATE(SyncAttempts, ID).set({ status } as never)
}

/** The shortest way, both ends included; from the beginning where no other is named. */
function wayTo(status: string, from?: string): string[] {
  const transitions = transitionsOf(cds.model ?? {})
  const begun = transitions.filter((each) => each.from === undefined).map(({ to }) => [to])
  const ways = from === undefined ? begun : [[from]]
  for (const way of ways) {
    if (way.at(-1) === status) return way
    for (const each of transitions) if (each.from === way.at(-1) && !way.includes(each.to)) ways.push([...way, each.to])
  }
  throw new Error(`No way leads to ${status}`)
}
