import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { stringify } from 'lossless-json'
import type { FieldChange, MessagePart, Movement } from '../../../srv/domain/message.ts'
import { parseLossless } from '../../../srv/erp/json.ts'
import { PatchError, applyPatch, patchOf } from '../../../srv/erp/patch.ts'

type Part = Pick<MessagePart, 'kind' | 'body'> & Partial<Pick<MessagePart, 'path' | 'orderCategory'>>

function part(body: string, kind: MessagePart['kind'] = 'confirmation'): Part {
  return { kind, body: Buffer.from(body) }
}

function set(field: string, to: string): FieldChange {
  return { op: 'set', part: 0, field, from: '', to }
}

/** Through JSON, as patches are kept. */
function corrected(given: Part, changes: readonly FieldChange[]): string {
  const kept = JSON.parse(JSON.stringify(patchOf(given, changes))) as ReturnType<typeof patchOf>
  return applyPatch(given.body, kept).toString()
}

const issue: Movement = {
  ...{
    material: 'RM100',
    plant: '1710',
    storageLocation: '171A',
    batch: '',
    movementType: '261',
    order: '1000510',
    reservation: '77',
    reservationItem: '2',
    reason: '',
  },
  quantity: { value: '2.500', unit: 'KG' },
}

describe('corrections on the raw body', () => {
  it('an empty patch answers the same bytes', () => {
    const body = Buffer.from('{ "a" : 1.10,\n"a":2 }')
    assert.equal(applyPatch(body, []), body)
  })

  it('a text stays a text, a number a number, and what is left alone keeps every digit', () => {
    const body =
      '{"ConfirmationYieldQuantity":"10.000","ConfirmationScrapQuantity":1.10,"Big":12345678901234567890.10,"YY1_Own":{"x":[1.0,1e400]}}'
    assert.equal(
      corrected(part(body), [set('yield', '8'), set('scrap', '2.50')]),
      '{"ConfirmationYieldQuantity":"8","ConfirmationScrapQuantity":2.50,"Big":12345678901234567890.10,"YY1_Own":{"x":[1.0,1e400]}}',
    )
  })

  for (const [how, from, to] of [
    ['/Date()/', '"/Date(1731974400000)/"', '"/Date(1732147200000)/"'],
    ['ISO', '"2024-11-19T00:00:00"', '"2024-11-21T00:00:00"'],
    ['a bare day', '"2024-11-19"', '"2024-11-21"'],
    ['null', 'null', '"/Date(1732147200000)/"'],
  ] as const) {
    it(`a date stays ${how}`, () =>
      assert.equal(corrected(part(`{"PostingDate":${from}}`), [set('postingDate', '2024-11-21')]), `{"PostingDate":${to}}`))
  }

  for (const [how, wrap] of [
    ['results', (items: string) => `{"to_ProdnOrdConfMatlDocItm":{"results":${items}}}`],
    ['a plain list', (items: string) => `{"to_ProdnOrdConfMatlDocItm":${items}}`],
    ['results below d', (items: string) => `{"d":{"to_ProdnOrdConfMatlDocItm":{"results":${items}}}}`],
    ['a plain list beside a d that wraps nothing', (items: string) => `{"d":{},"OrderID":"1","to_ProdnOrdConfMatlDocItm":${items}}`],
  ] as const) {
    it(`movements are found in ${how}; positions are those of the body as it came`, () => {
      const body = wrap(
        '[{"Material":"A","EntryUnit":"G","EntryUnitISOCode":"GRM"},{"Material":"B","QuantityInEntryUnit":3.0},{"Material":"C"}]',
      )
      const changes: FieldChange[] = [
        { op: 'removeMovement', part: 0, index: 0, movement: issue },
        { op: 'addMovement', part: 0, movement: issue },
        { op: 'removeMovement', part: 0, index: 2, movement: issue },
        set('movements/1/quantity', '4'),
        set('movements/0/unit', 'KG'),
        set('movements/1/batch', '0000000008'),
      ]
      const added =
        '{"Material":"RM100","Plant":"1710","StorageLocation":"171A","GoodsMovementType":"261","OrderID":"1000510","Reservation":"77","ReservationItem":"2","QuantityInEntryUnit":"2.500","EntryUnit":"KG"}'
      assert.equal(corrected(part(body), changes), wrap(`[{"Material":"B","QuantityInEntryUnit":4,"Batch":"0000000008"},${added}]`))
    })
  }

  it('a changed unit takes the other codes of the old one with it', () => {
    const body = '{"ConfirmationUnit":"G","ConfirmationUnitISOCode":"GRM","ConfirmationUnitSAPCode":"G"}'
    assert.equal(corrected(part(body), [set('unit', 'KG')]), '{"ConfirmationUnit":"KG"}')
  })

  it('work has its place by position, and its unit takes its other codes with it, too', () => {
    const body =
      '{"OpConfirmedWorkQuantity2":30.0,"OpWorkQuantityUnit2":"MIN","WorkQuantityUnit2ISOCode":"MIN","WorkQuantityUnit2SAPCode":"MIN"}'
    const changes = [set('activities/1/quantity', '0.5'), set('activities/1/unit', 'H'), set('activities/5/quantity', '2')]
    assert.equal(
      corrected(part(body), changes),
      '{"OpConfirmedWorkQuantity2":0.5,"OpWorkQuantityUnit2":"H","OpConfirmedWorkQuantity6":"2"}',
    )
    assert.throws(() => patchOf(part(body), [set('activities/6/quantity', '1')]), PatchError)
  })

  it('a unit that a body says only by a code of it is said plainly instead', () => {
    const body = '{"to_ProdnOrdConfMatlDocItm":[{"EntryUnitISOCode":"GRM","EntryUnitSAPCode":"G"}]}'
    assert.equal(corrected(part(body), [set('movements/0/unit', 'KG')]), '{"to_ProdnOrdConfMatlDocItm":[{"EntryUnit":"KG"}]}')
  })

  it('what a movement is, what it refers to and what it is posted to have their place', () => {
    const changes = [set('movements/0/movementType', '261'), set('movements/0/reference', 'F'), set('movements/0/account', '4711')]
    const items = (item: string) => `{"to_MaterialDocumentItem":[${item}]}`
    for (const [before, after] of [
      ['"Material":"A"', '"Material":"A","GoodsMovementType":"261","GoodsMovementRefDocType":"F","CostCenter":"4711"'],
      ['"CostCenter":"","WBSElement":"P-1"', '"CostCenter":"","WBSElement":"4711","GoodsMovementType":"261","GoodsMovementRefDocType":"F"'],
      [
        '"GLAccount":"400000","CostCenter":"17"',
        '"GLAccount":"400000","CostCenter":"4711","GoodsMovementType":"261","GoodsMovementRefDocType":"F"',
      ],
    ] as const)
      assert.equal(corrected(part(items(`{${before}}`), 'materialDocument'), changes), items(`{${after}}`))
  })

  it('an added movement says what it refers to, is posted to, and until when its batch may be used', () => {
    const receipt = {
      ...issue,
      movementType: '101',
      reservation: '',
      reservationItem: '',
      reference: 'B',
      account: '17101301',
      expiresOn: '2024-11-21',
    }
    const body = JSON.parse(corrected(part('{}', 'materialDocument'), [{ op: 'addMovement', part: 0, movement: receipt }])) as {
      to_MaterialDocumentItem: { results: [Record<string, string>] }
    }
    const { GoodsMovementRefDocType, CostCenter, ShelfLifeExpirationDate } = body.to_MaterialDocumentItem.results[0]
    assert.deepEqual([GoodsMovementRefDocType, CostCenter, ShelfLifeExpirationDate], ['B', '17101301', '/Date(1732147200000)/'])
  })

  for (const known of [{ path: 'ProcOrdConf2' }, { path: '', orderCategory: 'process' }] as const) {
    it(`a process order's confirmation, known by its ${known.path || 'category'}, has its own items and no rework`, () => {
      const given = { ...part('{"to_ProcOrdConfMatlDocItm":{"results":[{"Material":"A"}]}}'), ...known }
      const changes: FieldChange[] = [set('yield', '2'), set('movements/0/batch', 'B1')]
      assert.equal(
        corrected(given, changes),
        '{"to_ProcOrdConfMatlDocItm":{"results":[{"Material":"A","Batch":"B1"}]},"ConfirmationYieldQuantity":"2"}',
      )
      assert.throws(() => patchOf(given, [set('rework', '1')]), { target: 'rework' })
    })
  }

  it('a movement where there was none comes as results; a receipt refers to the order', () => {
    const receipt = { ...issue, movementType: '101', reservation: '', reservationItem: '', reason: '0001' }
    const body = JSON.parse(
      corrected(part('{"PostingDate":null}', 'materialDocument'), [{ op: 'addMovement', part: 0, movement: receipt }]),
    ) as Record<string, unknown>
    const item = {
      Material: 'RM100',
      Plant: '1710',
      StorageLocation: '171A',
      GoodsMovementType: '101',
      ManufacturingOrder: '1000510',
      GoodsMovementReasonCode: '0001',
    }
    assert.deepEqual(body.to_MaterialDocumentItem, {
      results: [{ ...item, QuantityInEntryUnit: '2.500', EntryUnit: 'KG', GoodsMovementRefDocType: 'F' }],
    })
  })

  const items = '{"to_ProdnOrdConfMatlDocItm":[{"EntryUnit":"XXX"}]}'
  for (const [what, given, change, target] of [
    ['a field that nobody knows', part('{}'), set('nonsense', '1'), 'nonsense'],
    ['a field named like what every object has', part('{}'), set('constructor', '1'), 'constructor'],
    ['a movement that is not there', part('{}'), set('movements/3/quantity', '1'), 'movements/3/quantity'],
    ["the reason of a confirmation's movement", part(items), set('movements/0/reason', '0001'), 'movements/0/reason'],
    [
      'the reason of a movement added to a confirmation',
      part(items),
      { op: 'addMovement', part: 0, movement: { ...issue, reason: '0001' } },
      'movements/reason',
    ],
    ['the removal of what is not there', part(items), { op: 'removeMovement', part: 0, index: 1, movement: issue }, 'movements/1'],
    ['a message of another kind', part('{}', 'other'), set('yield', '1'), 'yield'],
    ['a body that is no JSON', part('<entry/>'), set('yield', '1'), 'yield'],
    ['a body that is no object', part('[]'), { op: 'addMovement', part: 0, movement: issue }, 'movements'],
  ] as const satisfies readonly (readonly [string, Part, FieldChange, string])[]) {
    it(`${what} has no place in the message: that is told with its target`, () =>
      assert.throws(
        () => patchOf(given, [change]),
        (error) => {
          assert.ok(error instanceof PatchError)
          assert.deepEqual([error.code, error.target], ['COUNTERSIGN/FIELD_NOT_IN_MESSAGE', target])
          return true
        },
      ))
  }

  it("the reason of a material document's item has its place", () =>
    assert.equal(
      corrected(part('{"to_MaterialDocumentItem":[{"Material":"A"}]}', 'materialDocument'), [set('movements/0/reason', '0001')]),
      '{"to_MaterialDocumentItem":[{"Material":"A","GoodsMovementReasonCode":"0001"}]}',
    ))

  it('a d beside other members wraps nothing: the fields of the message are beside it', () =>
    assert.equal(
      corrected(part('{"d":{},"OrderID":"1","to_ProdnOrdConfMatlDocItm":[{"Material":"A","EntryUnit":"XXX"}]}'), [
        set('movements/0/unit', 'KG'),
        set('yield', '2'),
      ]),
      '{"d":{},"OrderID":"1","to_ProdnOrdConfMatlDocItm":[{"Material":"A","EntryUnit":"KG"}],"ConfirmationYieldQuantity":"2"}',
    ))

  it('a patch that does not fit is told', () => {
    assert.throws(() => applyPatch(Buffer.from('{}'), [{ op: 'replace', path: '/a', value: '1' }]), /\/a/)
    assert.throws(() => applyPatch(Buffer.from('{"a":"2"}'), [{ op: 'test', path: '/a', value: '1' }]), /differs/)
    assert.throws(() => applyPatch(Buffer.from('nothing'), [{ op: 'add', path: '/a', value: '1' }]))
  })

  it('whatever stands beside a correction survives it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,20})?$/), (value, number) => {
        const body = `{"own":${JSON.stringify(value)},"n":${number},"ConfirmationYieldQuantity":"1"}`
        const expected = stringify(parseLossless(body.replace('"1"}', '"2"}')))
        assert.equal(corrected(part(body), [set('yield', '2')]), expected)
        assert.ok(expected?.includes(`"n":${number},`))
      }),
    )
  })
})
