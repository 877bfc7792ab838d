import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import cds from '@sap/cds'
import { Cases } from '#cds-models/countersign'
import { CASES } from './models-made.ts'
import { type Control, openControl, type Row } from './stand.ts'

let control: Control

before(async () => {
  control = await openControl()
  await keep(CASES)
})
after(() => control.close())

const keep = (rows: readonly Row[]) => INSERT.into(Cases).entries(rows.map((row) => ({ ID: cds.utils.uuid(), ...row })) as never)
const told = async (opinion = 'both'): Promise<unknown[]> => {
  const { body } = await control.ask('GET', 'WeeklyFigures', undefined, 'controller')
  return (body.value ?? []).filter((row) => row.opinion === opinion).map((row) => [row.week, row.messages, row.failures, row.firstCause])
}

describe('the figures of the weeks', () => {
  test('follow what a person says about a message later on, and what becomes known later', async () => {
    assert.deepEqual(await told(), [
      ['2026-W11', 10, 3, 2],
      ['2026-W12', 10, 3, 2],
    ])
    await UPDATE(Cases).set({ cause_code: 'entryError', personAt: '2026-04-01T10:00:00.000Z' }).where({ number: 1 })
    await keep([{ ...CASES[0], number: 21, labelNumber: null, judgedAt: '2026-03-17T09:00:00.000Z' }])
    assert.deepEqual(await told(), [
      ['2026-W11', 10, 3, 1],
      ['2026-W12', 10, 3, 2],
    ])
    await UPDATE(Cases).set({ labelNumber: 21 }).where({ number: 21 })
    assert.deepEqual(await told(), [
      ['2026-W11', 10, 3, 1],
      ['2026-W12', 11, 4, 3],
    ])
  })

  test('are those of the latest half year', async () => {
    await keep([{ ...CASES[0], number: 22, labelNumber: 22, judgedAt: '2026-09-07T00:00:00.000Z' }])
    assert.deepEqual(await told(), [
      ['2026-W12', 11, 4, 3],
      ['2026-W37', 1, 1, 1],
    ])
  })
})
