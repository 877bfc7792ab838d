import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, it } from 'node:test'
import type { FieldChange } from '../../../srv/domain/message.ts'
import { afterChanges } from '../../../srv/corrections/index.ts'
import { mayActAlone } from '../../../srv/policy/automatic.ts'
import { movedBy } from '../../../srv/policy/moved.ts'
import { DEFAULT_POLICY } from '../../../srv/policy/policy.ts'
import { AUTOMATE, AUTOMATICS, CANDIDATE } from '../../tools/policy/automatics.ts'
import { printed, withTables } from '../../tools/policy/print.ts'
import { confirmation, movement, withMaterial, world } from '../checks/world.ts'

describe('a correction', () => {
  for (const [name, candidate, policy, isAllowed, why] of AUTOMATICS)
    it(`${name}: ${isAllowed ? 'by itself' : 'a person'}`, () => {
      const said = mayActAlone({ ...CANDIDATE, ...candidate }, { ...DEFAULT_POLICY, ...AUTOMATE, ...policy })
      assert.equal(said.isAllowed, isAllowed, said.why)
      assert.match(said.why, why)
    })
})

describe('what a correction touches', () => {
  // RM10 2 KG, RM12 0.5 KG, PK01 10 PC at 3.50 each, and 10 FG100 at 20.
  const parts = [confirmation()]
  const touched = (changes: readonly FieldChange[], known = world()) =>
    movedBy(
      parts,
      afterChanges(
        parts,
        changes.filter((each) => each.op === 'set'),
      ),
      changes,
      known,
    )
  const set = (field: string, to: string): FieldChange => ({ op: 'set', part: 0, field, from: '', to })
  const worth = (changes: readonly FieldChange[]) => touched(changes).map((each) => [each.material, each.quantity, each.value])

  it('is the larger of what was sent and what would be posted', () => {
    assert.deepEqual(worth([set('movements/0/quantity', '1')]), [['RM10', '2', '7']])
    assert.deepEqual(worth([set('movements/0/quantity', '3')]), [['RM10', '3', '10.5']])
  })

  it('is all of a movement that only comes from elsewhere', () =>
    assert.deepEqual(worth([set('movements/0/batch', 'B1'), set('movements/0/storageLocation', '171B')]), [['RM10', '2', '7']]))

  it('is what is removed and what is added', () => {
    const changes: FieldChange[] = [
      { op: 'removeMovement', part: 0, index: 0, movement: movement('RM10', '2', 'KG') },
      { op: 'addMovement', part: 0, movement: movement('RM12', '500', 'G') },
    ]
    assert.deepEqual(worth(changes), [
      ['RM10', '2', '7'],
      ['RM12', '0.5', '1.75'],
    ])
  })

  it('is what is made, where that is corrected', () => assert.deepEqual(worth([set('yield', '12')]), [['FG100', '12', '240']]))

  it('is nothing where only a reason is named, and everything where nothing is changed, or the day', () => {
    assert.deepEqual(worth([set('reason', '0001'), set('movements/0/reason', '0002')]), [])
    const whole = ['FG100', 'RM10', 'RM12', 'PK01']
    assert.deepEqual(
      touched([]).map((each) => each.material),
      whole,
    )
    assert.deepEqual(
      touched([set('postingDate', '2026-07-01')]).map((each) => each.material),
      whole,
    )
  })

  it('has no value where nobody knows the price, and no quantity where the unit is unknown', () => {
    const [unpriced] = touched(
      [set('movements/0/batch', 'B1')],
      withMaterial('RM10', ({ price: _, ...each }) => each),
    )
    assert.deepEqual([unpriced?.quantity, unpriced?.value], ['2', undefined])
    const [unknown] = touched([set('movements/0/unit', 'XX')])
    assert.deepEqual([unknown?.quantity, unknown?.value], [undefined, undefined])
  })
})

it('the README shows what is decided', async () => {
  const text = await readFile(resolve(import.meta.dirname, '../../../srv/policy/README.md'), 'utf8')
  assert.equal(withTables(text, printed()), text, 'node test/tools/policy.ts --write srv/policy/README.md')
})
