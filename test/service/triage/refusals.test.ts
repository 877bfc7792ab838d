import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Conflicts } from '#cds-models/countersign'
import { type Answer, type Failure, openTriage, type Row, type Triage } from './stand.ts'

let triage: Triage
let count = 0
const order = () => String(8_500_000 + ++count)

before(async () => (triage = await openTriage()))
after(() => triage.close())

const cancelled = (failure: Failure) => triage.act('planner', failure, 'cancel', { reason: 'Booked by hand' })
const somewhere = { ID: crypto.randomUUID(), groupID: 'X|Y|1710||' }

/** What is refused, and the words for it in English and German. */
const REFUSED: readonly {
  readonly why: string
  readonly arrange?: (failure: Failure) => Promise<unknown>
  readonly user?: string
  readonly of?: Failure
  readonly action: string
  readonly values?: Row
  readonly status: number
  readonly code: string
  readonly target?: string
  readonly en: string
  readonly de: string
}[] = [
  {
    why: 'a queue that there is not',
    ...{ action: 'forward', values: { queue: 'nowhere' }, status: 400, code: 'COUNTERSIGN/QUEUE_UNKNOWN', target: 'queue' },
    en: 'There is no such queue: choose one of the list',
    de: 'Diese Warteschlange gibt es nicht: bitte eine aus der Liste wählen',
  },
  {
    why: 'a reason to be mapped where there is none',
    ...{ action: 'mapReason', values: { erp: '0001' }, status: 400, code: 'COUNTERSIGN/NO_REASON' },
    en: 'The message bears no reason that could be mapped',
    de: 'Die Meldung trägt keinen Grund, der sich abbilden ließe',
  },
  {
    why: 'what is solved already',
    arrange: cancelled,
    ...{ action: 'assign', values: { assignee: 'planner' }, status: 409, code: 'COUNTERSIGN/RESOLVED_ALREADY' },
    en: 'Some of it is not open any more: refresh to see what became of it',
    de: 'Ein Teil davon ist nicht mehr offen: neu laden zeigt, was daraus wurde',
  },
  {
    why: 'to try again what is solved',
    arrange: cancelled,
    ...{ action: 'resubmit', status: 409, code: 'COUNTERSIGN/NOTHING_OPEN' },
    en: 'Nothing of this can be tried again: it has moved on, nobody can read it, or the ERP may have it',
    de: 'Hiervon kann nichts erneut versucht werden: es ist schon weiter, niemand kann es lesen, oder das ERP hat es vielleicht',
  },
  {
    why: 'to put on the worklist what is solved',
    arrange: cancelled,
    ...{ action: 'takeOver', status: 409, code: 'COUNTERSIGN/MOVED_ON' },
    en: 'The message has moved on: refresh to see what became of it',
    de: 'Die Meldung ist schon weiter: neu laden zeigt, was daraus wurde',
  },
  {
    why: 'a failure that there is not',
    ...{ of: somewhere, action: 'comment', values: { text: 'Hello' }, status: 404, code: 'COUNTERSIGN/NOT_FOUND' },
    en: "This isn't there, or not any more: refresh to see what is",
    de: 'Das gibt es nicht, oder nicht mehr: neu laden zeigt, was es gibt',
  },
  {
    why: 'what is for other roles',
    ...{ user: 'auditor', action: 'cancel', values: { reason: 'No' }, status: 403, code: '403' },
    en: "Your role doesn't allow this",
    de: 'Das ist mit Ihrer Rolle nicht möglich',
  },
  {
    why: 'a cancellation without a reason',
    ...{ action: 'cancel', values: { reason: ' ' }, status: 400, code: 'ASSERT_MANDATORY', target: 'reason' },
    en: 'Provide the missing value.',
    de: 'Geben Sie den fehlenden Wert ein.',
  },
]

describe('a refusal has code, text and target, in the language of who reads it', () => {
  for (const { why, arrange, user = 'planner', of, action, values, status, code, target, ...texts } of REFUSED)
    test(why, async () => {
      const failure = await triage.refused({ order: order() })
      await arrange?.(failure)
      for (const language of ['en', 'de'] as const) {
        const { status: given, body } = await triage.act(user, of ?? failure, action, values, language)
        const { error } = body
        assert.deepEqual([given, error?.code, error?.message, error?.target], [status, code, texts[language], target])
      }
    })

  test('and so has what a substitution or an alert rule lacks', async () => {
    const day = { validFrom: '2026-02-02', validTo: '2026-02-01' }
    const textOf = async (language: string, set: string, values: Row): Promise<unknown> =>
      (await created(language, set, values)).body.error?.message
    const turned = { user: 'planner', substitute: 'controller', ...day }
    assert.equal(await textOf('en', 'Substitutions', turned), 'The last day lies before the first')
    assert.equal(await textOf('de', 'Substitutions', turned), 'Der letzte Tag liegt vor dem ersten')
    const foreign = { user: 'controller', substitute: 'planner', validFrom: '2026-02-01', validTo: '2026-02-02' }
    assert.match(String(await textOf('de', 'Substitutions', foreign)), /^Sie können nur sagen, wer Sie selbst vertritt/)
    assert.match(String(await textOf('de', 'AlertRules', {})), /^Bitte mindestens eines angeben/)
  })
})

test('what is begun is told in the language of who began it', async () => {
  const failure = await triage.refused({ order: order() })
  const { status, messages } = await triage.act('planner', failure, 'resubmit', {}, 'de')
  assert.deepEqual([status, messages.map(({ message }) => message)], [200, ['Die Meldung wird erneut versucht']])
  assert.ok(await SELECT.one.from(Conflicts).where({ attempt_ID: failure.ID }))
})

/** A draft that is saved. */
async function created(language: string, set: string, values: Row): Promise<Answer> {
  const draft = await triage.ask('planner', 'POST', set, values, language)
  if (draft.status >= 300) return draft
  return triage.ask('planner', 'POST', `${set}(ID=${String(draft.body.ID)},IsActiveEntity=false)/TriageService.draftActivate`, {}, language)
}
