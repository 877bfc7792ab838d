import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CHECKS, inspect, type CheckSettings } from '../../../srv/checks/index.ts'
import type { Context } from '../../../srv/domain/context.ts'
import type { Finding } from '../../../srv/domain/judgement.ts'
import type { MessagePart } from '../../../srv/domain/message.ts'
import { consumption } from './rows/consumption.ts'
import { dates } from './rows/dates.ts'
import { duplicates } from './rows/duplicates.ts'
import { materials } from './rows/materials.ts'
import { orders } from './rows/orders.ts'
import { quantities } from './rows/quantities.ts'
import { reasons } from './rows/reasons.ts'
import { stocks } from './rows/stock.ts'
import { rm, type Row } from './scene.ts'
import { confirmation, world } from './world.ts'

const SETTINGS: CheckSettings = { consumptionTolerance: '20', duplicateWindow: 86400 }

function found(part: MessagePart | MessagePart[], context: Context = world(), settings = SETTINGS): Finding[] {
  return inspect({ parts: [part].flat() }, context, settings).flatMap((each) => each.findings)
}

const rows: readonly Row[] = [...orders, ...duplicates, ...quantities, ...dates, ...reasons, ...materials, ...consumption, ...stocks]

describe('inspect', () => {
  for (const [name, parts, context, ...expected] of rows) {
    it(`sees ${name}: ${expected.length === 0 ? 'nothing wrong' : expected.map((each) => each[1]).join(', ')}`, () => {
      const findings = found(parts, context)
      const got = findings.map((each) => [each.check, each.code, each.cause, each.isDecisive, each.field, each.severity])
      assert.deepEqual(
        got,
        expected.map(([check, code, cause, isDecisive, field, severity = 'error']) => [check, code, cause, isDecisive, field, severity]),
      )
      for (const each of findings) assert.match(each.text, /^[A-Z0-9].*\.$/)
    })
  }

  it('names numbers and units in the sentence and as evidence', () => {
    const [finding] = found(rm('2.9'))
    assert.equal(finding?.text, '2.9 KG of RM10 reported where the bill of material needs 2 KG for 10 PC.')
    assert.deepEqual(finding.evidence.slice(0, 3), [
      { name: 'sent', value: '2.9', unit: 'KG' },
      { name: 'expected', value: '2', unit: 'KG' },
      { name: 'ratio', value: '1.45' },
    ])
  })

  it('lets last month pass where the plant allows it', () => {
    assert.deepEqual(found(confirmation({ postingDate: '2026-06-30' }), world(), { ...SETTINGS, allowPreviousPeriod: true }), [])
  })

  it('never passes a check whose source could not be read', () => {
    const results = inspect(
      { parts: [confirmation({ order: '9' })] },
      world({ orders: [], unread: [{ source: 'orders', reason: 'timed out' }] }),
      SETTINGS,
    )
    for (const check of CHECKS.filter((each) => each.kinds.includes('confirmation'))) {
      const result = results.find((each) => each.check === check.name)
      assert.equal(result?.state === 'notChecked', check.reads.includes('orders'), check.name)
      if (result?.state === 'notChecked') assert.equal(result.reason, 'orders: timed out')
    }
  })

  it('judges no other kinds of message', () => {
    assert.deepEqual(inspect({ parts: [confirmation({ kind: 'cancellation' })] }, world(), SETTINGS), [])
  })

  it('has a row for every check and for every code that one foresees', () => {
    const codes = new Set(rows.flatMap((row) => (row.slice(3) as Row[3][]).map((each) => `${each[0]} ${each[1]}`)))
    const missing = CHECKS.flatMap((check) => check.foresees.map((code) => `${check.name} ${code}`)).filter((each) => !codes.has(each))
    assert.deepEqual(missing, [])
  })
})
