import { createHash } from 'node:crypto'

/** Chance that repeats itself: the same seed words give the same numbers on every machine. */
export class Random {
  #state: number

  constructor(...seed: readonly (string | number)[]) {
    this.#state = createHash('sha256').update(seed.join('/')).digest().readUInt32LE()
  }

  /** [0, 1), by mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from `least` to `most`, both possible. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  /** A share from `least` to `most` with four decimals, as text for decimal arithmetic. */
  share(least: number, most: number): string {
    return (least + this.next() * (most - least)).toFixed(4)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** One of the list; undefined when it's empty. */
  pick<T>(list: readonly T[]): T | undefined {
    return list[Math.floor(this.next() * list.length)]
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((each) => ({ each, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ each }) => each)
  }
}

/** The GUID of a message, the same for the same seed words (version 5 in form). */
export function guid(...seed: readonly (string | number)[]): string {
  const bytes = createHash('sha1').update(seed.join('/')).digest().subarray(0, 16)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
