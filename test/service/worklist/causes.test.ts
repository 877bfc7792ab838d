import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { AuditLog, Cases, SuggestionCauses, SuggestionInfluences, Suggestions } from '#cds-models/countersign'
import { openWorklist, type Row, type Worklist } from './stand.ts'

let worklist: Worklist

before(async () => (worklist = await openWorklist()))
after(() => worklist.close())

const PEOPLE = ['planner', 'supervisor', 'controller', 'auditor', 'admin'] as const
const DECIDE: ReadonlySet<string> = new Set(['planner', 'supervisor'])
const READ: ReadonlySet<string> = new Set(['planner', 'supervisor', 'controller', 'auditor'])

const setCause = (user: string | undefined, suggestion: string, cause: string) =>
  worklist.ask(user, 'POST', `Suggestions(${suggestion})/WorklistService.setCause`, { cause })
const caseOf = (ID: string) => SELECT.one.from(Cases).where({ ID })
const one = async (user: string, path: string, language?: string): Promise<Row> => (await worklist.rows(user, path, language))[0] ?? {}

describe('what really was wrong with a held message', () => {
  for (const user of PEOPLE)
    test(`${user} ${DECIDE.has(user) ? 'says it' : 'may not say it'}`, async () => {
      const held = await worklist.held('1710')
      const { status, body } = await setCause(user, held.suggestion, 'setupWaste')
      assert.equal(status, DECIDE.has(user) ? 200 : 403, body.error?.message)
      assert.equal((await caseOf(held.case))?.personCause ?? null, DECIDE.has(user) ? 'setupWaste' : null)
    })

  test('a supervisor neither reads nor says it in another plant', async () => {
    const held = await worklist.held('1720')
    assert.notEqual((await setCause('supervisor', held.suggestion, 'setupWaste')).status, 200)
    assert.equal((await worklist.ask('supervisor', 'GET', `Suggestions(${held.suggestion})`)).status, 404)
    assert.equal((await caseOf(held.case))?.personCause, null)
  })

  test('nobody says it without signing in', async () => {
    assert.equal((await setCause(undefined, (await worklist.held('1710')).suggestion, 'setupWaste')).status, 401)
  })

  test('is shown with its name and who said it, taught at once, and written down', async () => {
    const held = await worklist.held('1710')
    await setCause('planner', held.suggestion, 'setupWaste')
    const shown = await one('auditor', `Suggestions(${held.suggestion})?$select=personCause,personCauseBy&$expand=personCauseText`, 'de')
    assert.deepEqual([shown.personCause, shown.personCauseBy], ['setupWaste', 'planner'])
    assert.equal((shown.personCauseText as Row).name, 'Rüstausschuss')
    const learnt = await caseOf(held.case)
    assert.deepEqual([learnt?.hasFailed, learnt?.cause_code, learnt?.labelSource], [true, 'setupWaste', 'person'])
    const told = await SELECT.one.from(AuditLog).columns('actor', 'role').where({ attempt_ID: held.attempt, action: 'causeSet' })
    assert.deepEqual([told?.actor, told?.role], ['planner', 'planner'])
  })

  test('can be nothing, and can be corrected', async () => {
    const held = await worklist.held('1710')
    await setCause('planner', held.suggestion, 'setupWaste')
    await setCause('supervisor', held.suggestion, 'none')
    const shown = await one('planner', `Suggestions(${held.suggestion})?$expand=personCauseText`)
    assert.deepEqual([shown.personCause, shown.personCauseBy], ['none', 'supervisor'])
    assert.equal((shown.personCauseText as Row).name, 'Nothing was wrong')
    assert.equal((await caseOf(held.case))?.hasFailed, false)
  })

  for (const status of ['awaitingSignOff', 'approved', 'rejected', 'superseded'])
    test(`can be said when the decision is ${status}`, async () => {
      const held = await worklist.held('1710')
      await UPDATE(Suggestions)
        .set({ status: status as never })
        .where({ ID: held.suggestion })
      assert.equal((await setCause('planner', held.suggestion, 'substitution')).status, 200)
      const { personCause, status: after } = await one('planner', `Suggestions(${held.suggestion})`)
      assert.deepEqual([personCause, after], ['substitution', status])
    })

  test('is one of the causes that can be chosen', async () => {
    const held = await worklist.held('1710')
    assert.equal((await setCause('planner', held.suggestion, 'moonPhase')).body.error?.code, 'COUNTERSIGN/CAUSE_UNKNOWN')
    const [first, ...causes] = await worklist.rows('planner', 'CauseChoices?$orderby=position,name', 'de')
    assert.deepEqual([first?.code, first?.name], ['none', 'Nichts war falsch'])
    const { length } = await worklist.rows('planner', 'Causes')
    assert.equal(causes.length, length)
    assert.equal(causes.find((each) => each.code === 'setupWaste')?.name, 'Rüstausschuss')
  })

  for (const user of ['planner', 'supervisor', 'controller', 'auditor'])
    test(`${user} is ${DECIDE.has(user) ? '' : 'not '}offered to say it`, async () => {
      const held = await worklist.held('1710')
      assert.equal((await one(user, `Suggestions(${held.suggestion})?$select=maySetCause`)).maySetCause, DECIDE.has(user))
    })
})

describe('similar cases', () => {
  test('tell what came of them, what was wrong, who says so, and what people decided', async () => {
    const [held, fine, wrong, other] = [
      await worklist.held('1710'),
      await worklist.held('1710', { outcome: 'posted', hasFailed: false, labelSource: 'decision' }),
      await worklist.held('1710', { outcome: 'corrected', hasFailed: true, cause_code: 'setupWaste', labelSource: 'decision' }),
      await worklist.held('1720'),
    ]
    await UPDATE(Suggestions).set({ status: 'approved', decidedBy: 'planner' }).where({ ID: wrong.suggestion })
    await worklist.alike(held, wrong, 1, '0.9')
    await worklist.alike(held, fine, 2, '0.8')
    await worklist.alike(held, other, 3, '0.7')
    const path = `Suggestions(${held.suggestion})/neighbours?$orderby=rank&$expand=wrongText,outcomeText,sourceText,decision($expand=action)`
    const rows = await worklist.rows('planner', path)
    assert.deepEqual(
      rows.map((row) => [row.attemptNumber, Number(row.percent), row.wrong, row.outcome]),
      [
        [wrong.number, 90, 'setupWaste', 'corrected'],
        [fine.number, 80, 'none', 'posted'],
        [other.number, 70, null, null],
      ].map(([number, ...rest]) => [String(number), ...rest]),
    )
    const [first, second] = rows
    assert.deepEqual([(first?.wrongText as Row).name, (second?.wrongText as Row).name], ['Waste while setting up', 'Nothing was wrong'])
    assert.deepEqual([(first?.outcomeText as Row).name, (first?.sourceText as Row).name], ['Corrected', 'A person decided'])
    const decision = first?.decision as Row
    assert.deepEqual(
      [decision.ID, decision.status, decision.decidedBy, (decision.action as Row).code],
      [wrong.suggestion, 'approved', 'planner', 'adjustQuantity'],
    )
    assert.deepEqual(
      (await worklist.rows('supervisor', `Suggestions(${held.suggestion})/neighbours`)).map((row) => row.rank),
      [1, 2],
      'a supervisor reads of messages of the own plant',
    )
  })

  test('lead to the latest suggestion of a message that was judged more than once', async () => {
    const [held, twice] = [await worklist.held('1710'), await worklist.held('1710')]
    await UPDATE(Suggestions).set({ status: 'superseded' }).where({ ID: twice.suggestion })
    const ID = crypto.randomUUID()
    const again = { ID, attempt_ID: twice.attempt, createdAt: '2026-03-01T00:00:00.000Z', status: 'proposed' }
    await INSERT.into(Suggestions).entries(again as never)
    await worklist.alike(held, twice, 1, '0.9')
    const rows = await worklist.rows('planner', `Suggestions(${held.suggestion})/neighbours?$expand=decision`)
    assert.deepEqual(
      rows.map((row) => (row.decision as Row).ID),
      [ID],
    )
  })
})

test('what spoke for a cause is told in the language of the reader, or by its name where no words were kept', async () => {
  const { suggestion } = await worklist.held('1710')
  const texts = [{ locale: 'de', text: '2 kg entnommen' }]
  await INSERT.into(SuggestionInfluences).entries([
    { suggestion_ID: suggestion, rank: 1, feature: 'consumptionMax', contribution: '-0.25', text: '2 kg issued', texts },
    { suggestion_ID: suggestion, rank: 2, feature: 'consumptionMin', contribution: '0.5' },
  ] as never)
  const words = async (language: string) =>
    (await worklist.rows('planner', `Suggestions(${suggestion})/influences?$orderby=rank`, language)).map((row) => row.words)
  assert.deepEqual(await words('en'), ['2 kg issued', 'Lowest consumption ÷ expected'])
  assert.equal((await words('de'))[0], '2 kg entnommen')
})

describe('spot checks', () => {
  for (const user of PEOPLE)
    test(`${user} ${READ.has(user) ? 'reads' : 'may not read'} them and ${DECIDE.has(user) ? 'says' : 'may not say'} what was wrong`, async () => {
      const ID = await worklist.drawn('1710')
      assert.equal((await worklist.ask(user, 'GET', `SpotChecks(${ID})`)).status, READ.has(user) ? 200 : 403)
      for (const [action, values] of [
        ['nothingWrong', {}],
        ['setCause', { cause: 'scrapUnreported' }],
      ] as const) {
        const { status, body } = await worklist.ask(user, 'POST', `SpotChecks(${ID})/WorklistService.${action}`, values)
        assert.equal(status, DECIDE.has(user) ? 200 : 403, body.error?.message)
        const said = action === 'setCause' ? 'scrapUnreported' : 'none'
        assert.equal((await caseOf(ID))?.personCause ?? null, DECIDE.has(user) ? said : null)
      }
    })

  test('of another plant are not for a supervisor', async () => {
    const ID = await worklist.drawn('1720')
    assert.equal((await worklist.ask('supervisor', 'GET', `SpotChecks(${ID})`)).status, 404)
    assert.notEqual((await worklist.ask('supervisor', 'POST', `SpotChecks(${ID})/WorklistService.nothingWrong`, {})).status, 200)
    assert.equal((await caseOf(ID))?.personCause, null)
  })

  test('come with the open ones first, and are done once somebody has looked', async () => {
    const [early, late, done] = [
      await worklist.drawn('1710', '2027-01-01T00:00:00.000Z'),
      await worklist.drawn('1710', '2027-01-02T00:00:00.000Z'),
      await worklist.drawn('1710', '2027-01-03T00:00:00.000Z'),
    ]
    const answer = await worklist.ask('planner', 'POST', `SpotChecks(${done})/WorklistService.nothingWrong`, {})
    assert.deepEqual([answer.body.isOpen, answer.body.personBy], [false, 'planner'])
    const order = await worklist.rows('planner', 'SpotChecks?$orderby=isOpen desc,judgedAt desc')
    const places = [late, early, done].map((ID) => order.findIndex((row) => row.ID === ID))
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    )
    const shown = await one('planner', `SpotChecks(${done})?$expand=personText`)
    assert.equal((shown.personText as Row).name, 'Nothing was wrong')
  })
})

describe('a suggestion about another cause than the likeliest', () => {
  const hint = async ({ suggestion }: { suggestion: string }, language?: string) =>
    (await one('planner', `Suggestions(${suggestion})?$select=causeHint`, language)).causeHint
  const ranked = async (...causes: string[]) => {
    const held = await worklist.held('1710')
    await INSERT.into(SuggestionCauses).entries(
      causes.map((cause_code, index) => ({ suggestion_ID: held.suggestion, rank: index + 1, cause_code })) as never,
    )
    return held
  }

  test('says why, in the language of whoever reads', async () => {
    const held = await ranked('setupWaste', 'entryError')
    assert.equal(
      await hint(held),
      'More likely is: Waste while setting up. The proposal is about "Typing error", for which there is the better remedy',
    )
    assert.equal(
      await hint(held, 'de'),
      'Wahrscheinlicher ist: Rüstausschuss. Der Vorschlag gilt „Tippfehler“: Dagegen gibt es das bessere Mittel',
    )
  })

  test('is one of few: about the likeliest, or where none is ranked, there is nothing to say', async () => {
    assert.equal((await hint(await ranked('entryError', 'setupWaste'))) ?? null, null)
    assert.equal((await hint(await ranked())) ?? null, null)
  })
})
