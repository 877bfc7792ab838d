import type { MessagePart, SyncMessage } from '../domain/message.ts'

export interface OrderNeed {
  readonly plant: string
  readonly order: string
}

export interface StepNeed extends OrderNeed {
  readonly operation: string
}

export interface WorkNeed extends StepNeed {
  readonly material: string
  readonly person: string
}

export interface BatchNeed {
  readonly plant: string
  readonly material: string
  readonly batch: string
}

export interface WorkCenterNeed {
  readonly plant: string
  readonly workCenter: string
}

/** What a message names and DM may know something about, each thing once. */
export interface Needs {
  readonly orders: readonly OrderNeed[]
  /** Operations that are confirmed. */
  readonly steps: readonly StepNeed[]
  /** Operations that are confirmed as somebody's work. */
  readonly work: readonly WorkNeed[]
  readonly batches: readonly BatchNeed[]
  readonly workCenters: readonly WorkCenterNeed[]
  /** Why some of it can't be asked. */
  readonly unasked: readonly string[]
}

/** Things of one kind that are asked for one message. */
const MOST = 20

/** Pure. */
export function needsOf({ parts }: Pick<SyncMessage, 'parts'>): Needs {
  const confirmed = parts.filter((part) => part.kind === 'confirmation' && part.order !== '' && part.operation !== '')
  const steps = confirmed.map((part) => ({ plant: plantOf(part), order: part.order, operation: part.operation }))
  const work = confirmed.flatMap((part) =>
    part.personnel
      ? [{ plant: plantOf(part), order: part.order, operation: part.operation, material: part.material, person: part.personnel }]
      : [],
  )
  const ordersOf = (part: MessagePart): OrderNeed[] => [
    { plant: plantOf(part), order: part.order },
    ...part.movements.map(({ plant, order }) => ({ plant: plant || plantOf(part), order })),
  ]
  const batchesOf = (part: MessagePart): BatchNeed[] =>
    part.movements.map(({ plant, material, batch }) => ({ plant: plant || plantOf(part), material, batch }))
  const unasked = new Set<string>()
  const askable = <N extends { readonly plant: string }>(needs: readonly N[], names: (need: N) => string): readonly N[] => {
    const named = distinct(needs.filter((each) => names(each) !== ''))
    for (const each of named) if (each.plant === '') unasked.add(`the message names no plant for ${names(each)}`)
    const known = named.filter((each) => each.plant !== '')
    if (known.length > MOST) unasked.add(`the message names more than ${MOST} things of one kind`)
    return known.slice(0, MOST)
  }
  return {
    orders: askable(parts.flatMap(ordersOf), (each) => each.order),
    steps: askable(steps, (each) => each.order),
    work: askable(work, (each) => each.order),
    batches: askable(parts.flatMap(batchesOf), (each) => (each.material === '' ? '' : each.batch)),
    workCenters: askable(
      parts.map((part) => ({ plant: plantOf(part), workCenter: part.workCenter })),
      (each) => each.workCenter,
    ),
    unasked: [...unasked],
  }
}

function plantOf(part: MessagePart): string {
  return part.plant || (part.movements.find((each) => each.plant !== '')?.plant ?? '')
}

function distinct<N>(needs: readonly N[]): N[] {
  return [...new Map(needs.map((each) => [JSON.stringify(each), each])).values()]
}
