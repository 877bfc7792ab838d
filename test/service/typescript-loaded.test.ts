import assert from 'node:assert/strict'
import { test } from 'node:test'
import cds from '@sap/cds'

const ROOT = `${import.meta.dirname}/../..`

test('the TypeScript implementations of the services are loaded', async () => {
  cds.root = ROOT
  const csn = await cds.load(['db', 'srv'])
  cds.model = cds.compile.for.nodejs(csn)
  await (cds.serve('WorklistService').from(csn) as unknown as Promise<unknown>)
  const service = cds.services.WorklistService as unknown as { handlers: { on: { on: string }[] } } | undefined
  const own = service?.handlers.on.map((each) => each.on) ?? []
  for (const action of ['approve', 'adjust', 'rejectSuggestion', 'signOff', 'returnToPlanner'])
    assert.ok(own.includes(action), `${action} has no implementation: is CDS_TYPESCRIPT set?`)
})
