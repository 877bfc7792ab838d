import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, before, describe, test } from 'node:test'
import cds from '@sap/cds'
import express from 'express'
import { AuditLog, ResubmissionItems, Suggestions, SyncAttempts } from '#cds-models/countersign'
import { until } from '../flow/until.ts'
import { confirmation } from './pipeline/message.ts'
import { openTriage, type Row, type Triage } from './triage/stand.ts'

let triage: Triage
let worklist: string
let close: () => Promise<void>
let count = 0
const order = () => String(9_500_000 + ++count)

/** The doors of both lists, on the database that the triage list opens. */
before(async () => {
  triage = await openTriage()
  const app = express()
  await (cds.serve('WorklistService').in(app as never) as unknown as Promise<unknown>)
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  worklist = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/odata/v4/worklist`
  close = async () => {
    server.closeAllConnections()
    server.close()
    await triage.close()
  }
})
after(() => close())

/** A message that people can decide about, with its open suggestion where it is held. */
interface Open {
  readonly ID: string
  readonly suggestion: string
}

type Click = (open: Open) => Promise<{ readonly status: number; readonly text: string }>

async function held(requiredRole = 'planner'): Promise<Open> {
  const outcome = await triage.pipeline.submit(confirmation({ key: `people-${order()}`, order: order(), amount: '-5.000' }))
  assert.ok(outcome.state === 'held')
  const where = { attempt_ID: outcome.id, status: 'proposed' } as const
  await UPDATE(Suggestions).set({ action_code: 'postAsIs', requiredRole }).where(where)
  return { ID: outcome.id, suggestion: (await SELECT.one.from(Suggestions).columns('ID').where(where))?.ID ?? '' }
}

async function awaitingSignOff(): Promise<Open> {
  const open = await held('controller')
  assert.equal((await APPROVE(open)).status, 200)
  return open
}

async function refused(): Promise<Open> {
  return { ID: (await triage.refused({ order: order() })).ID, suggestion: '' }
}

/** A click on the worklist. */
function decide(user: string, action: string, values: Row = {}): Click {
  return async ({ suggestion }) => {
    const answer = await fetch(`${worklist}/Suggestions(${suggestion})/WorklistService.${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'en', authorization: `Basic ${btoa(`${user}:${user}`)}` },
      body: JSON.stringify(values),
    })
    const { error } = (await answer.json()) as { error?: { message: string } }
    return { status: answer.status, text: error?.message ?? '' }
  }
}

/** A click on the triage list. */
function sortOut(user: string, action: string, values: Row = {}): Click {
  return async ({ ID }) => {
    const { status, body } = await triage.act(user, { ID, groupID: '' }, action, values)
    return { status, text: body.error?.message ?? '' }
  }
}

const APPROVE = decide('planner', 'approve')
const REJECT = decide('supervisor', 'rejectSuggestion', { reason: 'Counted again' })
const SIGN = decide('controller', 'signOff')
const CANCEL = sortOut('planner', 'cancel', { reason: 'Booked by hand' })

/** What two people click at the same moment, and on what. */
const CLICKS: readonly (readonly [what: string, on: () => Promise<Open>, one: Click, other: Click])[] = [
  ['approve and approve', held, APPROVE, decide('supervisor', 'approve')],
  ['approve and reject', held, APPROVE, REJECT],
  ['reject and approve', held, REJECT, APPROVE],
  ['reject and reject', held, REJECT, decide('planner', 'rejectSuggestion', { reason: 'Twice' })],
  ['approve and post as sent', held, APPROVE, decide('supervisor', 'postAsSent', { note: 'It is right' })],
  ['approve and cancel', held, APPROVE, CANCEL],
  ['cancel and reject', held, CANCEL, REJECT],
  ['sign and sign', awaitingSignOff, SIGN, SIGN],
  ['sign and return', awaitingSignOff, SIGN, decide('controller', 'returnToPlanner', { reason: 'Too much' })],
  ['sign and reject', awaitingSignOff, SIGN, REJECT],
  ['sign and cancel', awaitingSignOff, SIGN, CANCEL],
  ['cancel what is refused, twice', refused, CANCEL, sortOut('supervisor', 'cancel', { reason: 'Twice' })],
]
const PLAIN = /: refresh to see what( became of it)?$|^Nothing of this can be tried again/
const DECISIONS = ['approved', 'signedOff', 'returned', 'rejected', 'cancelled']

describe('of two people who click at the same moment one decides, and the other is told in plain words', () => {
  for (const [what, on, one, other] of CLICKS)
    test(what, async () => {
      const open = await on()
      const before = await decisionsOn(open)
      const said = await Promise.all([one(open), other(open)])
      assert.deepEqual(said.map(({ status }) => status).sort(), [200, 409], JSON.stringify(said))
      assert.match(said.find(({ status }) => status === 409)?.text ?? '', PLAIN)
      assert.equal((await decisionsOn(open)) - before, 1)
      await assertBookedAtMostOnce(open)
    })
})

describe('what one person decides and another tries again at the same moment goes one way', () => {
  for (const [what, on, click] of [
    ['approved', held, APPROVE],
    ['rejected', held, REJECT],
    ['cancelled', refused, CANCEL],
  ] as const)
    test(`${what}, or tried again`, async () => {
      const open = await on()
      const [decided, begun] = await Promise.all([click(open), sortOut('planner', 'resubmit')(open)])
      for (const { status, text } of [decided, begun]) assert.ok(status === 200 || (status === 409 && PLAIN.test(text)), text)
      if (begun.status === 200) await until(async () => !['pending', 'running'].includes((await itemOf(open)) ?? ''))
      const isTriedAgain = (await toldOf(open)).includes('resubmitted')
      assert.deepEqual([await decisionsOn(open), isTriedAgain], decided.status === 200 ? [1, false] : [0, true])
      await assertBookedAtMostOnce(open)
    })
})

/** Waits until the attempt stands where nothing happens by itself. */
async function assertBookedAtMostOnce({ ID }: Open): Promise<void> {
  const settled = ['held', 'posted', 'refused', 'rejected']
  const status = await until(async () => {
    const now = (await SELECT.one.from(SyncAttempts).columns('status').where({ ID }))?.status ?? ''
    return settled.includes(now) && now
  })
  assert.equal(triage.erp.booked.filter((key) => key.startsWith(ID)).length, status === 'posted' ? 1 : 0)
}

async function toldOf({ ID }: Open): Promise<string[]> {
  const rows = await SELECT.from(AuditLog).columns('action').where({ attempt_ID: ID })
  return rows.map((row) => row.action ?? '')
}

async function decisionsOn(open: Open): Promise<number> {
  return (await toldOf(open)).filter((action) => DECISIONS.includes(action)).length
}

async function itemOf({ ID }: Open): Promise<string | null | undefined> {
  return (await SELECT.one.from(ResubmissionItems).columns('status').where({ attempt_ID: ID }))?.status
}
