import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, test } from 'node:test'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { entryOf, leafOf } from '../../../srv/audit/entry.ts'
import { makeSeal, sealKey } from '../../../srv/audit/seal.ts'
import { type AuditRecord, leafHash, type Seal, sealHash, sealText, summary, Verifier, words } from '../../../srv/audit/verifier.ts'
import { entry, type Log, logs, recordsOf, sealed, verified } from './log.ts'

const newKey = () => sealKey(generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }) as string)
const kinds = (log: Log, options = {}) => verified(log, options).findings.map((finding) => finding.kind)
const at = (list: readonly unknown[], index: number): number => index % list.length
/** There is one: logs have at least one seal. */
const sealAt = (log: Log, index: number): Seal => {
  const seal = log.seals[index]
  assert.ok(seal)
  return seal
}
/** Makes the seals from `from` on anew, as somebody would who has the database but no key. */
function rewrite(log: Log, from: number): void {
  for (let index = from; index < log.seals.length; index++) {
    const seal = sealAt(log, index)
    const leaves = log.leaves.filter(({ position }) => position >= seal.firstPosition && position <= seal.lastPosition)
    const place = { number: seal.number, firstPosition: seal.firstPosition, previous: log.seals[index - 1]?.hash }
    const hashes = leaves.map((leaf) => leaf.hash)
    log.seals[index] = makeSeal(place, hashes, new Date(seal.at))
  }
}

describe('an audit log that nobody touched', () => {
  test('is whole, and its tail is counted', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const { isWhole, entries, seals, unsealed, findings } = verified(log)
        assert.deepEqual(findings, [])
        assert.ok(isWhole)
        assert.deepEqual([entries, seals, unsealed], [log.leaves.length, log.seals.length, log.waiting.length])
      }),
    )
  })

  test('has no seals at first', () => {
    assert.ok(verified(sealed([], 3)).isWhole)
    assert.ok(verified(sealed([])).isWhole)
  })

  test('is whole after its key was changed, and tells the keys', () => {
    const [first, second] = [newKey(), newKey()]
    const log = sealed([2, 3], 0, first)
    const last = sealAt(log, 1)
    const place = { number: 2, firstPosition: last.firstPosition, previous: log.seals[0]?.hash }
    const hashes = log.leaves.slice(2).map((leaf) => leaf.hash)
    log.seals[1] = makeSeal(place, hashes, new Date(), second)
    const { isWhole, keys } = verified(log)
    assert.ok(isWhole)
    assert.deepEqual(keys, [first?.keyID, second?.keyID])
  })
})

describe('every single tampering is found, and told by the entry', () => {
  const tampered = (name: string, tamper: (log: Log, index: number) => readonly string[] | undefined): void => {
    void test(name, () => {
      fc.assert(
        fc.property(logs, fc.nat(), (log, index) => {
          const expected = tamper(log, index)
          if (expected === undefined) return
          const { findings, isWhole } = verified(log)
          assert.equal(isWhole, false)
          for (const each of expected)
            assert.ok(
              findings.some((finding) => words(finding) === each),
              `${each}\n${findings.map(words).join('\n')}`,
            )
        }),
      )
    })
  }

  tampered('an entry changed in any field', (log, index) => {
    const leaf = log.leaves[at(log.leaves, index)]
    const place = log.entries.findIndex((each) => each.ID === leaf?.entryID)
    const before = log.entries[place]
    const fields = Object.keys(before ?? {}).filter((field) => field !== 'ID')
    const field = fields[at(fields, index)] ?? ''
    const after = { ...before, [field]: `${before?.[field] ?? ''}!` }
    log.entries[place] = after
    const seal = log.seals.find(({ lastPosition }) => lastPosition >= (leaf?.position ?? 0))?.number ?? 0
    return [`Entry ${after.sequence ?? '?'} (${after.ID ?? ''}) was changed after seal ${seal} (position ${leaf?.position ?? 0}).`]
  })

  tampered('an entry changed together with its hash', (log, index) => {
    const leaf = log.leaves[at(log.leaves, index)]
    const place = log.entries.findIndex((each) => each.ID === leaf?.entryID)
    const after = { ...log.entries[place], reason: 'another' }
    log.entries[place] = after
    if (leaf) leaf.hash = leafOf(after)
    const seal = log.seals.find(({ lastPosition }) => lastPosition >= (leaf?.position ?? 0))
    return [
      `One of the entries at positions ${seal?.firstPosition ?? 0} to ${seal?.lastPosition ?? 0} was changed together with its hash: they don't give the root of seal ${seal?.number ?? 0}.`,
    ]
  })

  tampered('an entry deleted', (log, index) => {
    const leaf = log.leaves[at(log.leaves, index)]
    log.entries = log.entries.filter((each) => each.ID !== leaf?.entryID)
    const seal = log.seals.find(({ lastPosition }) => lastPosition >= (leaf?.position ?? 0))?.number ?? 0
    return [`The entry ${leaf?.entryID ?? ''} at position ${leaf?.position ?? 0} (seal ${seal}) is missing.`]
  })

  tampered('an entry inserted', (log, index) => {
    const added = entry(1000 + (index % 1000))
    log.entries.push(added)
    return [`Entry ${added.sequence ?? ''} (${added.ID ?? ''}) was inserted: no seal holds it, and none is to come.`]
  })

  tampered('two entries in one another’s place', (log, index) => {
    if (log.leaves.length < 2) return undefined
    const first = log.leaves[at(log.leaves, index)]
    const second = log.leaves[at(log.leaves, index + 1)]
    if (!first || !second) return undefined
    ;[first.entryID, second.entryID] = [second.entryID, first.entryID]
    const moved = log.entries.find((each) => each.ID === first.entryID)
    return [
      `Entry ${moved?.sequence ?? ''} (${first.entryID}) was moved: it stands at position ${first.position}, and was sealed at position ${second.position}.`,
    ]
  })

  tampered('the contents of two entries exchanged', (log, index) => {
    if (log.leaves.length < 2) return undefined
    const [first, second] = [at(log.leaves, index), at(log.leaves, index + 1)]
    const [a, b] = [log.entries[first], log.entries[second]]
    if (!a || !b) return undefined
    log.entries[first] = { ...b, ID: a.ID ?? '', sequence: a.sequence ?? '' }
    log.entries[second] = { ...a, ID: b.ID ?? '', sequence: b.sequence ?? '' }
    return []
  })

  tampered('a hash changed', (log, index) => {
    const leaf = log.leaves[at(log.leaves, index)]
    if (leaf) leaf.hash = leafHash('another')
    const told = log.entries.find((each) => each.ID === leaf?.entryID)
    return [
      `Entry ${told?.sequence ?? ''} (${told?.ID ?? ''}) is right, but its recorded hash at position ${leaf?.position ?? 0} was changed.`,
    ]
  })

  tampered('a leaf deleted', (log, index) => {
    const [gone] = log.leaves.splice(at(log.leaves, index), 1)
    const seal = log.seals.find(({ lastPosition }) => lastPosition >= (gone?.position ?? 0))?.number ?? 0
    return [`The record of position ${gone?.position ?? 0} (seal ${seal}) is missing.`]
  })

  tampered('a leaf added', (log, index) => {
    const position = log.leaves.length + 1 + (index % 3)
    const added = entry(1000)
    log.entries.push(added)
    log.leaves.push({ position, entryID: added.ID ?? '', hash: leafOf(added) })
    return [`The record of position ${position} (entry ${added.ID ?? ''}) was inserted, or its seal is missing.`]
  })

  tampered('a seal changed in any field', (log, index) => {
    const place = at(log.seals, index)
    const seal = sealAt(log, place)
    const fields = Object.keys(seal).filter((field) => field !== 'number' && field !== 'signature')
    const field = fields[at(fields, index)] as keyof Seal
    const value = seal[field]
    log.seals[place] = { ...seal, [field]: typeof value === 'number' ? value + 1 : `${value ?? ''}0` }
    return [`Seal ${seal.number} was changed.`]
  })

  tampered('a seal deleted', (log, index) => {
    const [gone] = log.seals.splice(at(log.seals, index), 1)
    if (gone?.number === log.lastSeal) return [`The log ends at seal ${log.lastSeal - 1}, but there were ${log.lastSeal}.`]
    return [`Seal ${gone?.number ?? 0} is missing.`]
  })

  tampered('two seals in one another’s place', (log, index) => {
    if (log.seals.length < 2) return undefined
    const [first, second] = [at(log.seals, index), at(log.seals, index + 1)]
    const [a, b] = [sealAt(log, first), sealAt(log, second)]
    log.seals[first] = { ...b, number: a.number }
    log.seals[second] = { ...a, number: b.number }
    return [`Seal ${a.number} was changed.`, `Seal ${b.number} was changed.`]
  })

  tampered('a batch forged with its seal, but not those after it', (log, index) => {
    if (log.seals.length < 2) return undefined
    const place = index % (log.seals.length - 1)
    const seal = sealAt(log, place)
    const forged = { ...seal, at: '2026-11-24T00:00:00.000Z' }
    log.seals[place] = { ...forged, hash: sealHash(sealText(forged)) }
    return [`Seal ${seal.number + 1} doesn't follow the seal before it: one of them was replaced or moved.`]
  })
})

describe('a log that was rewritten from some entry on', () => {
  const forge = (log: Log): Log => {
    const leaf = log.leaves[0]
    const after = { ...log.entries[0], actor: 'somebody else' }
    log.entries[0] = after
    if (leaf) leaf.hash = leafOf(after)
    rewrite(log, 0)
    return log
  }

  test('fails against an earlier seal that was kept elsewhere', () => {
    const log = sealed([3, 3, 3])
    for (const kept of [...log.seals]) {
      const other = forge(sealed([3, 3, 3]))
      assert.deepEqual(kinds(other), [])
      assert.deepEqual(kinds(other, { against: kept }), ['rewritten'])
      assert.deepEqual(kinds(log, { against: kept }), [])
    }
  })

  test('fails against a kept seal when its end was cut off', () => {
    const log = sealed([3, 3, 3])
    const kept = log.seals[2]
    assert.deepEqual(kinds(sealed([3, 3]), { against: kept }), ['rewritten'])
  })

  test('fails when it was signed, and whoever rewrites it has no key', () => {
    const key = newKey()
    const log = sealed([3, 3, 3], 0, key)
    const leaf = log.leaves[4]
    const after = { ...log.entries[4], actor: 'somebody else' }
    log.entries[4] = after
    if (leaf) leaf.hash = leafOf(after)
    rewrite(log, 1)
    assert.deepEqual(kinds(log), ['unsigned', 'unsigned'])
  })

  test('fails when it was signed with another key than those trusted', () => {
    const key = newKey()
    assert.deepEqual(kinds(sealed([3, 3], 0, newKey()), { trusted: [key?.keyID] }), ['untrusted', 'untrusted'])
    assert.deepEqual(kinds(sealed([3, 3]), { trusted: [key?.keyID] }), ['unsigned', 'unsigned'])
    assert.deepEqual(kinds(sealed([3, 3], 0, key), { trusted: [key?.keyID] }), [])
  })

  test('fails when a signature, or the key beside it, was put in', () => {
    const [key, other] = [newKey(), newKey()]
    for (const forged of [
      { signature: Buffer.alloc(64).toString('base64') },
      { publicKey: other?.publicKey ?? '' },
      { keyID: other?.keyID ?? '' },
    ]) {
      const log = sealed([3, 3], 0, key)
      const seal = { ...sealAt(log, 1), ...forged }
      log.seals[1] = { ...seal, hash: sealHash(sealText(seal)) }
      assert.ok(kinds(log).includes('forged'), JSON.stringify(forged))
    }
  })

  test('whatever stands behind its end is found, and told by the entry or seal', () => {
    const log = sealed([2, 2])
    const [forged, more] = [entry(99, { actor: 'controller' }), sealed([2, 2, 1])]
    const leaf = { type: 'leaf', position: 5, entryID: forged.ID ?? '', hash: leafOf(forged), entry: forged } as const
    const added: [record: AuditRecord, told: RegExp][] = [
      [leaf, /stands the entry 0+-.*99: it was inserted/],
      [{ type: 'loose', isWaiting: true, entry: forged }, /stands the entry 0+-.*99: it was inserted/],
      [{ type: 'seal', ...sealAt(more, 2) }, /stands seal 3: it was inserted/],
      [{ type: 'end', lastSeal: 2 }, /stands more: it was inserted/],
    ]
    for (const [record, told] of added) {
      const verifier = new Verifier()
      for (const each of [...recordsOf(log), record]) verifier.take(each)
      const result = verifier.result()
      assert.equal(result.isWhole, false)
      assert.match(result.findings.map(words).join('\n'), told)
    }
  })

  test('a time that goes back by more than a day is remarked on, by an hour it isn’t', () => {
    const times = ['2026-11-23T08:00:00.000Z', '2026-11-23T07:00:00.000Z', '2026-11-22T06:59:59.999Z', '2026-11-23T09:00:00.000Z']
    const log = sealed([2, 2])
    log.entries = log.entries.map((each, index) => ({ ...each, at: times[index] ?? '' }))
    log.leaves = log.leaves.map((leaf, index) => ({ ...leaf, hash: leafOf(log.entries[index] ?? {}) }))
    rewrite(log, 0)
    const { isWhole, remarks } = verified(log)
    assert.ok(isWhole)
    assert.deepEqual(remarks, [{ kind: 'backdated', position: 3, entry: log.entries[2]?.ID, sequence: '3', other: times[2] }])
  })

  test('a seal whose end is missing is told', () => {
    const log = sealed([2, 2])
    assert.match(summary(verified({ ...log, lastSeal: 5 })), /TAMPERED.*\nThe log ends at seal 2, but there were 5\./)
  })
})

test('hashes of the sealer and of the verifier are of the same canonical form', () => {
  const text = fc.option(fc.string({ unit: 'binary' }), { nil: null })
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom('actor', 'reason', 'order', 'details', 'role'), text), (row) => {
      const made = entryOf({ ID: '1', sequence: 7, ...row })
      const log = sealed([1])
      log.entries = [made]
      log.leaves = [{ position: 1, entryID: '1', hash: leafOf(made) }]
      rewrite(log, 0)
      assert.deepEqual(kinds(log), [])
    }),
  )
  const seal = sealAt(sealed([1], 0, newKey()), 0)
  const { hash, signature, ...content } = seal
  assert.equal(signature?.length, 88)
  assert.equal(hash, sealHash(canonicalize(content) ?? ''))
})
