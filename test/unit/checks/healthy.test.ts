import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { inspect } from '../../../srv/checks/index.ts'
import type { Context } from '../../../srv/domain/context.ts'
import type { MessagePart } from '../../../srv/domain/message.ts'
import { parseDecimal } from '../../../srv/domain/quantity.ts'
import { batch, component, confirmation, material, movement, operation, order, stock, world } from './world.ts'

const SETTINGS = { consumptionTolerance: '20', duplicateWindow: 86400 }

interface Piece {
  readonly perPiece: number
  readonly isCounted: boolean
  readonly isBatchManaged: boolean
  readonly inSmallUnit: boolean
  readonly jitter: number
  readonly isFixed: boolean
}

const piece: fc.Arbitrary<Piece> = fc.record({
  perPiece: fc.integer({ min: 20, max: 50_000 }),
  isCounted: fc.boolean(),
  isBatchManaged: fc.boolean(),
  inSmallUnit: fc.boolean(),
  jitter: fc.integer({ min: -190, max: 190 }),
  isFixed: fc.integer({ min: 0, max: 9 }).map((each) => each === 0),
})

const shift = fc.record({
  pieces: fc.array(piece, { minLength: 1, maxLength: 6 }),
  planned: fc.integer({ min: 50, max: 2000 }),
  yields: fc.integer({ min: 10, max: 40 }),
  scrap: fc.integer({ min: 0, max: 5 }),
  confirmed: fc.integer({ min: 0, max: 10 }),
  usesProposal: fc.boolean(),
  isMissingOf: fc.boolean(),
})

/** An order with components, and a confirmation that consumes BOM × (yield + scrap) give or take what is tolerated. */
function healthy({ pieces, planned, yields, scrap, confirmed, usesProposal, isMissingOf }: ShiftCase): {
  part: MessagePart
  context: Context
} {
  const total = yields + scrap
  const described = pieces.map((each, index) => {
    const id = `C${index}`
    const unit = each.isCounted ? 'PC' : 'KG'
    const required = (each.isCounted ? Math.ceil(each.perPiece / 5000) : each.perPiece / 10_000) * planned
    const share = each.isFixed ? required : (required * total) / planned
    const sent = share * (each.isFixed ? 1 : 1 + each.jitter / 1000)
    const number = each.isCounted ? String(Math.round(sent)) : each.inSmallUnit ? (sent * 1000).toFixed(0) : sent.toFixed(3)
    const isIssued = Number(number) > 0
    return {
      ...each,
      id,
      unit,
      required: required.toFixed(3),
      share,
      number,
      sentUnit: each.isCounted ? 'PC' : each.inSmallUnit ? 'G' : 'KG',
      isIssued,
    }
  })
  const batchOf = (each: { isBatchManaged: boolean }) => (each.isBatchManaged ? '0000000009' : '')
  const components = described.map((each, index) =>
    component(String(index + 1), each.id, each.required, each.unit, { isFixedQuantity: each.isFixed }),
  )
  const movements = described
    .map((each, index) => ({ index, each }))
    .filter(({ each }) => each.isIssued && !isMissingOf)
    .map(({ each, index }) =>
      movement(each.id, each.number, each.sentUnit, { reservation: '5001', reservationItem: String(index + 1), batch: batchOf(each) }),
    )
  const context = world({
    orders: [
      order({
        planned: String(planned),
        components,
        operations: [
          operation('0010', { plannedQuantity: String(planned), confirmedYield: String(confirmed), isPartiallyConfirmed: confirmed > 0 }),
        ],
      }),
    ],
    materials: [
      material('FG100', 'PC'),
      ...described.map((each) => material(each.id, each.unit, {}, { isBatchManaged: each.isBatchManaged })),
    ],
    batches: described.filter((each) => each.isBatchManaged).map((each) => batch(each.id, batchOf(each))),
    stock: described.map((each) => stock(each.id, '99999999', each.unit, { batch: batchOf(each) })),
    expected: usesProposal
      ? described.map((each, index) => ({
          part: 0,
          material: each.id,
          plant: '1710',
          storageLocation: '171A',
          batch: '',
          movementType: '261',
          reservation: '5001',
          reservationItem: String(index + 1),
          quantity: { value: each.share.toFixed(3), unit: each.unit },
        }))
      : [],
  })
  const part = confirmation({
    yield: { value: String(yields), unit: 'PC' },
    scrap: { value: `${scrap}.000`, unit: 'PC' },
    reason: scrap > 0 ? '0001' : '',
    movements,
  })
  return { part, context }
}

type ShiftCase = typeof shift extends fc.Arbitrary<infer T> ? T : never

describe('a healthy confirmation', () => {
  it('gives no cause for any remark, whatever it consumes within tolerance', () => {
    fc.assert(
      fc.property(shift, (each) => {
        const { part, context } = healthy(each)
        const results = inspect({ parts: [part] }, context, SETTINGS)
        assert.deepEqual(
          results.flatMap((result) => result.findings.map((finding) => `${finding.code}: ${finding.text}`)),
          [],
        )
        assert.ok(results.every((result) => result.state === 'passed'))
      }),
      { numRuns: 2000, seed: 1 },
    )
  })

  it('is no longer one as soon as a quantity is ten times or a thousand times what it was', () => {
    fc.assert(
      fc.property(shift, fc.constantFrom('10', '1000'), fc.nat(), (each, factor, which) => {
        const { part, context } = healthy({ ...each, isMissingOf: false })
        const position = which % Math.max(part.movements.length, 1)
        fc.pre(
          part.movements[position] !== undefined &&
            each.pieces[position]?.isFixed === false &&
            each.pieces.every((other) => !other.isFixed),
        )
        const movements = part.movements.map((other, index) =>
          index === position
            ? { ...other, quantity: { ...other.quantity, value: String(Number(other.quantity.value) * Number(factor)) } }
            : other,
        )
        const findings = inspect({ parts: [{ ...part, movements }] }, context, SETTINGS).flatMap((result) => result.findings)
        assert.ok(findings.some((finding) => finding.severity === 'error' && ['entryError', 'unitOfMeasure'].includes(finding.cause)))
      }),
      { numRuns: 500, seed: 2 },
    )
  })

  it('with a quantity that is no decimal is remarked on for that alone, whatever stands there', () => {
    const written = fc.oneof(fc.constantFrom('1,5', '1.234,5', '1,234', 'ten', '-', ' ', '1e3', '5 KG', '٣'), fc.string({ maxLength: 12 }))
    const field = fc.constantFrom('yield', 'scrap', 'rework', 'activity', 'movement')
    fc.assert(
      fc.property(shift, written, field, (each, value, where) => {
        fc.pre(parseDecimal(value) === undefined)
        const { part, context } = healthy({ ...each, isMissingOf: false })
        fc.pre(where !== 'movement' || part.movements.length > 0)
        const odd = { value, unit: 'PC' }
        const bent: Partial<MessagePart> =
          where === 'movement'
            ? {
                movements: part.movements.map((other, index) =>
                  index === 0 ? { ...other, quantity: { ...other.quantity, value } } : other,
                ),
              }
            : where === 'activity'
              ? { activities: [{ value, unit: 'MIN' }] }
              : { [where]: odd }
        const results = inspect({ parts: [{ ...part, ...bent }] }, context, SETTINGS)
        assert.deepEqual(
          results.filter((result) => result.state !== 'passed').map((result) => `${result.check} ${result.state}`),
          ['decimalFormat failed'],
        )
      }),
      { numRuns: 1000, seed: 3 },
    )
  })
})
