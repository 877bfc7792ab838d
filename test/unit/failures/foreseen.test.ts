import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { createRanker } from '../../../srv/causes/index.ts'
import { CHECKS } from '../../../srv/checks/index.ts'
import { queueOf } from '../../../srv/failures/catalogue.ts'
import { matcherOf } from '../../../srv/failures/match.ts'
import { failures } from '../../landscape/failures/index.ts'
import { foresee } from '../../tools/coverage/play.ts'
import { startStand, type Stand } from '../../tools/coverage/stand.ts'
import { activities } from '../checks/rows/activities.ts'
import { batches } from '../checks/rows/batches.ts'
import { consumption } from '../checks/rows/consumption.ts'
import { dates } from '../checks/rows/dates.ts'
import { documents } from '../checks/rows/documents.ts'
import { duplicates } from '../checks/rows/duplicates.ts'
import { formats } from '../checks/rows/formats.ts'
import { materials } from '../checks/rows/materials.ts'
import { orders } from '../checks/rows/orders.ts'
import { quantities } from '../checks/rows/quantities.ts'
import { reasons } from '../checks/rows/reasons.ts'
import { shopFloor } from '../checks/rows/shopFloor.ts'
import { stocks } from '../checks/rows/stock.ts'
import { delivered, rowsOf } from './delivered.ts'

const OURS = 'COUNTERSIGN/'
/** What is said on the way of a message rather than by a check. */
const ON_THE_WAY = ['UNREADABLE', 'UNKNOWN_OUTCOME', 'PREDICTED', 'NOT_JUDGED', 'ERP_UNREACHABLE'].map((each) => OURS + each)
const NUMBERED = ['10', '58g']

const entries = delivered()
const matcher = matcherOf(entries)
const ours = entries.filter(({ code }) => code.startsWith(OURS))
const spoken = [...new Set(CHECKS.flatMap(({ foresees }) => foresees))]

describe('what Countersign says itself', () => {
  it('has an entry for every code that a check foresees, and for what is said on the way', () => {
    const known = new Set(entries.map(({ code }) => code))
    assert.deepEqual(
      [...spoken, ...ON_THE_WAY].filter((code) => !known.has(code)),
      [],
    )
  })

  it('has one entry a code, named after it and marked as its own, and none that nobody says', () => {
    const marks = new Map(rowsOf('DeliveredFailureCodes').map((row) => [row.ID, row.evidence]))
    assert.equal(new Set(ours.map(({ code }) => code)).size, ours.length)
    for (const { id, code } of ours) {
      assert.ok(spoken.includes(code) || ON_THE_WAY.includes(code), `nobody says ${code}`)
      if (NUMBERED.includes(id)) continue
      assert.equal(id, `own-${code.slice(OURS.length).toLowerCase().replaceAll('_', '-')}`)
      assert.equal(marks.get(id), 'own', id)
    }
  })

  it('is known by its code, whatever its words', () => {
    for (const { id, code } of ours) assert.equal(matcher.failureOf({ code, text: 'Order 4711 closed' })?.id, id)
  })

  it('names a cause that the check names, and decides it only where the check always does', () => {
    const rows = [activities, batches, consumption, dates, documents, duplicates, formats, materials, orders]
    const found = [...rows, quantities, reasons, shopFloor, stocks].flat().flatMap(([, , , ...findings]) => findings)
    for (const { id, code, cause, isDecisive } of ours.filter((each) => spoken.includes(each.code))) {
      const said = found.filter((each) => each[1] === code)
      assert.ok(
        said.some((each) => each[2] === cause),
        id,
      )
      if (isDecisive)
        assert.ok(
          said.every((each) => each[2] === cause && each[3]),
          id,
        )
    }
  })
})

describe('a failure that a check foresees', { timeout: 240_000 }, () => {
  let stand: Stand
  before(async () => {
    stand = await startStand(createRanker())
  })
  after(() => stand.close())

  for (const [index, failure] of failures.entries())
    if (failure.foreseeable === true)
      it(`${failure.name}: goes to ${failure.queue}, before it is posted as after`, async () => {
        const finding = await foresee(failure, index, stand)
        assert.ok(finding)
        const entry = matcher.failureOf(finding)
        assert.ok(entry, finding.code)
        assert.equal(queueOf(finding.cause, entry), failure.queue, `${finding.code} ${finding.cause}`)
      })
})
