import type { Context } from '../domain/context.ts'
import type { Decimal, FieldChange, MessagePart, Quantity } from '../domain/message.ts'
import { amount, convert, toText, type Amount } from '../domain/quantity.ts'

/** What a correction touches of one material. */
export interface Moved {
  readonly material: string
  /** Of the material, `ROH`; empty where nobody knows it. */
  readonly type: string
  /** In `unit`, the material's base unit; absent where the message's can't be converted to it. */
  readonly quantity?: Decimal
  readonly unit: string
  /** In the currency of the plant; absent where nobody knows its quantity or its price. */
  readonly value?: Decimal
}

type Known = Pick<Context, 'orders' | 'materials'>

/**
 * All that a correction touches, whether it changes how much or only where from: per material the larger of what was sent and what would be posted.
 * Without changes, and where it changes what the message is about (its order, its day), that is the whole message. A change of words moves nothing.
 * @param after the parts with all values set, nothing removed or added yet
 */
export function movedBy(
  parts: readonly MessagePart[],
  after: readonly MessagePart[],
  changes: readonly FieldChange[],
  known: Known,
): Moved[] {
  const touched: [string, Quantity][] = changes.flatMap((change): [string, Quantity][] => {
    if (change.op !== 'set') return [[change.movement.material, change.movement.quantity]]
    const [sent, set] = [parts[change.part], after[change.part]]
    const position = /^movements\/(\d+)\//.exec(change.field)?.[1]
    if (position !== undefined)
      return [sent, set].flatMap((part): [string, Quantity][] => {
        const movement = part?.movements[Number(position)]
        return movement && !change.field.endsWith('/reason') ? [[movement.material, movement.quantity]] : []
      })
    if (change.field === 'reason' || change.field.startsWith('activities/')) return []
    const both = [sent, set].flatMap((part) => (part ? [part] : []))
    return /^(yield|scrap|rework|unit)$/.test(change.field)
      ? both.flatMap((part) => madeBy(part, known))
      : both.flatMap((part) => wholeOf(part, known))
  })
  const all = changes.length === 0 ? parts.flatMap((part) => wholeOf(part, known)) : touched
  const most = new Map<string, Amount | undefined>()
  for (const [id, quantity] of all) {
    const material = known.materials.find((each) => each.id === id)
    const base = material && convert(quantity, material.baseUnit, material)?.abs()
    const before = most.get(id)
    // What nobody can convert stays unknown, whatever else is touched.
    if (!most.has(id)) most.set(id, base)
    else if (before !== undefined) most.set(id, base === undefined ? undefined : base.gt(before) ? base : before)
  }
  return [...most].map(([id, quantity]) => {
    const material = known.materials.find((each) => each.id === id)
    const price = material?.price?.amount
    return {
      material: id,
      type: material?.type ?? '',
      unit: material?.baseUnit ?? '',
      ...(quantity === undefined ? {} : { quantity: toText(quantity) }),
      ...(quantity === undefined || price === undefined ? {} : { value: toText(quantity.mul(amount(price)), 2) }),
    }
  })
}

/** What is reported as made, good or not. */
function madeBy(part: MessagePart, { orders }: Known): [string, Quantity][] {
  const material = orders.find((each) => each.id === part.order)?.material ?? part.material
  return [part.yield, part.scrap, part.rework].flatMap((each): [string, Quantity][] => (each ? [[material, each]] : []))
}

function wholeOf(part: MessagePart, known: Known): [string, Quantity][] {
  return [...madeBy(part, known), ...part.movements.map((each): [string, Quantity] => [each.material, each.quantity])]
}
