import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { AuditLog, Suggestions } from '#cds-models/countersign'
import { moveAttempt } from '../attempts.ts'
import { openWorklist, type Answer, type Held, type Row, type Worklist } from './stand.ts'

let worklist: Worklist

before(async () => (worklist = await openWorklist()))
after(() => worklist.close())

type Said = readonly [status: number, code: string | undefined, text: string | undefined, target: string | undefined]
const said = ({ status, body: { error } }: Answer): Said => [status, error?.code, error?.message, error?.target]
const act = (user: string, suggestion: string, action: string, values: Row, language: string) =>
  worklist.ask(user, 'POST', `Suggestions(${suggestion})/WorklistService.${action}`, values, language)

/** What is refused, and the words for it in English and German. */
const REFUSED: readonly {
  readonly why: string
  readonly arrange?: (held: Held) => PromiseLike<unknown>
  readonly ask: (held: Held, language: string) => Promise<Answer>
  readonly status: number
  readonly code: string
  readonly target?: string
  readonly en: string
  readonly de: string
}[] = [
  {
    why: 'a cause that there is not',
    ask: ({ suggestion }, language) => act('planner', suggestion, 'setCause', { cause: 'moon' }, language),
    ...{ status: 400, code: 'COUNTERSIGN/CAUSE_UNKNOWN', target: 'cause' },
    en: 'There is no such cause: choose one of the list',
    de: 'Diese Ursache gibt es nicht: bitte eine aus der Liste wählen',
  },
  {
    why: 'a suggestion that there is not',
    ask: (_, language) =>
      worklist.ask('planner', 'GET', `Suggestions(${crypto.randomUUID()})/WorklistService.adjustable()`, undefined, language),
    ...{ status: 404, code: 'COUNTERSIGN/NOT_FOUND' },
    en: "This isn't there, or not any more: refresh to see what is",
    de: 'Das gibt es nicht, oder nicht mehr: neu laden zeigt, was es gibt',
  },
  {
    why: 'an approval after somebody else was faster',
    arrange: ({ suggestion }) => UPDATE(Suggestions, suggestion).set({ status: 'rejected' }),
    ask: ({ suggestion }, language) => act('planner', suggestion, 'approve', {}, language),
    ...{ status: 409, code: 'INVALID_FLOW_TRANSITION_SINGLE' },
    en: 'This has been decided already: refresh to see what became of it',
    de: 'Hierüber ist schon entschieden: neu laden zeigt, was daraus wurde',
  },
  {
    why: 'an approval of a message that is posted',
    arrange: ({ attempt }) => moveAttempt(attempt, 'posted'),
    ask: ({ suggestion }, language) => act('planner', suggestion, 'approve', {}, language),
    ...{ status: 409, code: 'COUNTERSIGN/NOT_HELD' },
    en: 'The message is not held any more: refresh to see what became of it',
    de: 'Die Meldung wird nicht mehr zurückgehalten: neu laden zeigt, was daraus wurde',
  },
  {
    why: 'a second signature of the same person',
    arrange: async ({ suggestion }) => {
      await UPDATE(Suggestions, suggestion).set({ status: 'awaitingSignOff', requiredRole: 'controller' })
      await INSERT.into(AuditLog).entries({
        ID: crypto.randomUUID(),
        sequence: Date.now(),
        suggestion_ID: suggestion,
        action: 'approved',
        actor: 'controller',
      } as never)
    },
    ask: ({ suggestion }, language) => act('controller', suggestion, 'signOff', {}, language),
    ...{ status: 403, code: 'COUNTERSIGN/FOUR_EYES' },
    en: 'You approved or adjusted this yourself: somebody else has to sign it',
    de: 'Sie haben das selbst genehmigt oder angepasst: jemand anderes muss es unterschreiben',
  },
  {
    why: 'what is for other roles',
    ask: ({ suggestion }, language) => act('auditor', suggestion, 'approve', {}, language),
    ...{ status: 403, code: '403' },
    en: "Your role doesn't allow this",
    de: 'Das ist mit Ihrer Rolle nicht möglich',
  },
  {
    why: 'a rejection without a reason',
    ask: ({ suggestion }, language) => act('planner', suggestion, 'rejectSuggestion', { reason: ' ' }, language),
    ...{ status: 400, code: 'ASSERT_MANDATORY', target: 'reason' },
    en: 'Provide the missing value.',
    de: 'Geben Sie den fehlenden Wert ein.',
  },
  {
    why: 'a value that is no number',
    ask: ({ suggestion }, language) => act('planner', suggestion, 'adjust', { values: [{ field: 'yield', value: 'ten' }] }, language),
    ...{ status: 400, code: 'ADJUST_NOT_A_NUMBER', target: 'values/0/value' },
    en: '"ten" is no number; write it as 12.5',
    de: '„ten“ ist keine Zahl; bitte in der Form 12.5 schreiben',
  },
]

describe('a refusal has code, text and target, in the language of who reads it', () => {
  for (const { why, arrange, ask, status, code, target, ...texts } of REFUSED)
    test(why, async () => {
      const held = await worklist.held('1710')
      await arrange?.(held)
      for (const language of ['en', 'de'] as const)
        assert.deepEqual(said(await ask(held, language)), [status, code, texts[language], target])
    })

  test('each of several values that cannot be taken has its own', async () => {
    const { suggestion } = await worklist.held('1710')
    const values = [
      { field: 'yield', value: '7' },
      { field: 'unit', value: '' },
      { field: 'postingDate', value: '31.07.2026' },
    ]
    const { status, body } = await act('planner', suggestion, 'adjust', { values }, 'de')
    assert.equal(status, 400)
    assert.deepEqual(
      body.error?.details?.map(({ code, message, target }) => [code, message, target]),
      [
        ['ADJUST_EMPTY', 'Dieser Wert darf nicht leer sein', 'values/1/value'],
        ['ADJUST_NOT_A_DATE', '„31.07.2026“ ist kein Datum; bitte in der Form 2026-07-31 schreiben', 'values/2/value'],
      ],
    )
    assert.equal((await SELECT.one.from(Suggestions).columns('status').where({ ID: suggestion }))?.status, 'proposed')
  })
})
