import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, test } from 'node:test'
import { advisoriesIn, isGrave } from '../../tools/licences/advisories.ts'
import { delivered, isAllowed } from '../../tools/licences/licences.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const lockOf = (packages: object): string => JSON.stringify({ lockfileVersion: 3, packages: { '': { license: 'GPL-3.0' }, ...packages } })

describe('what we deliver', () => {
  for (const folder of ['.', 'app/router', 'app/ui5'])
    test(`is under allowed licences in ${folder}`, () => {
      const packages = delivered(readFileSync(resolve(ROOT, folder, 'package-lock.json'), 'utf8'))
      assert.ok(packages.length > 20)
      assert.deepEqual(
        packages.filter((each) => !isAllowed(each)),
        [],
      )
    })
})

describe('a licence', () => {
  for (const [licence, expected] of [
    ['MIT', true],
    ['(BSD-3-Clause OR GPL-2.0)', true],
    ['GPL-2.0 or MIT', true],
    [{ type: 'ISC' }, true],
    [[{ type: 'AGPL-3.0' }, { type: 'MIT' }], true],
    ['MIT AND GPL-3.0-only', false],
    ['AGPL-3.0', false],
    ['SEE LICENSE IN LICENSE', false],
    ['UNLICENSED', false],
    ['', false],
    [undefined, false],
  ] as const)
    test(`${licence === undefined ? 'that is missing' : JSON.stringify(licence)} is ${expected ? 'allowed' : 'not allowed'}`, () => {
      const [found] = delivered(lockOf({ 'node_modules/a/node_modules/@b/c': { version: '1.0.0', license: licence } }))
      assert.ok(found)
      assert.equal(found.name, '@b/c')
      assert.equal(isAllowed(found), expected)
    })

  test("of SAP's own packages is SAP's", () => {
    const [own, other] = delivered(
      lockOf({ 'node_modules/@sap/cds': { license: 'SEE LICENSE IN LICENSE' }, 'node_modules/@sap/gpl': { license: 'GPL-3.0' } }),
    )
    assert.ok(own && isAllowed(own) && other && !isAllowed(other))
  })

  test('of what is only for development is nobody’s business', () => {
    assert.deepEqual(delivered(lockOf({ 'node_modules/a': { license: 'GPL-3.0', dev: true } })), [])
  })
})

describe('known weaknesses', () => {
  test('are told apart by how grave they are', () => {
    const said = advisoriesIn(
      JSON.stringify({
        vulnerabilities: { a: { name: 'a', severity: 'high', range: '<1' }, b: { name: 'b', severity: 'low', range: '*' } },
      }),
    )
    assert.ok(said.isKnown)
    assert.deepEqual(
      said.found.filter(isGrave).map(({ name }) => name),
      ['a'],
    )
  })

  test('are not known where the registry does not answer', () => {
    for (const text of ['', 'npm error', '{"message":"405 Method Not Allowed"}', '{}', 'null'])
      assert.equal(advisoriesIn(text).isKnown, false, text)
  })
})
