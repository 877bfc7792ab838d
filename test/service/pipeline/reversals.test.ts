import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import cds from '@sap/cds'
import { AttemptItems, Cases, SyncAttempts } from '#cds-models/countersign'
import { ReversalWatch } from '../../../srv/pipeline/learn/reversals.ts'
import { keepPersonCause, keepReversed } from '../../../srv/pipeline/learn/cases.ts'
import { setupWaste } from '../../traffic/mistakes/setup-waste.ts'
import { openDatabase } from '../database.ts'
import { agree, became, caseOf, labelOf, type LearningStand, openLearning, suggestionOf } from './learning-stand.ts'
import { postAsSent } from '../../../srv/pipeline/decisions.ts'

const PRODUCTION = 'API_PROD_ORDER_CONFIRMATION_2_SRV'
const PROCESS = 'API_PROC_ORDER_CONFIRMATION_2_SRV'
const GOODS = 'API_MATERIAL_DOCUMENT_SRV'
const HEALTHY = { outcome: 'posted', hasFailed: false, cause: null, source: 'posted' }
const TAKEN_BACK = { outcome: 'reversed', hasFailed: true, cause: 'unknown', source: 'reversal' }

describe('documents that are taken back', () => {
  let stand: LearningStand
  before(async () => {
    stand = await openLearning()
  })
  after(() => stand.close())

  /** Posts through the door what the S/4 takes. @returns attempt and document */
  async function post(service: string, set: string, body: object): Promise<{ ID: string; document: string }> {
    const answer = await stand.sender.post(service, set, JSON.stringify(body))
    assert.equal(answer.status, 201, answer.text)
    const [row] = await SELECT.from(SyncAttempts).columns('ID', 'erpDocument').orderBy('number desc').limit(1)
    return { ID: row?.ID ?? '', document: row?.erpDocument ?? '' }
  }

  async function issue(): Promise<{ ID: string; document: string }> {
    const { confirmation } = await stand.make()
    const order = await stand.reader.order(confirmation.order)
    const component = order.components.find((each) => each.isOpen)
    assert.ok(component)
    const stock = (await stand.reader.stock([component.material])).find(
      (each) => each.isUnrestricted && each.plant === component.plant && each.storageLocation === component.storageLocation,
    )
    const item = {
      Material: component.material,
      Plant: component.plant,
      StorageLocation: component.storageLocation,
      Batch: stock?.batch ?? '',
      GoodsMovementType: '261',
      ManufacturingOrder: order.id,
      Reservation: component.reservation,
      ReservationItem: component.reservationItem,
      QuantityInEntryUnit: '1',
      EntryUnit: component.unit,
    }
    const today = `/Date(${Date.parse(new Date().toISOString().slice(0, 10))})/`
    const header = { GoodsMovementCode: '03', PostingDate: today, DocumentDate: today }
    return post(GOODS, 'A_MaterialDocumentHeader', { ...header, to_MaterialDocumentItem: { results: [item] } })
  }

  async function phase(): Promise<{ ID: string; document: string }> {
    const { books } = stand.s4
    const status = { OrderIsReleased: 'X', OrderIsTechnicallyCompleted: '', OrderIsClosed: '', OrderIsLocked: '' }
    const [open] = books
      .find('A_ProcessOrder_2', status)
      .flatMap(({ ManufacturingOrder = '' }) => books.find('A_ProcessOrderOperation_2', { ManufacturingOrder, OperationIsConfirmed: '' }))
    assert.ok(open)
    return post(PROCESS, 'ProcOrdConf2', {
      OrderID: open.ManufacturingOrder,
      OrderOperation: open.ManufacturingOrderOperation,
      ConfirmationYieldQuantity: '1',
      ConfirmationUnit: open.OperationUnit,
    })
  }

  async function cancel(client: 'sender' | 'past', service: string, call: string, values: Record<string, string>): Promise<void> {
    const query = Object.entries(values).map(([name, value]) => `${name}='${value}'`)
    const { status, text } = await stand[client].request('POST', service, `${call}?${query.join('&')}`, '')
    assert.ok(status < 300, text)
  }

  const confirmationOf = (document: string, isPadded = false): Record<string, string> => {
    const [group = '', count = ''] = document.split('/')
    return { ConfirmationGroup: group.padStart(isPadded ? 10 : 0, '0'), ConfirmationCount: count.padStart(isPadded ? 8 : 0, '0') }
  }
  const documentOf = (document: string): Record<string, string> => {
    const [year = '', number = ''] = document.split('/')
    return { MaterialDocumentYear: year, MaterialDocument: number }
  }

  describe('through Countersign', () => {
    it('a confirmation, named with leading zeros', async () => {
      const [taken, standing] = [await stand.send(await stand.make()), await stand.send(await stand.make())]
      assert.deepEqual(await labelOf(taken.ID), HEALTHY)
      await cancel('sender', PRODUCTION, 'CancelProdnOrdConf', confirmationOf(taken.document, true))
      assert.deepEqual(await labelOf(taken.ID), TAKEN_BACK)
      assert.deepEqual(await labelOf(standing.ID), HEALTHY)
    })

    it('a confirmation of a process order', async () => {
      const { ID, document } = await phase()
      assert.equal((await labelOf(ID)).hasFailed, false)
      await cancel('sender', PROCESS, 'CancelProcOrdConf', confirmationOf(document))
      assert.deepEqual(await labelOf(ID), TAKEN_BACK)
    })

    it('a material document; its number alone, of another year, would be another one', async () => {
      const { ID, document } = await issue()
      assert.match(document, /^\d{4}\/\d{10}$/)
      const { MaterialDocumentYear, MaterialDocument } = documentOf(document)
      assert.equal(await cds.tx(() => keepReversed([`${Number(MaterialDocumentYear) - 1}/${MaterialDocument ?? ''}`])), 0)
      await cancel('sender', GOODS, 'Cancel', documentOf(document))
      assert.deepEqual(await labelOf(ID), TAKEN_BACK)
    })

    it('one item of a material document', async () => {
      const { ID, document } = await issue()
      await cancel('sender', GOODS, 'CancelItem', { ...documentOf(document), MaterialDocumentItem: '0001' })
      assert.deepEqual(await labelOf(ID), TAKEN_BACK)
    })

    it('not what a refused cancellation meant', async () => {
      const { ID, document } = await stand.send(await stand.make())
      await cancel('past', PRODUCTION, 'CancelProdnOrdConf', confirmationOf(document))
      const query = `ConfirmationGroup='${document.split('/')[0] ?? ''}'&ConfirmationCount='1'`
      const { status } = await stand.sender.request('POST', PRODUCTION, `CancelProdnOrdConf?${query}`, '')
      assert.equal(status, 400)
      assert.deepEqual(await labelOf(ID), HEALTHY)
    })

    it('in one change set with what takes its place', async () => {
      const taken = await stand.send(await stand.make())
      const next = await stand.make()
      const { ConfirmationGroup, ConfirmationCount } = confirmationOf(taken.document)
      const members = [
        [`CancelProdnOrdConf?ConfirmationGroup='${ConfirmationGroup ?? ''}'&ConfirmationCount='${ConfirmationCount ?? ''}'`, ''],
        ['ProdnOrdConf2', next.body],
      ].map(([path = '', body = ''], index) =>
        [
          ...['--c', 'Content-Type: application/http', 'Content-Transfer-Encoding: binary', `Content-ID: ${String(index + 1)}`, ''],
          ...[`POST ${path} HTTP/1.1`, 'Content-Type: application/json', 'Accept: application/json'],
          ...[`Content-Length: ${String(Buffer.byteLength(body))}`, '', body],
        ].join('\r\n'),
      )
      const batch = ['--b', 'Content-Type: multipart/mixed; boundary=c', '', ...members, '--c--', '', '--b--', ''].join('\r\n')
      const answer = await stand.sender.request('POST', PRODUCTION, '$batch', batch, { 'content-type': 'multipart/mixed; boundary=b' })
      assert.equal(answer.status, 202, answer.text)
      assert.match(answer.text, /201 Created[\s\S]*201 Created|200 OK[\s\S]*201 Created/)
      assert.deepEqual(await labelOf(taken.ID), TAKEN_BACK)
    })
  })

  describe('past Countersign', () => {
    it('confirmations and goods movements, found in the books within the days', async () => {
      const sent = [await stand.send(await stand.make()), await stand.send(await stand.make())]
      const goods = [await issue(), await issue()]
      const watch = new ReversalWatch(stand.erp, { round: 0 })
      await watch.look(14)
      for (const each of [...sent, ...goods]) assert.equal((await labelOf(each.ID)).outcome, 'posted')
      const [confirmed, document] = [sent[0]?.document ?? '', goods[0]?.document ?? '']
      await cancel('past', PRODUCTION, 'CancelProdnOrdConf', confirmationOf(confirmed))
      await cancel('past', GOODS, 'Cancel', documentOf(document))
      await UPDATE(Cases).set({ outcomeAt: new Date(Date.now() - 3 * 86_400_000).toISOString() })
      assert.equal(await watch.look(2), 0)
      assert.equal(await watch.look(14), 2)
      assert.deepEqual(await Promise.all([...sent, ...goods].map(async ({ ID }) => (await labelOf(ID)).outcome)), [
        ...['reversed', 'posted'],
        ...['reversed', 'posted'],
      ])
      assert.equal(await watch.look(14), 0)
    })
  })

  it('after a planner let pass what had been held: what it was held for is what is learnt', async () => {
    const { ID } = await stand.send(await stand.make(setupWaste))
    const suggestion = await suggestionOf(ID)
    await agree(suggestion.ID, postAsSent)
    stand.pipeline.worker.kick()
    await became(ID, 'posted')
    assert.deepEqual(await labelOf(ID), { ...HEALTHY, source: 'decision' })
    const row = await SELECT.one.from(SyncAttempts).columns('erpDocument').where({ ID })
    await cancel('sender', PRODUCTION, 'CancelProdnOrdConf', confirmationOf(row?.erpDocument ?? ''))
    assert.deepEqual(await labelOf(ID), { ...TAKEN_BACK, cause: suggestion.cause })
  })

  it('against the word of a person: the person is believed', async () => {
    const { ID, document } = await stand.send(await stand.make())
    await cds.tx(() => keepPersonCause(ID, 'substitution', 'planner'))
    await cancel('sender', PRODUCTION, 'CancelProdnOrdConf', confirmationOf(document))
    assert.deepEqual(await labelOf(ID), { outcome: 'reversed', hasFailed: true, cause: 'substitution', source: 'person' })
    assert.ok((await caseOf(ID)).labelledAt)
  })
})

describe('the watch over the books', () => {
  const asked: string[][] = []
  const taken = new Set<string>()
  const books = {
    reversedAmong: (documents: readonly string[]) => {
      asked.push([...documents])
      return Promise.resolve(documents.filter((each) => taken.has(each)))
    },
  }

  before(async () => {
    await openDatabase()
    const now = new Date().toISOString()
    const cases = Array.from({ length: 10 }, (_, index) => ({ ID: cds.utils.uuid(), attempt: cds.utils.uuid(), number: index + 1 }))
    const outcomes = ['posted', 'corrected', 'posted', 'refused', 'posted', 'posted', 'posted', 'posted', 'reversed', 'posted']
    await INSERT.into(Cases).entries(
      cases.map(({ ID, attempt, number }, index) => ({
        ...{ ID, attempt_ID: attempt, number, isCurrent: true, verdict: 'release', outcome: outcomes[index], outcomeAt: now },
        ...{ hasFailed: false, labelSource: 'posted', labelledAt: now },
      })) as never,
    )
    // The sixth came in a change set of three, the last one has lost its document.
    const items = cases.flatMap(({ attempt, number }) =>
      Array.from({ length: number === 6 ? 3 : 1 }, (_, position) => ({
        attempt_ID: attempt,
        position,
        erpDocument: number === 10 ? null : `${String(number)}/${String(position + 1)}`,
      })),
    )
    await INSERT.into(AttemptItems).entries(items as never)
  })

  it('goes on where it stopped, so many documents a look, and begins anew when the round is due', async () => {
    const watch = new ReversalWatch(books, { atOnce: 3, round: 0 })
    for (let look = 0; look < 6; look++) await watch.look(14)
    assert.deepEqual(asked.splice(0), [['1/1', '2/1', '3/1'], ['5/1'], ['6/1', '6/2', '6/3'], ['7/1', '8/1'], ['1/1', '2/1', '3/1']])
  })

  it('asks nothing until the next round is due', async () => {
    const watch = new ReversalWatch(books)
    assert.equal(await watch.look(14), 0)
    assert.equal(asked.splice(0).flat().length, 9)
    await watch.look(14)
    await watch.look(14)
    assert.deepEqual(asked, [])
  })

  it('joins a look that is under way, and survives a database that is away', async () => {
    const watch = new ReversalWatch(books, { round: 0 })
    await Promise.all([watch.look(14), watch.look(14)])
    assert.equal(asked.splice(0).length, 1)
    const broken = new ReversalWatch({ reversedAmong: () => Promise.reject(new Error('away')) }, { atOnce: 3, round: 0 })
    assert.equal(await broken.look(14), 0)
    await broken.settled()
  })

  it('tells cases, and looks no more at what it has found', async () => {
    taken.add('6/2').add('8/1')
    const watch = new ReversalWatch(books, { round: 0 })
    assert.equal(await watch.look(14), 2)
    const rows = await SELECT.from(Cases).columns('number').where({ outcome: 'reversed', hasFailed: true }).orderBy('number')
    assert.deepEqual(
      rows.map((each) => Number(each.number)),
      [6, 8],
    )
    asked.splice(0)
    await watch.look(14)
    assert.deepEqual(asked.flat(), ['1/1', '2/1', '3/1', '5/1', '7/1'])
  })
})
