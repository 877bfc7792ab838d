import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { before, test } from 'node:test'
import { securityDescriptor, textOf } from '../../tools/security/descriptor.ts'
import { ROLES } from './roles.ts'

/** Who may be what in production: `xs-security.json`. */

interface Descriptor {
  readonly scopes: readonly { readonly name: string; readonly 'grant-as-authority-to-apps'?: readonly string[] }[]
  readonly attributes: readonly { readonly name: string; readonly valueRequired: boolean }[]
  readonly 'role-templates': readonly {
    readonly name: string
    readonly 'scope-references': readonly string[]
    readonly 'attribute-references': readonly string[]
  }[]
  readonly 'role-collections': readonly { readonly name: string; readonly 'role-template-references': readonly string[] }[]
}

const text = readFileSync(resolve(import.meta.dirname, '../../../xs-security.json'), 'utf8')
const { scopes, attributes, 'role-templates': templates, 'role-collections': collections } = JSON.parse(text) as Descriptor
let generated: string
before(async () => {
  generated = textOf(await securityDescriptor())
})

test('the file is what the model says', () => assert.equal(text, generated, 'node test/tools/security.ts --write'))

test('each role of the table has a scope, and no other has', () => {
  assert.deepEqual(
    scopes.map(({ name }) => name),
    ROLES.map((role) => `$XSAPPNAME.${role}`),
  )
})

test('a supervisor is one of a plant: nobody gets the role without', () => {
  const supervisor = templates.find(({ name }) => name === 'supervisor')
  assert.deepEqual(supervisor?.['attribute-references'], ['plant'])
  assert.deepEqual(
    attributes.map(({ name, valueRequired }) => [name, valueRequired]),
    [['plant', true]],
  )
  // Without a default role a collection could not be made.
  const inCollections = collections.flatMap((each) => each['role-template-references'])
  assert.deepEqual(
    inCollections,
    templates.filter((each) => each['attribute-references'].length === 0).map(({ name }) => `$XSAPPNAME.${name}`),
  )
})

test('no person can be made a sender: machines have clients of their own', () => {
  assert.ok(!templates.some((each) => each['scope-references'].includes('$XSAPPNAME.sender')))
  assert.deepEqual(
    scopes.filter((each) => each['grant-as-authority-to-apps']).map(({ name }) => name),
    ['$XSAPPNAME.sender'],
  )
})

test('names fit the limits of the service', () => {
  for (const { name } of collections) assert.ok(name.length <= 64, name)
  for (const { name } of templates) assert.match(name, /^[\w.-]{1,64}$/)
})
