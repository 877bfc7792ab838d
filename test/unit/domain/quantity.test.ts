import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  amount,
  convert,
  factorOf,
  format,
  nearestPowerOfTen,
  nearestUnitFactor,
  parseDecimal,
  physicalFactor,
  ratio,
  toText,
} from '../../../srv/domain/quantity.ts'
import { material } from '../checks/world.ts'

const flour = material('RM10', 'KG')
const bottle = material('FG1', 'PC', {
  units: [
    { unit: 'BOX', numerator: '24', denominator: '1' },
    { unit: 'M', numerator: '1', denominator: '3' },
  ],
})

describe('quantities', () => {
  it('reads decimals as senders write them, and nothing else', () => {
    for (const text of ['1.10', '-3', '0', '.5', '12.', ' 7 ', '99999999999999999999.123'])
      assert.notEqual(parseDecimal(text), undefined, text)
    for (const text of ['', 'x', '1,5', '1e3', '0x10', 'NaN', 'Infinity', '1.2.3', '--1']) assert.equal(parseDecimal(text), undefined, text)
  })

  it('computes without binary rounding and writes without an exponent', () => {
    assert.equal(toText(amount('0.1').add(amount('0.2'))), '0.3')
    assert.equal(toText(amount('99999999999999999999').add(1)), '100000000000000000000')
    assert.equal(toText(amount('0.0000001'), 7), '0.0000001')
    assert.equal(toText(amount('2.0006')), '2.001')
    assert.equal(amount(undefined).toFixed(), '0')
  })

  it('formats with unit and without needless zeros', () => {
    assert.equal(format('2.400', 'KG'), '2.4 KG')
    assert.equal(format('10', ''), '10')
    assert.equal(format('much', 'KG'), 'much KG')
  })

  it('converts by the units that the material knows', () => {
    assert.equal(convert({ value: '2000', unit: 'G' }, 'KG', flour)?.toFixed(), '2')
    assert.equal(convert({ value: '2', unit: 'KG' }, 'G', flour)?.toFixed(), '2000')
    assert.equal(convert({ value: '2', unit: '' }, 'KG', flour)?.toFixed(), '2')
    assert.equal(convert({ value: '3', unit: 'BOX' }, 'M', bottle)?.toFixed(), '216')
    assert.equal(convert({ value: '3', unit: 'L' }, 'PC', bottle), undefined)
    assert.equal(convert({ value: 'x', unit: 'PC' }, 'PC', bottle), undefined)
    assert.equal(factorOf('BOX', { ...bottle, units: [{ unit: 'BOX', numerator: '1', denominator: '0' }] }), undefined)
  })

  it('comes back to the same quantity after converting there and back', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 1000 }),
        (value, numerator, denominator) => {
          const any = material('X', 'KG', { units: [{ unit: 'ZZ', numerator: String(numerator), denominator: String(denominator) }] })
          const there = convert({ value: String(value), unit: 'KG' }, 'ZZ', any)
          const back = there && convert({ value: there.toFixed(), unit: 'ZZ' }, 'KG', any)
          assert.equal(back && toText(back), String(value))
        },
      ),
    )
  })

  it('knows physics, but only within a dimension', () => {
    assert.equal(physicalFactor('KG', 'G')?.toFixed(), '1000')
    assert.equal(physicalFactor('ML', 'L')?.toFixed(), '0.001')
    assert.equal(physicalFactor('KG', 'L'), undefined)
    assert.equal(physicalFactor('PC', 'BOX'), undefined)
  })

  it('finds the factor that explains a ratio', () => {
    assert.deepEqual(
      [nearestPowerOfTen(amount('9.8')).exponent, nearestPowerOfTen(amount('0.011')).exponent, nearestPowerOfTen(amount('1.4')).exponent],
      [1, -2, 0],
    )
    const grams = nearestUnitFactor(amount('990'), 'KG', flour)
    assert.deepEqual([grams?.right, grams?.factor.toFixed(), grams?.distance.toFixed()], ['G', '1000', '0.01'])
    const boxes = nearestUnitFactor(amount('25'), 'BOX', bottle)
    assert.deepEqual([boxes?.right, boxes?.factor.toFixed()], ['PC', '24'])
    assert.equal(nearestUnitFactor(amount('2'), 'KG', { ...flour, units: [] }), undefined)
    assert.equal(ratio(amount('1'), amount('0')), undefined)
  })
})
