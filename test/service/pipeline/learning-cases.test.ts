import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { after, afterEach, before, describe, it } from 'node:test'
import { Readable } from 'node:stream'
import { inflateRawSync } from 'node:zlib'
import cds from '@sap/cds'
import { Cases, Conflicts, SyncAttempts } from '#cds-models/countersign'
import { createEncoder, keysOf, type CaseKeys } from '../../../srv/causes/features/encoding.ts'
import { type Evidenced, extractFeatures, FEATURE_SCHEMA } from '../../../srv/causes/index.ts'
import { adjust, adjustableFields, postAsSent, rejectSuggestion, setCaseCause, setCause } from '../../../srv/pipeline/decisions.ts'
import { drawSpotChecks } from '../../../srv/pipeline/learn/cases.ts'
import { resubmit } from '../../../srv/pipeline/triage/actions.ts'
import { batchMissing } from '../../traffic/mistakes/batch-missing.ts'
import { entryError } from '../../traffic/mistakes/entry-error.ts'
import { mistakes } from '../../traffic/mistakes/index.ts'
import { unitOfMeasure } from '../../traffic/mistakes/unit-of-measure.ts'
import { planShift } from '../../traffic/plan.ts'
import { guid } from '../../traffic/random.ts'
import { Shift } from '../../traffic/shift.ts'
import { agree, became, caseOf, labelOf, type LearningStand, openLearning, PLANNER, suggestionOf } from './learning-stand.ts'
import { finished } from './triage-stand.ts'

describe('what is learnt from messages', () => {
  let stand: LearningStand
  before(async () => {
    stand = await openLearning(2)
  })
  afterEach(async () => {
    drawSpotChecks(1)
    await faults([])
  })
  after(() => stand.close())

  async function faults(next: readonly object[]): Promise<void> {
    const body = JSON.stringify({ next })
    await fetch(`${stand.s4.adminUrl}/admin/faults`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body })
  }

  /** Somebody holds the order in the ERP, longer than a sender waits. */
  const locked = (): Promise<void> => faults([{ fault: 'http423', method: 'POST', pathContains: 'ProdnOrdConf2', times: 50 }])

  async function goOn(ID: string, status = 'posted'): Promise<void> {
    stand.pipeline.worker.kick()
    await became(ID, status)
  }

  async function count(attemptID: string): Promise<number> {
    return (await SELECT.from(Cases).columns('ID').where({ attempt_ID: attemptID })).length
  }

  it('released and posted: nothing was wrong', async () => {
    const { ID, confirmation } = await stand.send(await stand.make())
    assert.deepEqual(await labelOf(ID), { outcome: 'posted', hasFailed: false, cause: null, source: 'posted' })
    const row = await caseOf(ID)
    assert.deepEqual(
      [row.verdict, row.kind, row.plant, row.service, row.featureSchema, Number(row.weight)],
      ['release', 'confirmation', confirmation.plant, 'API_PROD_ORDER_CONFIRMATION_2_SRV', FEATURE_SCHEMA.hash, 1],
    )
    assert.ok(row.outcomeAt && row.labelledAt && Number(row.failure) < 0.1)
  })

  it('refused by the ERP: it failed for what the catalogue says; sent again, another case begins', async () => {
    const made = await stand.make()
    await locked()
    const { ID, verdict } = await stand.send(made)
    assert.notEqual(verdict.state, 'released')
    await became(ID, 'refused')
    assert.deepEqual(await labelOf(ID), { outcome: 'refused', hasFailed: true, cause: 'lock', source: 'erp' })
    const first = await caseOf(ID)
    await faults([])
    assert.equal((await stand.send(made)).verdict.state, 'released')
    assert.deepEqual(await labelOf(ID), { outcome: 'posted', hasFailed: false, cause: null, source: 'posted' })
    const rows = await SELECT.from(Cases).columns('ID', 'isCurrent', 'hasFailed', 'cause_code').where({ attempt_ID: ID })
    assert.equal(rows.length, 2)
    const kept = rows.find((each) => each.ID === first.ID)
    assert.deepEqual([kept?.isCurrent, kept?.hasFailed, kept?.cause_code], [false, true, 'lock'])
  })

  it('held, and posted with the correction: it had failed for what was corrected', async () => {
    const { ID } = await stand.send(await stand.make(batchMissing))
    assert.deepEqual(await labelOf(ID), { outcome: null, hasFailed: null, cause: null, source: null })
    const { ID: suggestion, action } = await suggestionOf(ID)
    assert.equal(action, 'setBatch')
    await agree(suggestion)
    await goOn(ID)
    assert.deepEqual(await labelOf(ID), { outcome: 'corrected', hasFailed: true, cause: 'batchMissing', source: 'decision' })
    assert.equal(Number((await caseOf(ID)).weight), 0.5)
  })

  it('held, and posted with values of the planner’s own: it had failed, nobody says for what', async () => {
    const { ID } = await stand.send(await stand.make(batchMissing))
    const { ID: suggestion } = await suggestionOf(ID)
    const fields = await cds.tx(() => adjustableFields(suggestion))
    const batch = fields.find((each) => /movements\/\d+\/batch$/.test(each.field) && each.proposed !== each.sent)
    assert.ok(batch)
    await cds.tx(() => adjust(suggestion, [{ field: batch.field, value: batch.proposed }], PLANNER, 'this one', stand.erp))
    await agree(suggestion)
    await goOn(ID)
    assert.deepEqual(await labelOf(ID), { outcome: 'corrected', hasFailed: true, cause: 'unknown', source: 'decision' })
  })

  it('held, and posted as it was sent: holding it was wrong', async () => {
    const { ID } = await stand.send(await stand.make(entryError))
    const { ID: suggestion } = await suggestionOf(ID)
    await agree(suggestion, postAsSent)
    await goOn(ID)
    assert.deepEqual(await labelOf(ID), { outcome: 'posted', hasFailed: false, cause: null, source: 'decision' })
  })

  it('held, let pass and then refused: the ERP’s word, and another case for the person who decides again', async () => {
    const { ID } = await stand.send(await stand.make(unitOfMeasure))
    const { ID: suggestion } = await suggestionOf(ID)
    await agree(suggestion, postAsSent)
    await goOn(ID, 'held')
    const rows = await SELECT.from(Cases).where({ attempt_ID: ID }).orderBy('judgedAt')
    const [refused, again] = [rows.find((each) => !each.isCurrent), rows.find((each) => each.isCurrent)]
    assert.deepEqual([rows.length, refused?.outcome, refused?.labelSource], [2, 'refused', 'erp'])
    assert.deepEqual([refused?.hasFailed, refused?.cause_code, again?.hasFailed], [true, 'unitOfMeasure', null])
    const { ID: second, action } = await suggestionOf(ID)
    assert.equal(action, 'reject')
    await agree(second)
    assert.deepEqual(await labelOf(ID), { outcome: 'rejected', hasFailed: true, cause: 'unitOfMeasure', source: 'decision' })
  })

  it('rejected: it had failed, and not for what was proposed', async () => {
    const { ID } = await stand.send(await stand.make(entryError))
    const { ID: suggestion } = await suggestionOf(ID)
    await cds.tx(() => rejectSuggestion(suggestion, PLANNER, 'nonsense'))
    assert.deepEqual(await labelOf(ID), { outcome: 'rejected', hasFailed: true, cause: 'unknown', source: 'decision' })
  })

  it('held, and judged anew once the world is as it should be: holding it was right', async () => {
    const made = await stand.make()
    const lock = (OrderIsLocked: string): Promise<void> =>
      stand.admin.change([
        { set: 'A_ProductionOrder_2', where: { ManufacturingOrder: made.confirmation.order }, values: { OrderIsLocked } },
      ])
    const again = async (attemptID: string): Promise<void> => {
      const conflict = await SELECT.one.from(Conflicts).columns('ID').where({ attempt_ID: attemptID, isPrimary: true, isObsolete: false })
      const resubmission = await cds.tx(() => resubmit({ conflictIDs: [conflict?.ID ?? ''] }, PLANNER, ''))
      stand.pipeline.resubmitter.kick()
      await finished(resubmission)
    }
    await lock('X')
    const { ID, verdict } = await stand.send(made)
    assert.equal(verdict.state, 'held')
    const first = await caseOf(ID)
    await again(ID)
    // As it was: the case is replaced, and nothing learnt.
    const second = await caseOf(ID)
    assert.notEqual(second.ID, first.ID)
    assert.deepEqual([await count(ID), second.hasFailed], [1, null])
    const { cause } = await suggestionOf(ID)
    await lock('')
    await again(ID)
    await became(ID, 'posted')
    const retried = await SELECT.one.from(Cases).where({ ID: second.ID })
    assert.deepEqual(
      [retried?.isCurrent, retried?.outcome, retried?.hasFailed, retried?.cause_code, retried?.labelSource],
      [false, 'retried', true, cause, 'decision'],
    )
    assert.deepEqual(await labelOf(ID), { outcome: 'posted', hasFailed: false, cause: null, source: 'posted' })
  })

  it('a planner’s word outweighs what comes of it, before and after', async () => {
    const { ID } = await stand.send(await stand.make(batchMissing))
    const { ID: suggestion } = await suggestionOf(ID)
    await cds.tx(() => setCause(suggestion, 'substitution', PLANNER))
    assert.deepEqual(await labelOf(ID), { outcome: null, hasFailed: true, cause: 'substitution', source: 'person' })
    await agree(suggestion)
    await goOn(ID)
    assert.deepEqual(await labelOf(ID), { outcome: 'corrected', hasFailed: true, cause: 'substitution', source: 'person' })
    const { labelledAt, weight } = await caseOf(ID)
    assert.equal(Number(weight), 3)
    await cds.tx(() => setCause(suggestion, 'none', PLANNER))
    assert.deepEqual(await labelOf(ID), { outcome: 'corrected', hasFailed: false, cause: null, source: 'person' })
    assert.equal((await caseOf(ID)).labelledAt, labelledAt)
  })

  it('confident releases are drawn for people to look at, and what they say is learnt; what was held is not drawn', async () => {
    drawSpotChecks(100)
    const drawn = await stand.send(await stand.make())
    const held = await stand.send(await stand.make(entryError))
    drawSpotChecks(0)
    const other = await stand.send(await stand.make())
    const [one, two, three] = [await caseOf(drawn.ID), await caseOf(held.ID), await caseOf(other.ID)]
    assert.deepEqual([one.isSpotCheck, two.isSpotCheck, three.isSpotCheck], [true, false, false])
    await cds.tx(() => setCaseCause(one.ID, 'scrapUnreported', PLANNER))
    assert.deepEqual(await labelOf(drawn.ID), { outcome: 'posted', hasFailed: true, cause: 'scrapUnreported', source: 'person' })
  })

  it('what takes a document back is no case', async () => {
    const { document } = await stand.send(await stand.make())
    const [group = '', number = ''] = document.split('/')
    const before = (await SELECT.from(Cases).columns('ID')).length
    const path = `CancelProdnOrdConf?ConfirmationGroup='${group}'&ConfirmationCount='${number}'`
    const { status } = await stand.sender.request('POST', 'API_PROD_ORDER_CONFIRMATION_2_SRV', path, '')
    assert.ok(status < 300)
    assert.equal((await SELECT.from(Cases).columns('ID')).length, before)
  })
})

describe('features of a stored case', () => {
  let stand: LearningStand
  before(async () => {
    stand = await openLearning(3)
  })
  after(() => stand.close())

  async function evidenceOf(ID: string): Promise<Evidenced & { sender: string }> {
    const row = await SELECT.one.from(Cases).columns('evidence').where({ ID })
    const value = row?.evidence as unknown
    const bytes = value instanceof Readable ? await buffer(value) : Buffer.from(String(value), 'base64')
    return JSON.parse(inflateRawSync(bytes).toString()) as Evidenced & { sender: string }
  }

  it('are the ones that it was judged by, worked out anew from its evidence and the labels that were known', async () => {
    const messages = 40
    const { reader, admin, sender, learner } = stand
    const seed = 'cases'
    const plan = planShift(await reader.all(), mistakes, messages, seed)
    for (const each of plan.rows) await admin.put(each.set, each.rows)
    await admin.change(plan.before)
    const shift = new Shift({
      ...{ reader, admin, sender, once: sender, generation: 0, s4User: 'COUNTERSIGN', seed, messages },
      world: await reader.all(),
      keyOf: (index) => guid('cases', index),
      day: new Date(new Date().toISOString().slice(0, 10)),
    })
    for (const slot of plan.slots) {
      const { verdict } = await shift.play(slot)
      if (verdict.state === 'held') {
        const held = await SELECT.one
          .from(SyncAttempts)
          .columns('ID')
          .where({ number: verdict.attempt ?? 0 })
        const { ID } = await suggestionOf(held?.ID ?? '')
        await cds.tx(() => rejectSuggestion(ID, PLANNER, 'once more'))
      }
      await learner.tick()
    }
    const rows = await SELECT.from(Cases)
      .columns('ID', 'features', 'featureSchema', 'keys', 'knownLabels', 'labelNumber', 'firstFailed')
      .orderBy('number')
    assert.ok(rows.length >= 30, `${String(rows.length)} cases`)
    const labels = rows.filter((each) => each.labelNumber != null).sort((a, b) => Number(a.labelNumber) - Number(b.labelNumber))
    assert.ok(labels.some((each) => each.firstFailed === true) && labels.some((each) => each.firstFailed === false))
    let withRates = 0
    for (const row of rows) {
      const evidenced = await evidenceOf(row.ID ?? '')
      const encoder = createEncoder()
      const known = labels.filter((each) => Number(each.labelNumber) <= Number(row.knownLabels))
      for (const each of known) encoder.learn(JSON.parse(each.keys ?? '') as CaseKeys, each.firstFailed === true)
      const keys = keysOf(evidenced.parts, evidenced.context, evidenced.sender)
      assert.deepEqual(keys, JSON.parse(row.keys ?? ''))
      assert.equal(row.featureSchema, FEATURE_SCHEMA.hash)
      assert.deepEqual(extractFeatures(evidenced, encoder.encode(keys)), JSON.parse(row.features ?? ''))
      if (known.some((each) => each.firstFailed)) withRates++
    }
    assert.ok(withRates >= 10, `${String(withRates)} cases knew of failures`)
  })
})
