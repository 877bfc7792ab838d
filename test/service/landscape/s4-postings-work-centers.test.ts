import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { after, before, describe, it } from 'node:test'
import express from 'express'
import { buildPlant } from '../../landscape/plant/plant.ts'
import { seedBooks } from '../../landscape/plant/seed.ts'
import { Books } from '../../landscape/s4/books.ts'
import { allSets } from '../../landscape/s4/model/index.ts'
import { WORK_CENTERS, workCenters } from '../../landscape/s4/odata4/work-centers.ts'

describe('work centres of the local S/4, OData V4', () => {
  const books = new Books(':memory:', allSets)
  let server: Server
  let url = ''
  before(async () => {
    seedBooks(books, buildPlant(1, '2026-06-15'))
    server = createServer(express().use(workCenters(Promise.resolve(books)))).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}${WORK_CENTERS}`
  })
  after(() => {
    server.close()
    server.closeAllConnections()
    books.close()
  })

  async function get(path: string): Promise<{ status: number; body: Record<string, unknown> & { value: Record<string, unknown>[] } }> {
    const response = await fetch(`${url}${path}`)
    return { status: response.status, body: (await response.json()) as Record<string, unknown> & { value: Record<string, unknown>[] } }
  }

  it('cost centres of named work centres that hold on a day, with days as V4 writes them', async () => {
    const filter = "(WorkCenter eq 'ASSY10' and Plant eq '1710' or WorkCenter eq 'PACK20') and ValidityEndDate ge 2026-06-15"
    const { body } = await get(`/WorkCenterCostCenter?$select=WorkCenter,CostCenter,ValidityEndDate&$filter=${encodeURIComponent(filter)}`)
    assert.equal(body.value.length, 6)
    assert.deepEqual(
      body.value.find((each) => each.WorkCenter === 'ASSY10'),
      { WorkCenter: 'ASSY10', CostCenter: '1710104', ValidityEndDate: '9999-12-31' },
    )
    const none = await get(`/WorkCenterCostCenter?$filter=${encodeURIComponent('ValidityEndDate lt 2026-06-15')}`)
    assert.deepEqual(none.body.value, [])
  })

  it('pages, counts, sorts, and answers one by its key', async () => {
    const { body } = await get("/WorkCenterHeader?$orderby=WorkCenter desc&$top=2&$count=true&$filter=Plant eq '1710'")
    assert.equal(body['@odata.count'], 8)
    assert.deepEqual(
      body.value.map((each) => each.WorkCenter),
      ['WIND10', 'TEST10'],
    )
    const id = String(body.value[0]?.WorkCenterInternalID)
    const one = await get(`/WorkCenterHeader(WorkCenterInternalID='${id}',WorkCenterTypeCode='A')`)
    assert.deepEqual([one.body.WorkCenter, one.body.WorkCenterIsToBeDeleted], ['WIND10', false])
  })

  it('refuses what it does not have, in the words of V4', async () => {
    const answers = await Promise.all(['/Nothing', '/WorkCenterHeader?$expand=x', "/WorkCenterHeader?$filter=Nothing eq '1'"].map(get))
    assert.deepEqual(
      answers.map((each) => each.status),
      [404, 400, 400],
    )
    assert.ok(answers.every((each) => typeof (each.body.error as { message?: unknown }).message === 'string'))
  })
})
