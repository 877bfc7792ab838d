import { writeFile } from 'node:fs/promises'
import { failures } from '../landscape/failures/index.ts'
import { asked } from './command.ts'
import { play, type Played } from './coverage/play.ts'
import { coverageOf, GOAL, tableOf } from './coverage/report.ts'
import { startStand, trainedRanker } from './coverage/stand.ts'

const HELP = `Plays every failure of the local S/4, and says which are foreseen before anything is posted.

  --json FILE   writes the report as JSON, too
  --help        this text

Ends with 1 below the goal.`

const values = asked(HELP, { json: { type: 'string' } })
const stand = await startStand(await trainedRanker())
try {
  const played: Played[] = []
  for (const [index, failure] of failures.entries()) played.push(await play(failure, index, stand))
  const coverage = coverageOf(played)
  console.log(tableOf(coverage))
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(coverage, null, 2)}\n`)
  if (coverage.share < GOAL) process.exitCode = 1
} finally {
  await stand.close()
}
