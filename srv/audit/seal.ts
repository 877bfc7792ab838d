import { createPrivateKey, createPublicKey, hash, type KeyObject, sign } from 'node:crypto'
import { merkleRoot, NO_SEAL, SCHEMA, type Seal, sealHash, sealText, signedBytes } from './verifier.ts'

/** What seals are signed with. */
export interface SealKey {
  readonly key: KeyObject
  /** SHA-256 of the public key, hex. */
  readonly keyID: string
  /** SPKI, base64. */
  readonly publicKey: string
}

/**
 * The key in `COUNTERSIGN_SEAL_KEY`: Ed25519, PKCS#8, as PEM or base64. Undefined where there is none: seals aren't signed then.
 * Another key than before is a rotation: each seal carries the public key that it is verified by.
 */
export function sealKey(text = process.env.COUNTERSIGN_SEAL_KEY): SealKey | undefined {
  if (text === undefined || text.trim() === '') return undefined
  const key = privateKey(text)
  if (key?.asymmetricKeyType !== 'ed25519') throw new Error('COUNTERSIGN_SEAL_KEY is no Ed25519 private key (PKCS#8, as PEM or base64)')
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return { key, keyID: hash('sha256', publicKey), publicKey: publicKey.toString('base64') }
}

/** PEM may have lost its line breaks to `\n`, or have become base64 as a whole. */
function privateKey(text: string): KeyObject | undefined {
  const bytes = Buffer.from(text, 'base64')
  for (const pem of [text.replaceAll('\\n', '\n'), bytes.toString('latin1')])
    if (pem.includes('-----BEGIN')) return attempt(() => createPrivateKey(pem))
  return attempt(() => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }))
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

/** Where the next seal goes. */
interface Place {
  readonly number: number
  readonly firstPosition: number
  /** Hash of the seal before; undefined for the first. */
  readonly previous?: string | undefined
}

/** Seals leaves, hex hashes in their order; at least one. */
export function makeSeal({ number, firstPosition, previous }: Place, leaves: readonly string[], at: Date, key?: SealKey): Seal {
  const content = {
    schema: SCHEMA,
    number,
    at: at.toISOString(),
    firstPosition,
    lastPosition: firstPosition + leaves.length - 1,
    count: leaves.length,
    root: merkleRoot(leaves),
    previous: previous ?? NO_SEAL,
    keyID: key?.keyID ?? null,
    publicKey: key?.publicKey ?? null,
  }
  const digest = sealHash(sealText(content))
  return { ...content, hash: digest, signature: key ? sign(null, signedBytes(digest), key.key).toString('base64') : null }
}
