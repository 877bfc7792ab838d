import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { parseLog } from '../../traffic/log-file.ts'
import { flaggedLines, flaggedTable, linesOf } from '../../traffic/log-report.ts'
import type { Verdict } from '../../traffic/sender.ts'

const { rows } = parseLog(await readFile(new URL('../../traffic/data/shopfloor-log.csv', import.meta.url), 'utf8'))
const lines = linesOf(rows)

const sent = (index: number, state: Verdict['state']) => ({
  ...{ index, kind: 'log' as const, order: '1', key: `k${index}`, body: '' },
  verdict: { state, attempt: index + 1, text: state === 'refused' ? '400 RU/494 Order 1 closed' : '' },
})
const reason = 'All 9 PC are more than 1 PC open.'
const found = {
  verdicts: new Map([
    [1, { verdict: 'release', reason: 'No objections.', code: '', cause: '' }],
    [2, { verdict: 'releaseWithNote', reason: 'Unusual.', code: 'COUNTERSIGN/NOTHING', cause: 'entryError' }],
    [8, { verdict: 'hold', reason, code: 'M7/021', cause: 'stockDeficit' }],
  ]),
  opinions: new Map([[8, { decision: 'proposed', causes: ['overDelivery', 'entryError', 'duplicate'] }]]),
  routes: new Map([[8, { queue: 'planner', cause: 'overDelivery', code: 'COUNTERSIGN/OVER_DELIVERY' }]]),
}
const flagged = flaggedLines([sent(7, 'held'), sent(0, 'released'), sent(1, 'released'), sent(2, 'refused')], lines, found)

test('each line that did not pass without a word is told with its place in the file, its causes and the reason', () => {
  assert.deepEqual(
    flagged.map((each) => [each.line, each.verdict, each.causes.at(0) ?? '', each.reason]),
    [
      [3, 'note', 'entryError', 'Unusual.'],
      [4, 'refused', '', '400 RU/494 Order 1 closed'],
      [10, 'held', 'overDelivery', reason],
    ],
  )
  assert.deepEqual([flagged[2]?.code, flagged[2]?.completed], ['COUNTERSIGN/OVER_DELIVERY', 9])
})

test('the table counts them by verdict and cause, and quotes some', () => {
  const table = flaggedTable(flagged, 8).join('\n')
  assert.match(table, /^flagged: 3 of 8 lines/)
  assert.match(
    table,
    /1 × held, overDelivery \(COUNTERSIGN\/OVER_DELIVERY\)\n {6}line 10: 9 \+ 0 rejected of 6: All 9 PC .* Else entryError or duplicate\./,
  )
})
