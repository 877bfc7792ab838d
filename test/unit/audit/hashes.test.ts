import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import { entryOf, leafOf } from '../../../srv/audit/entry.ts'
import { sealKey } from '../../../srv/audit/seal.ts'
import { leafHash, merkleRoot } from '../../../srv/audit/verifier.ts'

describe('hashes', () => {
  test('are those of RFC 6962', () => {
    // The examples of the reference implementation: leaves '', 00, 10, 2021, …
    const leaves = ['', '\x00', '\x10', '\x20\x21', '\x30\x31'].map(leafHash)
    assert.equal(leaves[0], '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
    assert.equal(merkleRoot(leaves.slice(0, 2)), 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125')
    assert.equal(merkleRoot(leaves.slice(0, 3)), 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77')
  })

  test('don’t depend on how a database gives numbers and times', () => {
    const given = { ID: '1', sequence: 12, at: '2026-11-23T01:02:03.400Z', policyVersion: 3 }
    const same = [
      { ...given, sequence: '12', policyVersion: '3' },
      { ...given, sequence: 12n, at: new Date('2026-11-23T01:02:03.400Z') },
      { ...given, at: '2026-11-23 01:02:03.4000000', reason: undefined, details: null },
      { ...given, at: '2026-11-23 01:02:03.4+00' },
    ]
    for (const each of same) assert.equal(leafOf(entryOf(each)), leafOf(entryOf(given)))
    assert.notEqual(leafOf(entryOf({ ...given, at: '2026-11-23T01:02:03.4000001Z' })), leafOf(entryOf(given)))
    assert.notEqual(leafOf(entryOf({ ...given, reason: '' })), leafOf(entryOf(given)))
  })
})

test('a key is read as PEM, with or without line breaks, and as base64; anything else is refused in one line', () => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
  const der = privateKey.export({ format: 'der', type: 'pkcs8' })
  const { keyID } = sealKey(pem) ?? {}
  assert.match(keyID ?? '', /^[0-9a-f]{64}$/)
  for (const text of [pem.replaceAll('\n', '\\n'), der.toString('base64'), Buffer.from(pem).toString('base64')])
    assert.equal(sealKey(text)?.keyID, keyID)
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ format: 'pem', type: 'pkcs8' }) as string
  for (const text of ['nonsense', rsa]) assert.throws(() => sealKey(text), /COUNTERSIGN_SEAL_KEY is no Ed25519 private key/)
  assert.equal(sealKey(''), undefined)
})
