import { createHash, createPublicKey, hash, verify } from 'node:crypto'
import { createReadStream, readFileSync, realpathSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/**
 * Proves an audit log, or shows where it was tampered with. This file needs nothing but Node, so that an auditor can take it away and run it on
 * an exported file: `node verify.mjs EXPORT.jsonl [--against SEAL.json] [--trust KEYID] [--json]`; it ends with 1 if anything is wrong, with 2
 * if there is nothing to verify.
 *
 * Leaves and nodes are hashed as in RFC 6962, JSON is made canonical as in RFC 8785.
 */

export const SCHEMA = 1
export const NO_SEAL = '0'.repeat(64)
const MOST_FINDINGS = 1000
/** Clocks may jump an hour, and a transaction may take a while. */
const DAY = 86_400_000

/** An entry in its canonical form, without the version: all text, since databases disagree about large numbers. */
export type Entry = Readonly<Record<string, string | null>>

/** What the hash of a seal is made of. */
interface SealContent {
  readonly schema: number
  readonly number: number
  readonly at: string
  readonly firstPosition: number
  readonly lastPosition: number
  readonly count: number
  readonly root: string
  readonly previous: string
  readonly keyID: string | null
  readonly publicKey: string | null
}

export interface Seal extends SealContent {
  readonly hash: string
  readonly signature: string | null
}

/** What a log is verified by: each seal, then its leaves by position; then the entries that no seal holds; then the end. */
export type AuditRecord =
  | ({ readonly type: 'seal' } & Seal)
  | { readonly type: 'leaf'; readonly position: number; readonly entryID: string; readonly hash: string; readonly entry: Entry | null }
  /** `isWaiting`: the next seal will hold it. */
  | { readonly type: 'loose'; readonly isWaiting: boolean; readonly entry: Entry }
  | ({ readonly type: 'end' } & End)

/** What the log must come up to. Older files know of seals only. */
interface End {
  /** Number of the last seal that was ever made. */
  readonly lastSeal: number
  /** Sequence of the last entry that was ever written. */
  readonly lastEntry?: number
  /** Messages on record that no entry tells of, and the number of the first. */
  readonly untold?: { readonly count: number; readonly first: number }
}

export type FindingKind =
  | 'changed'
  | 'moved'
  | 'missing'
  | 'inserted'
  | 'leafChanged'
  | 'leafMissing'
  | 'leafInserted'
  | 'batchChanged'
  | 'sealChanged'
  | 'sealMissing'
  | 'sealReplaced'
  | 'forged'
  | 'unsigned'
  | 'untrusted'
  | 'cut'
  | 'rewritten'
  | 'unreadable'
  | 'behindEnd'
  | 'endMissing'
  | 'untold'
  | 'backdated'

/** What is wrong, and with which entry (sequence and ID), position or seal. */
export interface Finding {
  readonly kind: FindingKind
  readonly sequence?: string | null
  readonly entry?: string
  readonly position?: number
  readonly seal?: number
  /** Number of a message. */
  readonly attempt?: number
  /** More, by kind: where a moved entry was sealed, the last position of a batch, the key, the line, a time, how many. */
  readonly other?: number | string
}

export interface Verification {
  readonly isWhole: boolean
  /** Entries that a seal holds. */
  readonly entries: number
  readonly seals: number
  /** Entries that wait for the next seal. */
  readonly unsealed: number
  readonly keys: readonly string[]
  readonly last: { readonly number: number; readonly at: string; readonly hash: string } | null
  readonly findings: readonly Finding[]
  /** How many more there are than `findings` holds. */
  readonly more: number
  /** What looks odd and proves nothing; the first of it. */
  readonly remarks: readonly Finding[]
}

/** RFC 8785, of what is flat: text, whole numbers and null. */
function canonical(flat: Readonly<Record<string, unknown>>): string {
  const members = Object.keys(flat).sort()
  return `{${members.map((name) => `${JSON.stringify(name)}:${JSON.stringify(flat[name])}`).join(',')}}`
}

export function leafHash(canonicalEntry: string): string {
  return hash('sha256', `\0${canonicalEntry}`)
}

function nodeHash(left: string, right: string): string {
  return createHash('sha256').update('\x01').update(left, 'hex').update(right, 'hex').digest('hex')
}

/** Merkle tree hash of RFC 6962 over leaf hashes, hex; at least one. */
export function merkleRoot(leaves: readonly string[]): string {
  let level = leaves
  // What has no partner goes up unchanged: the same tree as RFC 6962's split at the largest power of two.
  while (level.length > 1)
    level = Array.from({ length: Math.ceil(level.length / 2) }, (_, index) => {
      const [left = '', right] = level.slice(2 * index, 2 * index + 2)
      return right === undefined ? left : nodeHash(left, right)
    })
  return level[0] ?? hash('sha256', '')
}

/** What a seal's hash is made of, canonical. */
export function sealText(seal: SealContent): string {
  const { schema, number, at, firstPosition, lastPosition, count, root, previous, keyID, publicKey } = seal
  return canonical({ schema, number, at, firstPosition, lastPosition, count, root, previous, keyID, publicKey })
}

export function sealHash(content: string): string {
  return hash('sha256', `\x02${content}`)
}

/** What is signed: 32 bytes of the seal's hash, behind words that no other use of the key begins with. */
export function signedBytes(hashOfSeal: string): Buffer {
  return Buffer.concat([Buffer.from('Countersign seal\n'), Buffer.from(hashOfSeal, 'hex')])
}

function isSigned({ hash: digest, keyID, publicKey, signature }: Seal): boolean {
  try {
    const bytes = Buffer.from(publicKey ?? '', 'base64')
    const key = createPublicKey({ key: bytes, format: 'der', type: 'spki' })
    return hash('sha256', bytes) === keyID && verify(null, signedBytes(digest), key, Buffer.from(signature ?? '', 'base64'))
  } catch {
    return false
  }
}

interface Leaf {
  readonly position: number
  readonly entryID: string
  readonly stored: string
  /** Of the entry as it is now; undefined where it is gone. */
  readonly computed: string | undefined
  readonly sequence: string | null | undefined
  readonly at: string | null | undefined
}

/** Takes the records of a log one by one and tells in the end whether it is whole. Memory: one batch, and what is wrong. */
export class Verifier {
  readonly #against: Pick<Seal, 'number' | 'hash'> | undefined
  readonly #trusted: ReadonlySet<string> | undefined
  readonly #findings: Finding[] = []
  readonly #keys = new Set<string>()
  /** Entries that differ from their leaves, to be told from those that stand in one another's place. */
  readonly #differing: { leaf: Leaf & { computed: string }; seal: number }[] = []
  readonly #remarks: Finding[] = []
  #more = 0
  #entries = 0
  #seals = 0
  #unsealed = 0
  #seal: Seal | undefined
  #leaves: Leaf[] = []
  #position = 0
  /** Sequence of the last entry. */
  #lastEntry = 0
  /** Milliseconds, of the entry before. */
  #time = -Infinity
  #isAgainstSeen = false
  #isEnded = false

  constructor({ against, trusted }: { against?: Pick<Seal, 'number' | 'hash'> | undefined; trusted?: readonly string[] | undefined } = {}) {
    this.#against = against
    this.#trusted = trusted && new Set(trusted)
  }

  take(record: AuditRecord): void {
    if (this.#isEnded) {
      this.#takeBehindEnd(record)
      return
    }
    if (record.type === 'leaf') {
      const { position, entryID, hash: stored, entry } = record
      const computed = entry ? leafHash(canonical({ ...entry, schema: this.#seal?.schema ?? SCHEMA })) : undefined
      this.#leaves.push({ position, entryID, stored, computed, sequence: entry?.sequence, at: entry?.at })
      this.#count(entry?.sequence)
      return
    }
    this.#closeBatch()
    if (record.type === 'seal') this.#takeSeal(record)
    else if (record.type === 'end') this.#end(record)
    else this.#takeLoose(record)
  }

  #takeLoose({ isWaiting, entry }: Extract<AuditRecord, { type: 'loose' }>): void {
    const { ID, sequence = null } = entry
    this.#count(sequence)
    if (isWaiting) this.#unsealed++
    else this.#find({ kind: 'inserted', sequence, entry: ID ?? '' })
  }

  #takeBehindEnd(record: AuditRecord): void {
    if (record.type === 'leaf') this.#find({ kind: 'behindEnd', position: record.position, entry: record.entryID })
    else if (record.type === 'loose')
      this.#find({ kind: 'behindEnd', sequence: record.entry.sequence ?? null, entry: record.entry.ID ?? '' })
    else this.#find({ kind: 'behindEnd', ...(record.type === 'seal' ? { seal: record.number } : {}) })
  }

  #count(sequence: string | null | undefined): void {
    this.#lastEntry = Math.max(this.#lastEntry, Number(sequence ?? 0) || 0)
  }

  /** A line of an exported file that is none. */
  takeUnreadable(line: number): void {
    this.#find({ kind: 'unreadable', other: line })
  }

  result(): Verification {
    if (!this.#isEnded) this.#end({ lastSeal: Infinity })
    const last = this.#seal ? { number: this.#seal.number, at: this.#seal.at, hash: this.#seal.hash } : null
    const counts = { entries: this.#entries, seals: this.#seals, unsealed: this.#unsealed, keys: [...this.#keys] }
    const told = { findings: this.#findings, more: this.#more, remarks: this.#remarks }
    return { isWhole: this.#findings.length === 0, ...counts, last, ...told }
  }

  #takeSeal(seal: Seal): void {
    const before = this.#seal
    const expected = (before?.number ?? 0) + 1
    for (let number = expected; number < Math.min(seal.number, expected + MOST_FINDINGS); number++)
      this.#find({ kind: 'sealMissing', seal: number })
    // What a missing seal held is missing with it; that isn't told again for each position.
    if (seal.number > expected) this.#position = Math.max(this.#position, seal.firstPosition - 1)
    const digest = sealHash(sealText(seal))
    if (digest !== seal.hash) this.#find({ kind: 'sealChanged', seal: seal.number })
    const known = before ? [before.hash, sealHash(sealText(before))] : [NO_SEAL]
    if (seal.number < expected || (seal.number === expected && !known.includes(seal.previous)))
      this.#find({ kind: 'sealReplaced', seal: seal.number })
    if (this.#against?.number === seal.number) {
      this.#isAgainstSeen = true
      if (this.#against.hash !== seal.hash || this.#against.hash !== digest) this.#find({ kind: 'rewritten', seal: seal.number })
    }
    this.#checkSignature(seal)
    this.#seals++
    this.#seal = seal
  }

  #checkSignature(seal: Seal): void {
    if (seal.signature === null && seal.keyID === null) {
      // Once there was a key, whoever rewrites the log must not get by without one.
      if (this.#keys.size > 0 || this.#trusted) this.#find({ kind: 'unsigned', seal: seal.number })
      return
    }
    if (!isSigned(seal)) {
      this.#find({ kind: 'forged', seal: seal.number })
      return
    }
    const keyID = seal.keyID ?? ''
    if (this.#trusted && !this.#trusted.has(keyID)) this.#find({ kind: 'untrusted', seal: seal.number, other: keyID })
    this.#keys.add(keyID)
  }

  #closeBatch(): void {
    const seal = this.#seal
    const leaves = this.#leaves
    this.#leaves = []
    if (!seal) {
      for (const { position, entryID } of leaves) this.#find({ kind: 'leafInserted', position, entry: entryID })
      return
    }
    if (leaves.length === 0 && this.#position >= seal.lastPosition) return
    const inside: Leaf[] = []
    let expected = this.#position + 1
    for (const leaf of leaves) {
      const isInside = leaf.position >= expected && leaf.position >= seal.firstPosition && leaf.position <= seal.lastPosition
      if (!isInside) {
        this.#find({ kind: 'leafInserted', position: leaf.position, entry: leaf.entryID })
        continue
      }
      this.#findGaps(expected, leaf.position, seal)
      expected = leaf.position + 1
      inside.push(leaf)
    }
    this.#findGaps(expected, seal.lastPosition + 1, seal)
    this.#position = Math.max(this.#position, seal.lastPosition)
    this.#entries += inside.length
    this.#checkRoot(seal, inside)
    this.#checkTimes(inside)
  }

  /** The chain proves the order in which entries were sealed, not when they happened. */
  #checkTimes(leaves: readonly Leaf[]): void {
    for (const { position, entryID, sequence = null, at } of leaves) {
      const time = Date.parse(at ?? '')
      if (Number.isNaN(time)) continue
      if (time < this.#time - DAY && this.#remarks.length < MOST_FINDINGS)
        this.#remarks.push({ kind: 'backdated', position, entry: entryID, sequence, other: at ?? '' })
      this.#time = time
    }
  }

  #findGaps(from: number, to: number, seal: Seal): void {
    for (let position = from; position < Math.min(to, from + MOST_FINDINGS); position++)
      this.#find({ kind: 'leafMissing', position, seal: seal.number })
  }

  #checkRoot(seal: Seal, leaves: readonly Leaf[]): void {
    for (const { computed, position, entryID } of leaves)
      if (computed === undefined) this.#find({ kind: 'missing', position, entry: entryID, seal: seal.number })
    const isRoot = merkleRoot(leaves.map((leaf) => leaf.stored)) === seal.root
    const isRootOfEntries = merkleRoot(leaves.map((leaf) => leaf.computed ?? leaf.stored)) === seal.root
    const differing = leaves.filter(
      (leaf): leaf is Leaf & { computed: string } => leaf.computed !== undefined && leaf.computed !== leaf.stored,
    )
    for (const leaf of differing) {
      const { position, entryID, sequence } = leaf
      if (isRootOfEntries && !isRoot)
        this.#find({ kind: 'leafChanged', position, entry: entryID, sequence: sequence ?? null, seal: seal.number })
      else this.#differing.push({ leaf, seal: seal.number })
    }
    const isComplete = leaves.length === seal.count && seal.count === seal.lastPosition - seal.firstPosition + 1
    if (isComplete && !isRoot && !isRootOfEntries)
      this.#find({ kind: 'batchChanged', seal: seal.number, position: seal.firstPosition, other: seal.lastPosition })
  }

  #end({ lastSeal, lastEntry = 0, untold }: End): void {
    this.#isEnded = true
    this.#closeBatch()
    const positions = new Map(this.#differing.map(({ leaf }) => [leaf.stored, leaf.position]))
    for (const { leaf, seal } of this.#differing) {
      const other = positions.get(leaf.computed)
      const { position, entryID: entry, sequence = null } = leaf
      this.#find({
        kind: other === undefined ? 'changed' : 'moved',
        position,
        entry,
        sequence,
        seal,
        ...(other === undefined ? {} : { other }),
      })
    }
    const number = this.#seal?.number ?? 0
    if (lastSeal > number) this.#find({ kind: 'cut', seal: number, ...(Number.isFinite(lastSeal) ? { other: lastSeal } : {}) })
    if (this.#against && !this.#isAgainstSeen) this.#find({ kind: 'rewritten', seal: this.#against.number })
    if (lastEntry > this.#lastEntry) this.#find({ kind: 'endMissing', sequence: String(this.#lastEntry), other: lastEntry })
    if (untold && untold.count > 0) this.#find({ kind: 'untold', attempt: untold.first, other: untold.count })
  }

  #find(finding: Finding): void {
    if (this.#findings.length < MOST_FINDINGS) this.#findings.push(finding)
    else this.#more++
  }
}

/** A finding in plain English. */
export function words({ kind, sequence, entry, position, seal, attempt, other }: Finding): string {
  const which = `Entry ${sequence ?? '?'} (${entry ?? '?'})`
  const place = `position ${position ?? '?'}`
  const texts: Readonly<Record<FindingKind, string>> = {
    changed: `${which} was changed after seal ${seal ?? '?'} (${place}).`,
    moved: `${which} was moved: it stands at ${place}, and was sealed at position ${other ?? '?'}.`,
    missing: `The entry ${entry ?? '?'} at ${place} (seal ${seal ?? '?'}) is missing.`,
    inserted: `${which} was inserted: no seal holds it, and none is to come.`,
    leafChanged: `${which} is right, but its recorded hash at ${place} was changed.`,
    leafMissing: `The record of ${place} (seal ${seal ?? '?'}) is missing.`,
    leafInserted: `The record of ${place} (entry ${entry ?? '?'}) was inserted, or its seal is missing.`,
    batchChanged: `One of the entries at positions ${position ?? '?'} to ${other ?? '?'} was changed together with its hash: they don't give the root of seal ${seal ?? '?'}.`,
    sealChanged: `Seal ${seal ?? '?'} was changed.`,
    sealMissing: `Seal ${seal ?? '?'} is missing.`,
    sealReplaced: `Seal ${seal ?? '?'} doesn't follow the seal before it: one of them was replaced or moved.`,
    forged: `The signature of seal ${seal ?? '?'} is wrong.`,
    unsigned: `Seal ${seal ?? '?'} isn't signed, though a key was in use before: somebody made it without the key.`,
    untrusted: `Seal ${seal ?? '?'} is signed with the key ${other ?? '?'}, which isn't among those trusted.`,
    cut: `The log ends at seal ${seal ?? 0}${other === undefined ? ', and its end is missing' : `, but there were ${other}`}.`,
    rewritten: `Seal ${seal ?? '?'} isn't the one that was kept elsewhere: the log was rewritten.`,
    unreadable: `Line ${other ?? '?'} can't be read.`,
    behindEnd: `Behind the end of the log stands ${entry === undefined ? (seal === undefined ? 'more' : `seal ${seal}`) : `the entry ${entry}`}: it was inserted.`,
    endMissing: `The log ends at entry ${sequence ?? '?'}, but entries up to ${other ?? '?'} were written: the last ones are missing.`,
    untold: `No entry tells of ${other ?? '?'} of the messages on record, the first of them number ${attempt ?? '?'}: their entries are missing.`,
    backdated: `${which} at ${place} is dated ${other ?? '?'}, more than a day before the entry before it: it was written later than it says, or a clock was wrong.`,
  }
  return texts[kind]
}

/** What was found, in plain English. */
export function summary({ isWhole, entries, seals, unsealed, keys, findings, more, remarks }: Verification): string {
  const signed = keys.length > 0 ? `Signed with: ${keys.join(', ')}.` : 'No seal is signed.'
  const counts = `${entries} entries in ${seals} seals, ${unsealed} waiting for the next seal. ${signed}`
  const odd = remarks.map((each) => `Remark: ${words(each)}`)
  if (isWhole) return [`The log is whole: ${counts}`, ...odd].join('\n')
  const wrong = [...findings.map(words), ...(more > 0 ? [`… and ${more} more.`] : [])]
  return [`The log was TAMPERED with: ${counts}`, ...wrong, ...odd].join('\n')
}

/** Proves an exported file. */
export async function verifyFile(path: string, options: ConstructorParameters<typeof Verifier>[0]): Promise<Verification> {
  const verifier = new Verifier(options)
  let number = 0
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number++
    if (line.trim() === '') continue
    try {
      verifier.take(JSON.parse(line) as AuditRecord)
    } catch {
      verifier.takeUnreadable(number)
    }
  }
  return verifier.result()
}

async function main(): Promise<void> {
  const options = { against: { type: 'string' }, trust: { type: 'string', multiple: true }, json: { type: 'boolean' } } as const
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const [path] = positionals
  if (path === undefined) {
    console.error('node verify.mjs EXPORT.jsonl [--against SEAL.json] [--trust KEYID] [--json]')
    process.exitCode = 2
    return
  }
  const against = values.against === undefined ? undefined : (JSON.parse(readFileSync(values.against, 'utf8')) as Seal)
  const result = await verifyFile(path, { against, trusted: values.trust })
  console.log(values.json ? JSON.stringify(result, null, 2) : summary(result))
  process.exitCode = result.isWhole ? 0 : 1
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main()
