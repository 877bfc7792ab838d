import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { answersOf } from '../../../srv/erp/batch.ts'
import { startS4 } from '../../landscape/s4/server.ts'
import { ReadAnswers } from './read-answers.ts'

const s4 = await startS4()
after(() => s4.close())

const ROOT = '/sap/opu/odata/sap/API_PRODUCT_SRV'
const READS = [`${ROOT}/A_Product('FG100')?$format=json`, "A_Product('NOWHERE')", `${ROOT}/A_ProductPlant?$top=2&$format=json`]

test('a batch is answered with what the local S/4 says to each read, also when it is gone', async () => {
  const answers = new ReadAnswers(s4.url)
  const body = Buffer.from(
    READS.map((each) => `--b\r\nContent-Type: application/http\r\n\r\nGET ${each} HTTP/1.1\r\naccept: application/json\r\n\r\n\r\n`).join(
      '',
    ),
  )
  const ask = async () => answersOf(await answers.answer('POST', `${ROOT}/$batch`, body))
  const first = await ask()
  const authorization = `Basic ${Buffer.from('DM:dm').toString('base64')}`
  for (const [at, each] of READS.entries()) {
    const alone = await fetch(`${s4.url}${each.startsWith('/') ? '' : `${ROOT}/`}${each}`, {
      headers: { authorization, accept: 'application/json' },
    })
    assert.equal(first[at]?.status, alone.status)
    if (alone.ok) assert.equal(first[at].body.toString(), await alone.text())
  }
  s4.books.clear()
  assert.deepEqual(await ask(), first)
})
