import assert from 'node:assert/strict'
import type { Running } from './programs.ts'

/** What people ask of a server through its OData V4 services. */

type Headers = Readonly<Record<string, string>>

export interface Proof {
  readonly isWhole: boolean
  readonly unsealed: number
  readonly keys: readonly string[]
  readonly findings: readonly unknown[]
}

/** Rows of an entity set; `path` behind `/odata/v4/`, with its query. */
export async function rows<T>({ url }: Pick<Running, 'url'>, path: string, headers: Headers): Promise<T[]> {
  const answer = await fetch(`${url}/odata/v4/${path}`, { headers })
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  return (JSON.parse(text) as { value: T[] }).value
}

/** What the audit's verification says; undefined as long as entries wait to be sealed. */
export async function proofOf({ url }: Pick<Running, 'url'>, headers: Headers): Promise<Proof | undefined> {
  const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: '{}' }
  const answer = await fetch(`${url}/odata/v4/audit/verify`, init)
  const text = await answer.text()
  assert.equal(answer.status, 200, text)
  const proof = JSON.parse(text) as Proof
  return proof.unsealed === 0 ? proof : undefined
}
