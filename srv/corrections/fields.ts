import type { FieldChange, FieldPath, MessagePart, Movement, Quantity } from '../domain/message.ts'

/** Fields of a movement that can be set one by one. */
const MOVEMENT_FIELDS = [
  'quantity',
  'unit',
  'material',
  'storageLocation',
  'batch',
  'reason',
  'movementType',
  'reference',
  'account',
] as const
export type MovementField = (typeof MOVEMENT_FIELDS)[number]

/** Fields of a part that can be set. */
const PART_FIELDS = ['yield', 'scrap', 'rework', 'unit', 'postingDate', 'reason', 'operation', 'order'] as const
export type PartField = (typeof PART_FIELDS)[number]

/** Where a path leads. */
export type Target =
  | { readonly field: PartField }
  | { readonly movement: number; readonly field: MovementField }
  | { readonly activity: number; readonly field: keyof Quantity }

/** Reads a path such as `yield`, `movements/2/batch` or `activities/0/quantity`; undefined when it leads nowhere. */
export function targetOf(field: FieldPath): Target | undefined {
  const own = PART_FIELDS.find((each) => each === field)
  if (own !== undefined) return { field: own }
  const work = /^activities\/([0-5])\/(quantity|unit)$/.exec(field)
  if (work !== null) return { activity: Number(work[1]), field: work[2] === 'unit' ? 'unit' : 'value' }
  const match = /^movements\/(\d+)\/(\w+)$/.exec(field)
  const moved = MOVEMENT_FIELDS.find((each) => each === match?.[2])
  return match === null || moved === undefined ? undefined : { movement: Number(match[1]), field: moved }
}

/** Value of a field as text, empty when the sender left it out; undefined when the part has no such field. */
export function readField(part: MessagePart, field: FieldPath): string | undefined {
  const target = targetOf(field)
  if (target === undefined) return undefined
  if ('movement' in target) {
    const movement = part.movements[target.movement]
    return movement && readMovement(movement, target.field)
  }
  if ('activity' in target) return part.activities?.[target.activity]?.[target.field]
  switch (target.field) {
    case 'yield':
    case 'scrap':
    case 'rework':
      return part[target.field]?.value ?? ''
    case 'unit':
      return headerUnit(part)
    case 'postingDate':
      return part.postingDate ?? ''
    default:
      return part[target.field]
  }
}

/** Value of one field of a movement. */
export function readMovement(movement: Movement, field: MovementField): string {
  if (field === 'quantity') return movement.quantity.value
  return field === 'unit' ? movement.quantity.unit : (movement[field] ?? '')
}

/** The movement with one field set. */
export function writeMovement(movement: Movement, field: MovementField, value: string): Movement {
  if (field === 'quantity') return { ...movement, quantity: { ...movement.quantity, value } }
  return field === 'unit' ? { ...movement, quantity: { ...movement.quantity, unit: value } } : { ...movement, [field]: value }
}

/** A `set` of a field, from what it is now; nothing when it is that already, or when there's no such field. */
export function set(parts: readonly MessagePart[], part: number, field: FieldPath, to: string): FieldChange[] {
  const owner = parts[part]
  const from = owner && readField(owner, field)
  return from === undefined || from === to ? [] : [{ op: 'set', part, field, from, to }]
}

/**
 * The parts as they are with the changes made. Positions of movements are those of the message as sent; added movements stand behind
 * all sent ones. A change that finds no place is left out. The raw body isn't touched: that is the gateway's.
 */
export function afterChanges(parts: readonly MessagePart[], changes: readonly FieldChange[]): MessagePart[] {
  return parts.map((part, index) => {
    const own = changes.filter((each) => each.part === index)
    const changed = own.reduce((result, each) => (each.op === 'set' ? write(result, each.field, each.to) : result), part)
    const removed = new Set(own.flatMap((each) => (each.op === 'removeMovement' ? [each.index] : [])))
    const added = own.flatMap((each) => (each.op === 'addMovement' ? [each.movement] : []))
    return { ...changed, movements: [...changed.movements.filter((_, position) => !removed.has(position)), ...added] }
  })
}

/** Sets first, then removals from the last to the first, then additions: so the order of reading makes no difference to the positions. */
export function inOrder(changes: readonly FieldChange[]): FieldChange[] {
  const removals = changes.filter((each) => each.op === 'removeMovement').sort((one, other) => other.index - one.index)
  return [...changes.filter((each) => each.op === 'set'), ...removals, ...changes.filter((each) => each.op === 'addMovement')]
}

function write(part: MessagePart, field: FieldPath, value: string): MessagePart {
  const target = targetOf(field)
  if (target === undefined) return part
  if ('movement' in target)
    return {
      ...part,
      movements: part.movements.map((each, position) => (position === target.movement ? writeMovement(each, target.field, value) : each)),
    }
  if ('activity' in target) {
    const { activity, field: which } = target
    if (part.activities === undefined) return part
    return {
      ...part,
      activities: part.activities.map((each, position) => (position === activity && each ? { ...each, [which]: value } : each)),
    }
  }
  switch (target.field) {
    case 'yield':
    case 'scrap':
    case 'rework':
      return { ...part, [target.field]: { value, unit: headerUnit(part) } satisfies Quantity }
    case 'unit':
      return { ...part, ...inUnit(part, 'yield', value), ...inUnit(part, 'scrap', value), ...inUnit(part, 'rework', value) }
    default:
      return { ...part, [target.field]: value }
  }
}

function inUnit(part: MessagePart, field: 'yield' | 'scrap' | 'rework', unit: string): Partial<MessagePart> {
  const quantity = part[field]
  return quantity === undefined ? {} : { [field]: { ...quantity, unit } }
}

function headerUnit(part: MessagePart): string {
  return (part.yield ?? part.scrap ?? part.rework)?.unit ?? ''
}
