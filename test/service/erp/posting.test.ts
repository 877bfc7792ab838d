import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import type { LookUp, Posting } from '../../../srv/erp/types.ts'
import { postingOf, startWorld, text } from './world.ts'
import type { World } from './world.ts'

let world: World
before(async () => {
  world = await startWorld()
})
after(() => world.s4.close())
beforeEach(() => world.faults({}))

function confirmation(values: object = {}): object {
  const { order, operation } = world
  return {
    OrderID: text(order, 'ManufacturingOrder').padStart(12, '0'),
    OrderOperation: operation.ManufacturingOrderOperation,
    ConfirmationYieldQuantity: '1',
    ConfirmationUnit: operation.OperationUnit,
    APIConfHasNoGoodsMovements: true,
    ...values,
  }
}
const confirmations = (body: object): Posting => postingOf(world.erp, 'confirmation', [body])
const confirmedTogether = (...bodies: object[]): Posting => postingOf(world.erp, 'confirmation', bodies, true)

function issue(quantity: string, values: object = {}): Posting {
  const { component, order } = world
  const item = {
    Material: component.Material,
    Plant: component.Plant,
    StorageLocation: component.StorageLocation,
    GoodsMovementType: '261',
    ManufacturingOrder: text(order, 'ManufacturingOrder').padStart(12, '0'),
    QuantityInEntryUnit: quantity,
    EntryUnit: component.BaseUnit,
  }
  const today = `/Date(${Date.parse(new Date().toISOString().slice(0, 10))})/`
  const header = { GoodsMovementCode: '03', PostingDate: today, DocumentDate: today, ...values }
  return postingOf(world.erp, 'materialDocument', [{ ...header, to_MaterialDocumentItem: { results: [item] } }])
}

function withoutKey(posting: Posting): Posting {
  const parts = posting.parts.map((part) => {
    const body = JSON.parse(part.body.toString()) as Record<string, unknown>
    delete body.ReferenceDocument
    return { ...part, body: Buffer.from(JSON.stringify(body)), key: '' }
  })
  return { ...posting, parts }
}

async function posted(posting: Posting): Promise<string[]> {
  const result = await world.erp.post(posting)
  assert.ok(result.state === 'answered' && result.isSuccess, JSON.stringify(result.state === 'answered' ? result.error : result))
  return result.documents.map((each) => each.number)
}

function found(result: LookUp): string[] {
  assert.ok(result.state === 'found', JSON.stringify(result))
  return result.documents.map((each) => each.number)
}

const nobodyElses = (): Promise<string[]> => Promise.resolve([])
const aSecondAgo = (): Date => new Date(Date.now() - 1000)

describe('posting to the local S/4', () => {
  it('a confirmation, and it is found by its key', async () => {
    const posting = confirmations(confirmation())
    const numbers = await posted(posting)
    assert.match(numbers[0] ?? '', /^\d+\/\d+$/)
    assert.deepEqual(found(await world.erp.lookUp(posting, aSecondAgo(), nobodyElses)), numbers)
  })

  it('an order within a d that wraps nothing does not lead the look-up astray', async () => {
    const posting = confirmations(confirmation())
    const numbers = await posted(posting)
    const parts = posting.parts.map((part) => {
      const body = { d: { OrderID: '1' }, ...(JSON.parse(part.body.toString()) as object) }
      return { ...part, body: Buffer.from(JSON.stringify(body)) }
    })
    assert.deepEqual(found(await world.erp.lookUp({ ...posting, parts }, aSecondAgo(), nobodyElses)), numbers)
  })

  it('a confirmation that was cancelled since is still told', async () => {
    const posting = confirmations(confirmation())
    const numbers = await posted(posting)
    const [group, count] = (numbers[0] ?? '').split('/')
    const cancellation: Posting = {
      ...posting,
      path: `/sap/opu/odata/sap/${posting.service}/CancelProdnOrdConf?ConfirmationGroup='${group}'&ConfirmationCount='${count}'`,
      parts: [{ kind: 'cancellation', method: 'POST', path: '', headers: {}, body: Buffer.alloc(0), key: '' }],
    }
    await posted(cancellation)
    assert.deepEqual(found(await world.erp.lookUp(posting, aSecondAgo(), nobodyElses)), numbers)
    assert.equal((await world.erp.lookUp(cancellation, aSecondAgo(), nobodyElses)).state, 'impossible')
  })

  it('a lost answer is lost, and its document is found; what never came is not', async () => {
    const posting = confirmations(confirmation())
    assert.equal((await world.erp.lookUp(posting, aSecondAgo(), nobodyElses)).state, 'notFound')
    await world.faults({ next: [{ fault: 'lostAnswer', method: 'POST', pathContains: 'ProdnOrdConf2' }] })
    assert.equal((await world.erp.post(posting)).state, 'lost')
    const result = await world.erp.lookUp(posting, aSecondAgo(), nobodyElses)
    assert.match(found(result)[0] ?? '', /^\d+\/\d+$/)
    assert.ok(result.state === 'found')
    const answer = JSON.parse(result.response.body.toString()) as { d: Record<string, unknown> }
    assert.equal(result.response.status, 201)
    assert.equal(String(answer.d.ExternalSystemConfirmation).toLowerCase(), posting.parts[0]?.key)
  })

  it('a change set of two, one answer and two documents; looked up, it answers the same way', async () => {
    const posting = confirmedTogether(confirmation(), confirmation())
    const numbers = await posted(posting)
    assert.equal(numbers.length, 2)
    const result = await world.erp.lookUp(posting, aSecondAgo(), nobodyElses)
    assert.deepEqual(found(result), numbers)
    assert.ok(result.state === 'found' && result.response.status === 202)
    assert.match(String(result.response.headers['content-type']), /^multipart\/mixed/)
  })

  it('a change set of which one is refused is refused, with that error, and nothing of it is there', async () => {
    const posting = confirmedTogether(confirmation(), confirmation({ OrderID: '999999999' }))
    const result = await world.erp.post(posting)
    assert.ok(result.state === 'answered' && !result.isSuccess)
    assert.match(result.error?.number ?? '', /^\d{3}$/)
    assert.equal((await world.erp.lookUp(posting, aSecondAgo(), nobodyElses)).state, 'notFound')
  })

  it("the ERP's refusal is understood", async () => {
    const result = await world.erp.post(issue('99999999'))
    assert.ok(result.state === 'answered' && !result.isSuccess)
    assert.equal(result.error?.code, 'M7/021')
    assert.ok(result.error.details.some((each) => each.code === 'M7/021'))
  })

  it('a goods movement is found by our reference', async () => {
    const posting = issue('1')
    const numbers = await posted(posting)
    assert.match(numbers[0] ?? '', /^\d{4}\/\d+$/)
    assert.deepEqual(found(await world.erp.lookUp(posting, aSecondAgo(), nobodyElses)), numbers)
    assert.equal((await world.erp.lookUp(issue('1'), aSecondAgo(), nobodyElses)).state, 'notFound')
  })

  it("under the sender's own reference, which several share, it is found by its lines as well", async () => {
    const [one, two] = [issue('1.5', { ReferenceDocument: 'LS 4711' }), issue('2.5', { ReferenceDocument: 'LS 4711' })]
    const numbers = await posted(one)
    assert.equal((await world.erp.lookUp(two, aSecondAgo(), nobodyElses)).state, 'notFound')
    assert.deepEqual(found(await world.erp.lookUp(one, aSecondAgo(), nobodyElses)), numbers)
  })

  it('without any reference it is found by its lines, and two that are alike are for a person', async () => {
    const posting = withoutKey(issue('1.125'))
    const since = aSecondAgo()
    assert.equal((await world.erp.lookUp(posting, since, nobodyElses)).state, 'notFound')
    const [first] = await posted(posting)
    assert.deepEqual(found(await world.erp.lookUp(posting, since, nobodyElses)), [first])
    const [second] = await posted(posting)
    const result = await world.erp.lookUp(posting, since, nobodyElses)
    assert.ok(result.state === 'ambiguous')
    assert.deepEqual([...result.candidates].sort(), [first, second].sort())
  })

  it('of two that are alike, the one that came of another message is not it', async () => {
    const posting = withoutKey(issue('1.625'))
    const since = aSecondAgo()
    const [first = ''] = await posted(posting)
    const others = (): Promise<string[]> => Promise.resolve([first])
    assert.equal((await world.erp.lookUp(posting, since, others)).state, 'notFound')
    const [second] = await posted(posting)
    assert.deepEqual(found(await world.erp.lookUp(posting, since, others)), [second])
  })

  it('one from before the posting may be another one: for a person', async () => {
    const posting = withoutKey(issue('1.375'))
    const [earlier] = await posted(posting)
    const result = await world.erp.lookUp(posting, new Date(Date.now() + 3_600_000), nobodyElses)
    assert.deepEqual(result, { state: 'ambiguous', candidates: [earlier] })
    assert.equal((await world.erp.lookUp(posting, new Date(Date.now() + 48 * 3_600_000), nobodyElses)).state, 'notFound')
  })

  it('when the ERP can not be asked, nobody says that there is nothing', async () => {
    await world.faults({ next: [{ fault: 'http503', times: 5 }] })
    assert.equal((await world.erp.lookUp(confirmations(confirmation()), aSecondAgo(), nobodyElses)).state, 'impossible')
  })

  it('corrected, a confirmation posts what was approved', async () => {
    const part = { kind: 'confirmation' as const, body: Buffer.from(JSON.stringify(confirmation({ ConfirmationYieldQuantity: '900000' }))) }
    const patch = world.erp.patchOf(part, [{ op: 'set', part: 0, field: 'yield', from: '900000', to: '3' }])
    const body = JSON.parse(world.erp.applyPatch(part.body, patch).toString()) as object
    const [number = ''] = await posted(confirmations(body))
    const [ConfirmationGroup = '', ConfirmationCount = ''] = number.split('/')
    assert.equal(Number(world.s4.books.one('ProdnOrdConf2', { ConfirmationGroup, ConfirmationCount })?.ConfirmationYieldQuantity), 3)
  })

  it('is forwarded to as if we were not there', async () => {
    const request = {
      method: 'GET',
      path: `/sap/opu/odata/sap/API_PRODUCTION_ORDER_2_SRV/A_ProductionOrder_2('${text(world.order, 'ManufacturingOrder')}')?$select=Material&$format=json`,
      headers: {},
      body: Buffer.alloc(0),
    }
    const direct = await fetch(`${world.s4.url}${request.path}`, { headers: { authorization: `Basic ${btoa('COUNTERSIGN:countersign')}` } })
    const { status, body } = await world.erp.forward(request)
    assert.equal(status, direct.status)
    assert.equal(Buffer.concat(await body.toArray()).toString(), await direct.text())
  })
})
