import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import cds from '@sap/cds'
import express from 'express'
import { lastWord, nothingHere } from '../../../srv/doors/errors.ts'

/** Whatever breaks on the way to a door: what is said of it, and what isn't. */

const BREAKS: Readonly<Record<string, unknown>> = {
  error: new Error('SELECT password FROM users'),
  text: 'SELECT password FROM users',
  nothing: undefined,
  forbidden: Object.assign(new Error('SELECT password FROM users'), { status: 403 }),
  odd: Object.assign(new Error('SELECT password FROM users'), { status: 12 }),
  uri: new URIError('SELECT password FROM users'),
  stranger: 401,
  identity: 500,
}

let server: Server
let url: string
before(async () => {
  cds.log('countersign/doors', 'silent')
  const app = express()
  for (const root of ['/here', '/sap/opu/odata/sap'])
    app.get(`${root}/:what`, ({ params }) => {
      throw BREAKS[params.what]
    })
  app.use(nothingHere, lastWord)
  server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
})
after(() => {
  server.close()
  server.closeAllConnections()
})

for (const [what, status] of [
  ['error', 500],
  ['text', 500],
  ['forbidden', 403],
  ['odd', 500],
  ['uri', 400],
  ['stranger', 401],
  ['identity', 503],
] as const)
  test(`${what} is ${String(status)} without a reason, in the dialect of who asks`, async () => {
    const people = await fetch(`${url}/here/${what}`)
    const machines = await fetch(`${url}/sap/opu/odata/sap/${what}`)
    assert.deepEqual([people.status, machines.status], [status, status])
    const [said, heard] = [await people.text(), await machines.text()]
    assert.doesNotMatch(said + heard, /SELECT|node_modules|\.ts/)
    assert.equal(typeof (JSON.parse(said) as { error: { message: unknown } }).error.message, 'string')
    assert.equal((JSON.parse(heard) as { error: { message: { lang: string } } }).error.message.lang, 'en')
  })
