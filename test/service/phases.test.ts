import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import cds from '@sap/cds'
import { AuditLog, AutomaticActions, Cases, Conflicts, KillSwitches, Policies, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { switchJudging } from '../../srv/pipeline/phases/judging.ts'
import { entryError } from '../traffic/mistakes/entry-error.ts'
import { batchMissing } from '../traffic/mistakes/batch-missing.ts'
import { agree, became, caseOf, type LearningStand, openLearning, suggestionOf } from './pipeline/learning-stand.ts'

/** What a phase makes of the same messages, from the sender's request to the ERP's books. */

const ADMIN = { id: 'admin', role: 'administrator' }
let stand: LearningStand

before(async () => {
  stand = await openLearning(3)
})
after(() => stand.close())
beforeEach(() =>
  policy({ phase: 'automate', automaticActions: 'setBatch', actFrom: 0.5, automaticUpTo: 1_000_000, controllerFrom: 1_000_000 }),
)
afterEach(async () => {
  await DELETE.from(AutomaticActions)
  await DELETE.from(KillSwitches)
})

async function policy(values: Record<string, unknown>): Promise<void> {
  await UPDATE(Policies).set(values).where({ kind: '*', plant: '*' })
}

async function attempt(ID: string) {
  const row = await SELECT.one.from(SyncAttempts).columns('status', 'verdict', 'verdictReason', 'erpDocument').where({ ID })
  assert.ok(row)
  return row
}

async function actionsOf(ID: string) {
  return await SELECT.from(AutomaticActions).where({ attempt_ID: ID })
}

async function stepsOf(ID: string): Promise<string[]> {
  return (await SELECT.from(AuditLog).columns('action').where({ attempt_ID: ID }).orderBy('sequence')).map((each) => each.action ?? '')
}

async function open(ID: string): Promise<number> {
  return (await SELECT.from(Conflicts).columns('ID').where({ attempt_ID: ID, isPrimary: true, resolvedAt: null, isObsolete: false })).length
}

describe('automate', () => {
  it('lets a listed correction go by itself: the sender gets the ERP’s own answer, and everything is on record', async () => {
    const { ID, verdict } = await stand.send(await stand.make(batchMissing))
    assert.equal(verdict.state, 'released', verdict.text)
    const { status, verdict: judged, erpDocument } = await attempt(ID)
    assert.deepEqual([status, judged], ['posted', 'hold'])
    assert.ok(erpDocument)
    const [suggestion] = await SELECT.from(Suggestions).where({ attempt_ID: ID })
    assert.deepEqual([suggestion?.status, suggestion?.action_code, suggestion?.decidedBy], ['approved', 'setBatch', 'countersign'])
    assert.match(suggestion?.note ?? '', /^Phase automate: setBatch with confidence .* needed, value .* allowed\.$/)
    assert.deepEqual(await stepsOf(ID), ['received', 'judged', 'proposed', 'approvedAutomatically', 'posting', 'posted'])
    const line = await SELECT.one.from(AuditLog).where({ attempt_ID: ID, action: 'approvedAutomatically' })
    assert.deepEqual([line?.actor, line?.role, line?.status, line?.decision], ['countersign', 'system', 'waiting', 'setBatch'])
    const figures = JSON.parse(line?.details ?? '{}') as { confidence?: number; value?: string; changes?: unknown[] }
    assert.ok(Number(figures.confidence) >= 0.5 && Number(figures.value) > 0 && figures.changes?.length)
    const [action] = await actionsOf(ID)
    assert.deepEqual(
      [action?.action_code, action?.outcome, action?.isWrong, action?.suggestion_ID],
      ['setBatch', 'posted', false, suggestion?.ID],
    )
    const row = await caseOf(ID)
    assert.deepEqual([row.isAutomatic, row.isProposalRight, row.outcome, row.rulesVerdict], [true, true, 'corrected', 'hold'])
    assert.equal(await open(ID), 0)
  })

  for (const [what, values] of [
    ['in supervise', { phase: 'supervise' }],
    ['that is not listed', { automaticActions: 'convertUnit' }],
    ['that is not sure enough', { actFrom: 1 }],
    ['above its value', { automaticUpTo: 0 }],
  ] as const)
    it(`leaves a correction to people ${what}`, async () => {
      await policy(values)
      const { ID, verdict } = await stand.send(await stand.make(batchMissing))
      assert.equal(verdict.state, 'held')
      assert.deepEqual(await actionsOf(ID), [])
      assert.equal(await open(ID), 1)
      const row = await caseOf(ID)
      assert.deepEqual([row.isAutomatic, row.isProposalRight, row.proposedAction], [false, null, 'setBatch'])
      const { ID: suggestion } = await suggestionOf(ID)
      await agree(suggestion)
      stand.pipeline.worker.kick()
      await became(ID, 'posted')
      assert.equal((await caseOf(ID)).isProposalRight, true)
    })

  it('tells people to look themselves where nothing is sure enough to be proposed', async () => {
    await policy({ suggestFrom: 1 })
    const { ID, verdict } = await stand.send(await stand.make(batchMissing))
    assert.equal(verdict.state, 'held')
    const [suggestion] = await SELECT.from(Suggestions).where({ attempt_ID: ID })
    assert.deepEqual([suggestion?.action_code, suggestion?.patch, Number(suggestion?.confidence)], ['postAsIs', '[[]]', 0])
    assert.match(suggestion?.reason ?? '', /look yourself\.$/)
    await policy({ suggestFrom: 0 })
  })

  it('leaves a correction to a controller that went by itself for the same material before and was taken back', async () => {
    const made = await stand.make(batchMissing)
    const { material } = await stand.reader.order(made.confirmation.order)
    await INSERT.into(AutomaticActions).entries({
      ID: cds.utils.uuid(),
      material,
      action_code: 'setBatch',
      outcome: 'reversed',
      isWrong: true,
    } as never)
    const { ID, verdict } = await stand.send(made)
    assert.equal(verdict.state, 'held')
    const [suggestion] = await SELECT.from(Suggestions).where({ attempt_ID: ID })
    assert.deepEqual([suggestion?.requiredRole, suggestion?.risk], ['controller', 'high'])
    assert.match(suggestion?.reason ?? '', /was taken back: a controller signs\.$/)
  })

  it('never ends or posts what is objected to by itself, whatever is listed', async () => {
    await policy({ automaticActions: 'postAsIs,reject,markDuplicate,changePostingDate', actFrom: 0.5 })
    const { verdict } = await stand.send(await stand.make(entryError))
    assert.equal(verdict.state, 'held')
  })

  it('falls back to supervise when what went by itself is taken back in the ERP', async () => {
    const { ID, document } = await stand.send(await stand.make(batchMissing))
    const [group = '', count = ''] = document.split('/')
    const call = `CancelProdnOrdConf?ConfirmationGroup='${group}'&ConfirmationCount='${count}'`
    const { status, text } = await stand.sender.request('POST', 'API_PROD_ORDER_CONFIRMATION_2_SRV', call, '')
    assert.ok(status < 300, text)
    const [action] = await actionsOf(ID)
    assert.deepEqual([action?.outcome, action?.isWrong, (await caseOf(ID)).isProposalRight], ['reversed', true, false])
    const now = await SELECT.one.from(Policies).columns('phase').where({ kind: '*', plant: '*' })
    assert.equal(now?.phase, 'supervise')
    assert.equal((await stand.send(await stand.make(batchMissing))).verdict.state, 'held')
  })

  it('puts before a person what the ERP refuses all the same', async () => {
    const refusing = stand.erp.post.bind(stand.erp)
    Object.assign(stand.erp, {
      post: () =>
        Promise.resolve({
          ...{ state: 'answered', isSuccess: false, documents: [], isCsrfFailure: false },
          response: { status: 400, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"error":{"code":"RU/505"}}') },
          error: {
            code: 'RU/505',
            class: 'RU',
            number: '505',
            variables: [],
            text: 'No',
            severity: 'error',
            isTransient: false,
            details: [],
            raw: '',
          },
        }),
    })
    const { ID, verdict } = await stand.send(await stand.make(batchMissing)).finally(() => Object.assign(stand.erp, { post: refusing }))
    assert.equal(verdict.state, 'held', verdict.text)
    await became(ID, 'held')
    const actions = await actionsOf(ID)
    assert.deepEqual([actions.length, actions[0]?.outcome, actions[0]?.isWrong], [1, 'refused', true])
    const rows = await SELECT.from(Cases).columns('isAutomatic', 'isProposalRight', 'isCurrent').where({ attempt_ID: ID })
    assert.deepEqual(
      rows.find((each) => !each.isCurrent),
      { isAutomatic: true, isProposalRight: false, isCurrent: false },
    )
  })
})

describe('the switch', () => {
  it('lets new messages of its plant pass unjudged and recorded; what is held stays held; turned back, all is judged', async () => {
    await policy({ phase: 'supervise' })
    const held = await stand.send(await stand.make(batchMissing))
    assert.equal(held.verdict.state, 'held')
    await cds.tx(() => switchJudging('*', true, ADMIN, 'It holds everything up'))
    const { ID, verdict } = await stand.send(await stand.make())
    assert.equal(verdict.state, 'released', verdict.text)
    const { status, verdictReason } = await attempt(ID)
    assert.deepEqual([status, verdictReason], ['posted', 'Passed on unjudged: judging is switched off everywhere: It holds everything up'])
    const passed = await stand.send(await stand.make(batchMissing))
    assert.notEqual(passed.verdict.state, 'held', 'the ERP itself says what is wrong')
    assert.equal((await SELECT.from(Cases).where({ attempt_ID: passed.ID })).length, 0, 'nothing is learnt of what nobody judged')
    assert.equal((await attempt(held.ID)).status, 'held')
    assert.equal((await stand.send(held)).verdict.state, 'held')
    await cds.tx(() => switchJudging('*', false, ADMIN, 'It does no more'))
    assert.equal((await stand.send(await stand.make(batchMissing))).verdict.state, 'held')
  })

  it('of another plant changes nothing', async () => {
    await policy({ phase: 'supervise' })
    const made = await stand.make(batchMissing)
    const others = ['1710', '1720'].filter((each) => each !== made.confirmation.plant)
    for (const plant of others) await cds.tx(() => switchJudging(plant, true, ADMIN, 'There only'))
    assert.equal((await stand.send(made)).verdict.state, 'held')
  })
})
