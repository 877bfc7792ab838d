import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CAUSES, QUEUES } from '../../../srv/domain/judgement.ts'
import { matcherOf } from '../../../srv/failures/match.ts'
import { patternOf } from '../../../srv/failures/pattern.ts'
import { failures, unplayed, unrefused } from '../../landscape/failures/index.ts'
import { delivered, errorOf, rowsOf } from './delivered.ts'

const matcher = matcherOf(delivered())

describe('the delivered catalogue', () => {
  const rows = rowsOf('DeliveredFailureCodes')

  it('has an entry for each of the 58 known failures, and each entry once', () => {
    const numbers = new Set(rows.map((row) => (row.ID ?? '').slice(0, 2)))
    for (let number = 1; number <= 58; number++) assert.ok(numbers.has(String(number).padStart(2, '0')), String(number))
    assert.equal(new Set(rows.map((row) => row.ID)).size, rows.length)
  })

  it('is played by the local S/4 entry by entry, or it is told why not', () => {
    const played = new Set([...failures, ...unrefused].map((each) => each.catalogue.slice(0, 2)))
    const numbers = new Set(rows.map((row) => (row.ID ?? '').slice(0, 2)).filter((number) => /^\d\d$/.test(number)))
    assert.deepEqual([...numbers].filter((number) => !played.has(number)).sort(), Object.keys(unplayed).sort())
    assert.deepEqual(
      [...played].filter((number) => number !== '' && !numbers.has(number)),
      [],
    )
  })

  it('speaks only of known causes, queues and marks, and tells everything in English and German', () => {
    const german = new Map(rowsOf('DeliveredFailureCodes.texts').map((row) => [row.ID, row]))
    const marks = new Set(rowsOf('EvidenceMarks').map((row) => row.code))
    assert.deepEqual(new Set(rowsOf('EvidenceMarks.texts').map((row) => row.code)), marks)
    for (const row of rows) {
      assert.ok((CAUSES as readonly string[]).includes(row.cause_code ?? ''), row.ID)
      assert.ok((QUEUES as readonly string[]).includes(row.queue_code ?? ''), row.ID)
      assert.ok(marks.has(row.evidence), row.ID)
      for (const texts of [row, german.get(row.ID)]) {
        assert.ok(texts?.explanation && texts.explanation.length <= 500, row.ID)
        assert.ok(texts.fix && texts.fix.length <= 500, row.ID)
        assert.ok((texts.textPattern ?? '').length <= 250, row.ID)
      }
      const [, messageClass = '', number = ''] = /^(.+)\/(\d{3})$/.exec(row.code ?? '') ?? /^(COUNTERSIGN)\//.exec(row.code ?? '') ?? []
      assert.deepEqual([row.class, row.number], [messageClass, number], row.ID)
    }
  })

  it('has a code, or a text that tells enough', () => {
    for (const { id, code, textPattern } of delivered()) assert.ok(code !== '' || patternOf(textPattern).isTelling, id)
  })

  it('has no successes in it', () => {
    for (const code of ['RU/100', 'CO_MES_INT/037', 'M7/060', 'MIGO/012', 'RM/186']) assert.ok(!rows.some((row) => row.code === code), code)
  })

  for (const [code, text, id] of [
    ['CO/469', 'Order 1000510 is already being processed by CB9980000010', '01'],
    ['', 'Order 1000510 is already being processed by CB9980000010', '01'],
    ['400', 'Auftrag 1000510 wird bereits von CB9980000010 bearbeitet', '01'],
    ['423', 'Locked', '02'],
    ['M3/897', 'Plant data of material FG1 is locked by user X', '04'],
    ['M3/024', 'Valuation data for material FG1 is locked by the user X', '05'],
    ['', 'Object 4711 is locked by user X', '08'],
    ['409', 'The resource was changed by another user', '09b'],
    ['M7/021', 'Deficit of SL Unrestricted-use 10 KG : RM1 1710 171A', '11'],
    ['M7/022', 'Menge der Reservierung überschritten', '12'],
    ['M7/900', 'Final issue already set for reservation 100 1', '14a'],
    ['M7/901', 'Item 1 of reservation 100 is marked for deletion', '14b'],
    ['M7/902', 'Material RM1 plant 1710 storage location 171A is blocked by physical inventory', '16'],
    ['M3/305', 'Material RM9 does not exist or is not activated', '18a'],
    ['CO/900', 'Order 4711 not found', '18b'],
    ['RU/902', 'Operation 0 0010 does not exist in order 4711', '18d'],
    ['M3/900', 'Material RM1 plant 1710 storage location 171X does not exist', '20'],
    ['M7/018', 'Enter Batch', '21a'],
    ['M7/018', 'Enter Storage Location', '21b'],
    ['M7/018', 'Geben Sie Charge ein', '21a'],
    ['M7/018', 'Enter Vendor', '21c'],
    ['M7/904', 'Batch B1 of material RM1 does not exist in plant 1710', '22a'],
    ['M7/910', 'Batch B1 of material RM1 is marked for deletion', '22e'],
    ['M3/902', 'Material RM1 in plant 1710 is marked for deletion', '60b'],
    ['IDOC/056', 'IDoc with errors added', '56a'],
    ['M7/667', 'Batch B1 of material RM1 expired on 2026-01-01', '23'],
    ['M3/903', 'No conversion from BOX to KG for material RM1', '24a'],
    ['M7/906', 'Enter serial numbers for material FG1', '25'],
    ['', 'Cost center 4711 is locked against direct postings', '29a'],
    ['', 'Cost centre 4711 is not valid on 2026-01-01', '29b'],
    ['', 'Kostenstelle 4711 ist gesperrt', '29a'],
    ['M7/053', 'Posting only possible in periods 2026/10 and 2026/09 in company code 1710', '31'],
    ['RU/908', 'Posting date 2027-01-01 is in the future', '33'],
    ['RU/494', 'Order 4711 closed', '34'],
    ['BS/013', 'Systemstatus TABG ist aktiv (AUF 4711)', '35'],
    ['BS/007', 'Confirm order is not allowed (ORD 4711)', '36'],
    ['RU/903', 'Operation 0010 cannot be confirmed (control key PP99)', '38b'],
    ['RU/904', 'Operation 0010 of order 4711 has already been finally confirmed', '39a'],
    ['RU/911', 'Confirmation 207 1 has already been cancelled', '39b'],
    ['RU/905', 'Overdelivery: 12 exceeds the permitted quantity 10 PC of operation 0010', '41a'],
    ['M7/903', 'Order 4711: receipt exceeds the permitted quantity by 2 PC', '41b'],
    ['/IWFND/MED/170', 'No service found for namespace', '52'],
    ['403', 'CSRF token validation failed', '53'],
    ['403', 'Forbidden', '55b'],
    ['400', 'No authorization for movement type 261', '55c'],
    ['503', 'Service unavailable', '58d'],
    ['/IWFND/CM_MGW/503', 'Service unavailable', '58d'],
    ['SY/530', 'Internal server error', '58f'],
    ['RU/907', 'Reason 9999 is not defined for plant 1710', '59'],
  ] as const)
    it(`${code} ${text} is ${id}`, () => assert.equal(matcher.name(errorOf(code, text)).failure?.id, id))

  for (const [code, text] of [
    ['ZMES/042', 'Mixing station 7 has no recipe'],
    ['ZMES/043', 'Order 4711 closed by shift leader'],
    ['400', 'Something else'],
    ['', ''],
  ] as const)
    it(`nobody knows ${code} ${text}`, () => {
      const named = matcher.name(errorOf(code, text))
      assert.equal(named.failure, undefined)
      assert.deepEqual([named.cause, named.queue, named.isTransient, named.isDecisive], ['unknown', 'integration', false, false])
    })
})
