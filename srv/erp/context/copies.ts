import type { MaterialContext, OperationContext, OrderContext } from '../../domain/context.ts'
import type { OrderCategory } from '../../domain/message.ts'
import { isObject } from '../json.ts'
import type { Replicas } from '../types.ts'

/** What a copy holds, by its key; in Countersign's words, as JSON. */
export const keyOf = {
  /** {@link ProductCopy} */
  product: (material: string): string => `product/${material}`,
  /** {@link PlantCopy}; below the product, so that forgetting this forgets that. */
  inPlant: (material: string, plant: string): string => `product/${material}/${plant}`,
  /** {@link OrderFacts} */
  order: (id: string): string => `order/${id}`,
  /** `WorkCenterContext` */
  workCenter: (plant: string, id: string): string => `workCenter/${plant}/${id}`,
}

export interface ProductCopy extends Pick<MaterialContext, 'type' | 'baseUnit' | 'units'> {
  /** Per valuation area; the price is that of one base unit, empty where the ERP keeps none. */
  readonly valuations: readonly { readonly area: string; readonly class: string; readonly price: string; readonly currency: string }[]
}

/** Percent of the order's quantity, as decimals; undefined where there's no limit kept. */
export interface Tolerance {
  readonly over?: string
  readonly under?: string
  readonly isUnlimited: boolean
}

export interface PlantCopy {
  /** Says only whether it's worth asking for batches. */
  readonly isBatchManaged: boolean
  readonly tolerance?: Tolerance
}

/** Of an order only what doesn't change while it runs; no part of a context, only what to ask for in the first wave. */
export interface OrderFacts extends Pick<OrderContext, 'id' | 'plant' | 'material'> {
  readonly category?: OrderCategory
  readonly components: readonly { readonly material: string; readonly plant: string; readonly operation: string }[]
  readonly operations: readonly Pick<OperationContext, 'id' | 'workCenter' | 'activities'>[]
}

export function factsOf({ id, category, plant, material, components, operations }: OrderContext): OrderFacts {
  return {
    id,
    ...(category && { category }),
    plant,
    material,
    components: components
      // Nobody issues those for an order.
      .filter((each) => !each.isBulk && !each.isDeleted)
      .map((each) => ({ material: each.material, plant: each.plant, operation: each.operation })),
    operations: operations.map(({ id, workCenter, activities }) => ({ id, workCenter, ...(activities && { activities }) })),
  }
}

/** The copies that one reading meets. Those that can't be had in time aren't there. */
export class Copies {
  readonly #replicas: Replicas | undefined
  readonly #isLive: boolean
  readonly #tooLate: Promise<never>
  readonly #known = new Map<string, { readonly readAt: string; readonly content: unknown } | undefined>()
  readonly #used = new Map<string, string>()
  readonly #fresh = new Map<string, unknown>()

  /** @param isLive copies say what to ask for, never what the answer is */
  constructor(replicas: Replicas | undefined, isLive: boolean, tooLate: Promise<never>) {
    this.#replicas = replicas
    this.#isLive = isLive
    this.#tooLate = tooLate
  }

  /** Fetches what isn't known yet, at once. */
  async load(keys: readonly string[]): Promise<void> {
    const missing = [...new Set(keys)].filter((each) => !this.#known.has(each))
    if (!this.#replicas || missing.length === 0) return
    for (const key of missing) this.#known.set(key, undefined)
    try {
      for (const { key, ...copy } of await Promise.race([this.#replicas.get(missing), this.#tooLate])) this.#known.set(key, copy)
    } catch {
      // Then it's read from the ERP.
    }
  }

  /** What a copy says, for choosing what to ask; it doesn't count as used. */
  hint<T extends object>(key: string, name: keyof T & string): T | undefined {
    const content = this.#known.get(key)?.content
    // Written by another version it may have another shape.
    return isObject(content) && name in content ? (content as unknown as T) : undefined
  }

  /** A copy in place of a read; `name` is what it must have. None when all is read live. */
  use<T extends object>(key: string, name: keyof T & string): T | undefined {
    if (this.#isLive) return undefined
    const found = this.hint<T>(key, name)
    if (found) this.#used.set(key, this.#known.get(key)?.readAt ?? '')
    return found
  }

  /** Is that what the copy says? */
  isSame(key: string, content: object): boolean {
    return writtenOf(this.#known.get(key)?.content) === writtenOf(content)
  }

  /** What was just read. Only what is there: that something isn't may change at any time. */
  keep(key: string, content: object): void {
    if (this.#isLive || !this.isSame(key, content)) this.#fresh.set(key, content)
  }

  /** Hands over what was read, without waiting for it. @returns the copies that the reading rests on */
  end(): readonly { readonly key: string; readonly readAt: string }[] {
    if (this.#replicas && this.#fresh.size > 0) void this.#replicas.put([...this.#fresh].map(([key, content]) => ({ key, content })))
    return [...this.#used].map(([key, readAt]) => ({ key, readAt }))
  }
}

const written = new WeakMap<object, string>()

/** As it would be kept; copies stay the same objects over many messages. */
function writtenOf(content: unknown): string {
  if (typeof content !== 'object' || content === null) return ''
  const known = written.get(content)
  if (known !== undefined) return known
  const text = JSON.stringify(content)
  written.set(content, text)
  return text
}
