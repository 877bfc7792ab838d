import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inspect } from '../../../srv/checks/index.ts'
import { afterChanges, propose } from '../../../srv/corrections/index.ts'
import type { Context } from '../../../srv/domain/context.ts'
import { ACTIONS, type Cause, type Finding } from '../../../srv/domain/judgement.ts'
import type { MessagePart } from '../../../srv/domain/message.ts'
import { DEFAULT_POLICY } from '../../../srv/policy/policy.ts'
import { bend, component, confirmation, order, quantity, stock, withMaterial, world } from '../checks/world.ts'
import { components } from './rows/components.ts'
import { header } from './rows/header.ts'
import { quantities } from './rows/quantities.ts'
import { stocks } from './rows/stock.ts'
import { unchanged } from './rows/unchanged.ts'
import { units } from './rows/units.ts'
import { told, type Cured } from './scene.ts'

const input = (parts: readonly MessagePart[], context: Context) => ({
  parts,
  context,
  findings: inspect({ parts }, context, DEFAULT_POLICY).flatMap((each) => each.findings),
  policy: DEFAULT_POLICY,
})

const cured: readonly Cured[] = [...quantities, ...units, ...stocks, ...header, ...components]

describe('propose', () => {
  for (const [name, part, context, action, changes, reason] of cured) {
    it(`${name}: ${action} ${changes.join(', ')}, and what was corrected is found no more`, () => {
      const given = input([part], context)
      const proposal = propose(given)
      const shown = proposal.changes.map((each) => {
        if (each.op === 'set') return `${each.field}=${each.to}`
        if (each.op === 'removeMovement') return `-${each.index}`
        return `+${each.movement.material} ${each.movement.quantity.value} ${each.movement.quantity.unit} ${each.movement.batch}`
      })
      assert.deepEqual([proposal.action, shown], [action, changes])
      assert.match(proposal.reason, reason)
      assert.ok(proposal.confidence > 0.25 && proposal.confidence <= 1, String(proposal.confidence))
      const after = input(afterChanges(given.parts, proposal.changes), context).findings.filter((each) => each.severity === 'error')
      assert.deepEqual(
        after.map((each) => each.text),
        [],
      )
    })
  }

  for (const [name, part, context, prediction, action] of unchanged) {
    it(`${name}: ${action}`, () => {
      const given = input([part], context)
      const proposal = propose({ ...given, ...(prediction && { prediction }) })
      assert.deepEqual([proposal.action, proposal.changes], [action, []])
      assert.match(proposal.reason, /\.$/)
    })
  }

  it('knows every action', () => {
    const seen = new Set([...cured.map((each) => each[3]), ...unchanged.map((each) => each[4])])
    assert.deepEqual(
      ACTIONS.filter((each) => !seen.has(each)),
      [],
    )
  })

  it('follows the model where the evidence alone decides nothing', () => {
    const part = bend('RM10', { quantity: quantity('2.9', 'KG') })
    const given = input([part], world())
    const waste = propose({ ...given, prediction: told({ setupWaste: 0.7, entryError: 0.2 }) })
    assert.deepEqual(
      [waste.action, waste.cause, waste.changes],
      ['postAsIs', 'setupWaste', [{ op: 'set', part: 0, field: 'reason', from: '', to: '0003' }]],
    )
    assert.match(waste.reason, /variance reason 0003/)
    const typo = propose({ ...given, prediction: told({ setupWaste: 0.1, entryError: 0.9 }) })
    assert.deepEqual([typo.action, typo.cause, typo.confidence], ['adjustQuantity', 'entryError', 0.45])
  })

  it('lets a controller sign a changed posting date and a valuable change, a planner all else', () => {
    const dated = propose(input([confirmation({ postingDate: '2026-06-28' })], world()))
    assert.deepEqual([dated.requiredRole, dated.risk], ['controller', 'high'])
    const small = propose(input([bend('RM10', { quantity: quantity('20', 'KG') })], world()))
    assert.deepEqual([small.requiredRole, small.risk], ['planner', 'medium'])
    const gold = withMaterial('RM10', (each) => ({ ...each, price: { amount: '1000', currency: 'EUR' } }))
    assert.equal(propose(input([bend('RM10', { quantity: quantity('20', 'KG') })], gold)).requiredRole, 'controller')
  })

  it('proposes something even for what only the model, only the ERP, or nobody knows', () => {
    const given = { ...input([confirmation()], world()), findings: [] }
    assert.equal(propose({ ...given, prediction: told({ lock: 0.9 }) }).action, 'postAsIs')
    assert.equal(propose(given).action, 'postAsIs')
    const said = (code: string, cause: Cause): Finding => ({
      check: 'erp',
      code,
      cause,
      isDecisive: true,
      severity: 'error',
      part: 0,
      field: '',
      text: 'The ERP refused.',
      evidence: [],
    })
    assert.equal(propose({ ...given, findings: [said('CO/469', 'lock')] }).action, 'waitAndRetry')
    assert.equal(propose({ ...given, findings: [said('ZZ/001', 'unknown')] }).action, 'waitAndRetry')
    assert.equal(propose({ ...given, findings: [said('ZZ/001', 'scrapReason')] }).action, 'reject')
  })

  it('says what was sent, not what the ERP would read into it', () => {
    const part = bend('RM10', { material: '', storageLocation: '', quantity: quantity('20', 'KG') })
    const elsewhere = world({ stock: [stock('RM10', '500', 'KG', { storageLocation: '171B' }), ...world().stock.slice(1)] })
    const proposal = propose(input([part], elsewhere))
    assert.deepEqual(
      proposal.changes.map((each) => each.op === 'set' && [each.field, each.from, each.to]),
      [['movements/0/quantity', '20', '2']],
    )
    const location = propose(input([bend('RM10', { storageLocation: '' })], elsewhere))
    assert.deepEqual(location.changes, [{ op: 'set', part: 0, field: 'movements/0/storageLocation', from: '', to: '171B' }])
  })

  it('works for a later part of a change set', () => {
    const parts = [
      confirmation({ movements: [] }),
      bend('RM10', { quantity: quantity('2000', 'KG') }, confirmation({ yield: quantity('10', 'PC') })),
    ]
    const proposal = propose(
      input(parts, world({ orders: [order({ components: [component('1', 'RM10', '20', 'KG'), ...order().components.slice(1)] })] })),
    )
    assert.deepEqual(proposal.changes, [{ op: 'set', part: 1, field: 'movements/0/unit', from: 'KG', to: 'G' }])
  })
})
