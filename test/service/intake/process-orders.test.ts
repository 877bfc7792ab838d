import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type Stand, ROOT, TOKEN, errorOf, held, send, startStand } from './stand.ts'

/** Process orders through the facade. */

const PROC = `${ROOT}/API_PROC_ORDER_CONFIRMATION_2_SRV`
const BODY = JSON.stringify({
  OrderID: '700001',
  OrderOperation: '0020',
  ConfirmationYieldQuantity: '5',
  ConfirmationUnit: 'L',
  to_ProcOrdConfMatlDocItm: { results: [{ Material: 'A' }, { Material: 'B', QuantityInEntryUnit: '1,5', EntryUnit: 'KG' }] },
})

let stand: Stand
before(async () => {
  stand = await startStand()
})
after(() => stand.close())

test('a confirmation of a phase is judged like any, its bytes untouched', async () => {
  const answer = await send(stand.url, 'POST', `${PROC}/ProcOrdConf2`, TOKEN, BODY)
  assert.equal(answer.status, 201)
  const [message] = stand.intake.submitted
  assert.deepEqual(
    [message?.kind, message?.parts[0]?.orderCategory, message?.parts[0]?.movements[1]?.quantity.value, message?.request.body.toString()],
    ['confirmation', 'process', '1,5', BODY],
  )
})

test('a held one names the properties of its own service', async () => {
  stand.intake.outcome = () => held()
  const answer = await send(stand.url, 'POST', `${PROC}/ProcOrdConf2`, TOKEN, BODY)
  assert.equal(answer.status, 409)
  assert.equal(errorOf(answer).innererror.errordetails[0]?.target, 'to_ProcOrdConfMatlDocItm/1/QuantityInEntryUnit')
})

test('proposals go straight through and are on no record', async () => {
  stand.intake.submitted.length = 0
  for (const name of ['GetConfProposal', 'GetGdsMvtProposal']) {
    const answer = await send(stand.url, 'POST', `${PROC}/${name}?OrderID='700001'&OrderOperation='0020'`, TOKEN)
    assert.equal(answer.status, 200)
    assert.equal(stand.erp.seen.at(-1)?.path, `${PROC}/${name}?OrderID='700001'&OrderOperation='0020'`)
  }
  assert.equal(stand.intake.submitted.length, 0)
})

test('a confirmation without a token is not judged', async () => {
  stand.erp.respond = (_, response) =>
    void response.writeHead(403, { 'x-csrf-token': 'Required', 'content-type': 'text/plain' }).end('CSRF token validation failed')
  stand.intake.submitted.length = 0
  const { 'x-csrf-token': _, ...headers } = TOKEN
  assert.equal((await send(stand.url, 'POST', `${PROC}/ProcOrdConf2`, headers, BODY)).status, 403)
  assert.equal(stand.intake.submitted.length, 0)
  assert.equal(stand.erp.seen.at(-1)?.body.length, 0)
})
