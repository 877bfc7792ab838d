import type { Forest } from './forest.ts'

type Growable = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>

/** A typed array that gets longer: at most twice as much memory as it needs. */
class Column<T extends Growable> {
  length = 0
  #values: T
  constructor(values: T) {
    this.#values = values
  }
  push(value: number): void {
    if (this.length === this.#values.length) {
      const longer = new (this.#values.constructor as new (length: number) => T)(this.length * 2)
      longer.set(this.#values)
      this.#values = longer
    }
    this.#values[this.length++] = value
  }
  set(at: number, value: number): void {
    this.#values[at] = value
  }
  finish(): T {
    return this.#values.slice(0, this.length) as T
  }
}

/** Writes a `Forest` node after node: every tree depth first, left before right. */
export class ForestBuilder {
  readonly #width: number
  readonly #classes: number
  readonly #roots: number[] = []
  readonly #feature = new Column(new Int32Array(1024))
  readonly #threshold = new Column(new Float64Array(1024))
  readonly #left = new Column(new Int32Array(1024))
  readonly #right = new Column(new Int32Array(1024))
  readonly #cover = new Column(new Float64Array(1024))
  readonly #start = new Column(new Uint32Array(1024))
  readonly #label = new Column(new Uint16Array(1024))
  readonly #share = new Column(new Float64Array(1024))

  constructor(width: number, classes: number) {
    this.#width = width
    this.#classes = classes
  }

  /** A leaf so far, below no other node unless `attach` says so: the next tree's root. */
  add(cover: number): number {
    const node = this.#feature.length
    this.#feature.push(-1)
    this.#threshold.push(NaN)
    this.#left.push(-1)
    this.#right.push(-1)
    this.#cover.push(cover)
    this.#start.push(this.#label.length)
    return node
  }

  cover(node: number, cover: number): void {
    this.#cover.set(node, cover)
  }

  root(node: number): void {
    this.#roots.push(node)
  }

  split(node: number, feature: number, threshold: number): void {
    this.#feature.set(node, feature)
    this.#threshold.set(node, threshold)
  }

  attach(node: number, parent: number, isRight: boolean): void {
    ;(isRight ? this.#right : this.#left).set(parent, node)
  }

  /** A share of the node that was added last. */
  share(label: number, share: number): void {
    this.#label.push(label)
    this.#share.push(share)
  }

  finish(): Forest {
    this.#start.push(this.#label.length)
    return {
      width: this.#width,
      classes: this.#classes,
      roots: Int32Array.from(this.#roots),
      feature: this.#feature.finish(),
      threshold: this.#threshold.finish(),
      left: this.#left.finish(),
      right: this.#right.finish(),
      cover: this.#cover.finish(),
      start: this.#start.finish(),
      label: this.#label.finish(),
      share: this.#share.finish(),
    }
  }
}
