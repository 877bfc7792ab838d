import { ModelError } from '../errors.ts'

export const broken = (text: string, target: string): ModelError => new ModelError('COUNTERSIGN/MODEL_BROKEN', text, target)

/** Writes numbers one after the other, small whole ones in few bytes; the same bytes on every machine. */
export class ByteWriter {
  #view = new DataView(new ArrayBuffer(4096))
  #length = 0

  /** Where the next `bytes` stand, once there is room for them: the view may be another one then. */
  #room(bytes: number): number {
    const at = this.#length
    this.#length += bytes
    if (this.#length > this.#view.byteLength) {
      const longer = new Uint8Array(this.#view.byteLength * 2)
      longer.set(new Uint8Array(this.#view.buffer))
      this.#view = new DataView(longer.buffer)
    }
    return at
  }

  byte(value: number): void {
    const at = this.#room(1)
    this.#view.setUint8(at, value)
  }

  /** Seven bits a byte, the lowest first (LEB128). @param value whole, 0 to 2⁵³ − 1 */
  whole(value: number): void {
    let rest = value
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.byte((rest % 128) + 128)
    this.byte(rest)
  }

  float(value: number): void {
    const at = this.#room(8)
    this.#view.setFloat64(at, value, true)
  }

  finish(): Uint8Array {
    return new Uint8Array(this.#view.buffer.slice(0, this.#length))
  }
}

/** Reads what a `ByteWriter` wrote. Every method throws ModelError `COUNTERSIGN/MODEL_BROKEN` where the bytes end too early or hold no such number. */
export class ByteReader {
  readonly #view: DataView
  #at = 0
  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  #next(bytes: number): number {
    const at = this.#at
    this.#at += bytes
    if (this.#at > this.#view.byteLength) throw broken('The model ends too early.', 'length')
    return at
  }

  get isAtEnd(): boolean {
    return this.#at === this.#view.byteLength
  }

  byte(): number {
    return this.#view.getUint8(this.#next(1))
  }

  /** @param below one more than the number may be */
  whole(below: number, target: string): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte()
      value += (byte % 128) * factor
      if (value >= below) throw broken(`${value} is beyond ${below}.`, target)
      if (byte < 128) return value
      // A number that is this long can't be whole any more.
      if (factor > 2 ** 46) throw broken('A number has no end.', target)
    }
  }

  /** @returns a finite number */
  float(target: string): number {
    const value = this.#view.getFloat64(this.#next(8), true)
    if (!Number.isFinite(value)) throw broken(`${value} is no finite number.`, target)
    return value
  }
}
