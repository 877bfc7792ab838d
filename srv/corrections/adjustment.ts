import type { Decimal, FieldChange, FieldPath, MessagePart, Movement } from '../domain/message.ts'
import { parseDecimal } from '../domain/quantity.ts'
import { inOrder, readField, readMovement, targetOf, writeMovement, type MovementField, type PartField } from './fields.ts'

/** A field that a planner may set. `field` of a part behind the first begins with `parts/1/`. */
export interface AdjustableField {
  readonly field: FieldPath
  readonly label: string
  readonly value: string
}

/** What is wrong with one value. */
export interface AdjustmentProblem {
  readonly code: string
  readonly text: string
  /** What `text` names: the value, or the unknown field, and the most characters there are; for texts in other languages. */
  readonly args: readonly string[]
  /** The field as it was named. */
  readonly target: string
}

/** Thrown by {@link applyAdjustment}: all that is wrong with the values given; `code` and `target` are those of the first. */
export class AdjustmentError extends Error {
  readonly code: string
  readonly target: string
  readonly details: readonly AdjustmentProblem[]

  constructor(details: readonly AdjustmentProblem[]) {
    super(details.map((each) => each.text).join(' '))
    this.code = details[0]?.code ?? ''
    this.target = details[0]?.target ?? ''
    this.details = details
  }
}

const PART_LABELS: Readonly<Record<Exclude<PartField, 'order'>, string>> = {
  yield: 'Yield',
  scrap: 'Scrap',
  rework: 'Rework',
  unit: 'Unit',
  postingDate: 'Posting date',
  reason: 'Reason',
  operation: 'Operation',
}
const MOVEMENT_LABELS: Readonly<Record<MovementField, string>> = {
  quantity: 'Quantity',
  unit: 'Unit',
  material: 'Material',
  storageLocation: 'Storage location',
  batch: 'Batch',
  reason: 'Reason',
  movementType: 'Movement type',
  reference: 'Reference',
  account: 'Account',
}
/** Fields of a movement that only a material document has. */
const OF_DOCUMENTS: readonly MovementField[] = ['reason', 'reference', 'account']
/** Longest text that the ERP keeps. */
const LENGTHS: Readonly<Record<string, number>> = {
  ...{ unit: 3, reason: 4, operation: 4, material: 40, storageLocation: 4, batch: 10 },
  ...{ movementType: 3, reference: 1, account: 24 },
}
const QUANTITIES: readonly string[] = ['yield', 'scrap', 'rework', 'activity', 'quantity']
/** May be emptied; all else must hold something. */
const OPTIONAL: readonly string[] = ['reason', 'batch', 'storageLocation', 'scrap', 'rework', 'reference', 'account']

/** The fields that a planner may edit, with label and present value; parts as sent or as proposed. The order of a message is never among them. */
export function adjustable(parts: readonly MessagePart[]): AdjustableField[] {
  return parts.flatMap((part, index) => {
    const isConfirmation = part.kind === 'confirmation'
    const own = (Object.keys(PART_LABELS) as (keyof typeof PART_LABELS)[]).filter((each) => isConfirmation || each === 'postingDate')
    const head = own.map((field) => ({ field: pathOf(index, field), label: PART_LABELS[field], value: readField(part, field) ?? '' }))
    const work = (part.activities ?? []).flatMap((activity, position) => {
      if (activity === undefined) return []
      const at = pathOf(index, `activities/${position}`)
      return [
        { field: `${at}/quantity`, label: `Activity ${position + 1}`, value: activity.value },
        { field: `${at}/unit`, label: `Unit of activity ${position + 1}`, value: activity.unit },
      ]
    })
    const fields = (Object.keys(MOVEMENT_LABELS) as MovementField[]).filter((each) => !isConfirmation || !OF_DOCUMENTS.includes(each))
    const moved = part.movements.flatMap((movement, position) =>
      fields.map((field) => ({
        field: pathOf(index, `movements/${position}/${field}`),
        label: `${MOVEMENT_LABELS[field]} of ${movement.material} (${movement.movementType})`,
        value: readMovement(movement, field),
      })),
    )
    return [...head, ...work, ...moved]
  })
}

/**
 * The proposed changes with a planner's own values merged in: a value overrides the proposal for the same field, and one equal to what
 * was sent takes the proposal back. Positions of movements are those of the message as sent, movements that the proposal adds counted
 * behind them. Throws {@link AdjustmentError} (`ADJUST_UNKNOWN_FIELD`, `ADJUST_EMPTY`, `ADJUST_NOT_A_NUMBER`, `ADJUST_NEGATIVE`,
 * `ADJUST_TOO_PRECISE`, `ADJUST_NOT_A_DATE`, `ADJUST_TOO_LONG`) when any value can't be taken; then nothing is changed.
 */
export function applyAdjustment(
  parts: readonly MessagePart[],
  changes: readonly FieldChange[],
  values: readonly { readonly field: string; readonly value: string }[],
): FieldChange[] {
  const problems: AdjustmentProblem[] = []
  let merged = [...changes]
  for (const { field, value } of values) {
    const text = value.trim()
    const place = placeOf(parts, merged, field)
    const problem =
      place === undefined
        ? { code: 'ADJUST_UNKNOWN_FIELD', text: `There is no field ${field} that can be set.`, args: [field] }
        : objection(place.name, text)
    if (problem !== undefined) problems.push({ ...problem, target: field })
    else if (place !== undefined) merged = place.put(QUANTITIES.includes(place.name) ? (parseDecimal(text)?.toFixed() ?? '') : text)
  }
  if (problems.length > 0) throw new AdjustmentError(problems)
  return inOrder(merged)
}

interface Place {
  readonly name: string
  readonly put: (value: string) => FieldChange[]
}

function placeOf(parts: readonly MessagePart[], changes: readonly FieldChange[], named: string): Place | undefined {
  const match = /^parts\/(\d+)\/(.+)$/.exec(named)
  const index = Number(match?.[1] ?? 0)
  const field = match?.[2] ?? named
  const part = parts[index]
  const target = targetOf(field)
  if (part === undefined || target === undefined || target.field === 'order') return undefined
  if ('activity' in target) {
    const isSent = part.activities?.[target.activity] !== undefined
    return isSent ? settable(part, index, field, target.field === 'unit' ? 'unit' : 'activity', changes) : undefined
  }
  if (!('movement' in target)) {
    // Only a confirmation has a head of its own besides the date.
    return part.kind === 'confirmation' || target.field === 'postingDate' ? settable(part, index, field, target.field, changes) : undefined
  }
  const position = target.movement
  if (position < part.movements.length) {
    const isRemoved = changes.some((each) => each.op === 'removeMovement' && each.part === index && each.index === position)
    return isRemoved ? undefined : settable(part, index, field, target.field, changes)
  }
  const addition = changes.filter((each) => each.op === 'addMovement' && each.part === index)[position - part.movements.length]
  if (addition?.op !== 'addMovement') return undefined
  const put = (value: string): FieldChange[] => {
    const movement: Movement = writeMovement(addition.movement, target.field, value)
    return changes.map((each) => (each === addition ? { ...addition, movement } : each))
  }
  return { name: target.field, put }
}

function settable(part: MessagePart, index: number, field: FieldPath, name: string, changes: readonly FieldChange[]): Place {
  const from = readField(part, field) ?? ''
  const others = changes.filter((each) => !(each.op === 'set' && each.part === index && each.field === field))
  return { name, put: (to) => (to === from ? others : [...others, { op: 'set', part: index, field, from, to }]) }
}

function objection(name: string, value: string): Omit<AdjustmentProblem, 'target'> | undefined {
  if (value === '') return OPTIONAL.includes(name) ? undefined : { code: 'ADJUST_EMPTY', text: `The ${name} can't be empty.`, args: [] }
  if (QUANTITIES.includes(name)) return quantityObjection(name, value)
  if (name === 'postingDate')
    return isDay(value) ? undefined : { code: 'ADJUST_NOT_A_DATE', text: `${value} is no date; write it as 2026-07-31.`, args: [value] }
  const most = LENGTHS[name] ?? 40
  return value.length <= most
    ? undefined
    : { code: 'ADJUST_TOO_LONG', text: `${value} is longer than the ${most} characters of a ${name}.`, args: [value, String(most)] }
}

function quantityObjection(name: string, value: Decimal): Omit<AdjustmentProblem, 'target'> | undefined {
  const number = parseDecimal(value)
  if (number === undefined) return { code: 'ADJUST_NOT_A_NUMBER', text: `${value} is no number; write it as 12.5.`, args: [value] }
  if (number.lt(0) || (number.isZero() && name === 'quantity'))
    return { code: 'ADJUST_NEGATIVE', text: `The ${name} must be more than ${value}.`, args: [value] }
  return number.decimalPlaces() > 3 || number.gte('1e10')
    ? { code: 'ADJUST_TOO_PRECISE', text: `${value} has more than 10 digits before or 3 behind the point.`, args: [value] }
    : undefined
}

function isDay(value: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value)
}

function pathOf(part: number, field: FieldPath): FieldPath {
  return part === 0 ? field : `parts/${part}/${field}`
}
