import type { ExpectedMovement, ExpectedWork, WorkCenterContext } from '../../domain/context.ts'
import { doubtsOf } from '../../domain/doubts.ts'
import type { OperationPlan } from '../../domain/doubts.ts'
import type { MessagePart, OrderCategory } from '../../domain/message.ts'
import { CONFIRMATION, categoryOf, confirmationIn, confirmationProposal, goodsMovementProposal, movementsIn } from '../api/confirmation.ts'
import type { ProposalParameters } from '../api/confirmation.ts'
import { costCentersOf } from '../api/work-center.ts'
import type { CostCenterRow } from '../api/work-center.ts'
import { isObject } from '../json.ts'
import type { Reader } from '../reader.ts'
import { keyOf } from './copies.ts'
import type { Copies } from './copies.ts'
import { expectedOf, openOf, workCenterOf, workOf } from './map.ts'
import { isPositive } from './needs.ts'
import type { Needs } from './needs.ts'
import type { Round } from './round.ts'

/** Cost centres of work centres; those without a copy in one GET. One that has no cost centre isn't there. Never rejects. */
export async function readWorkCenters(
  reader: Reader,
  round: Round,
  copies: Copies,
  wanted: Needs['workCenters'],
): Promise<readonly WorkCenterContext[]> {
  const copied = wanted.flatMap(({ id, plant }) => copies.use<WorkCenterContext>(keyOf.workCenter(plant, id), 'costCenter') ?? [])
  const missing = wanted.filter(({ id, plant }) => !copied.some((each) => each.id === id && each.plant === plant))
  if (missing.length === 0) return copied
  const rows = await round.within('workCenters', costCenters(reader, missing, round.until), [])
  const today = new Date().toISOString().slice(0, 10)
  const read = missing.flatMap((each) => workCenterOf(each, rows, today) ?? [])
  for (const each of read) copies.keep(keyOf.workCenter(each.plant, each.id), each)
  return [...copied, ...read]
}

async function costCenters(reader: Reader, wanted: Needs['workCenters'], until: number): Promise<readonly CostCenterRow[]> {
  const answer = await reader.json(costCentersOf(wanted), until)
  const rows = isObject(answer) ? answer.value : undefined
  if (!Array.isArray(rows)) throw new Error('The ERP answered without rows.')
  return rows.filter(isObject)
}

/** What the ERP would issue and receive by itself for each confirmation. */
export async function readExpected(reader: Reader, parts: readonly MessagePart[], until: number): Promise<readonly ExpectedMovement[]> {
  const proposals = parts.map(async (part, index) => {
    const isAsked = part.kind === 'confirmation' && !part.isReversal && part.order !== '' && part.operation !== ''
    if (!isAsked || ![part.yield, part.scrap, part.rework].some(isPositive)) return []
    const category = categoryOf(part) ?? 'production'
    const path = goodsMovementProposal(category, { ...operationOf(part), ...quantitiesOf(part, category) })
    const rows = movementsIn(await reader.call(CONFIRMATION[category].service, path, until))
    return rows.map((row) => expectedOf(index, row))
  })
  return (await Promise.all(proposals)).flat()
}

/** One thing to ask the ERP about a confirmation: what it would fill in as work for what is reported, or as yield. */
export interface Question {
  readonly index: number
  readonly about: 'activities' | 'yield'
}

/** What the plans of operations can't explain. */
export function questionsOf(
  parts: readonly MessagePart[],
  orders: readonly { readonly id: string; readonly operations: readonly (OperationPlan & { readonly id: string })[] }[],
): Question[] {
  return parts.flatMap((part, index): Question[] => {
    const operations = orders.find((each) => each.id === part.order)?.operations
    const doubts = doubtsOf(
      part,
      operations?.find((each) => each.id === part.operation),
    )
    return [
      ...(doubts.activities.length > 0 ? [{ index, about: 'activities' } as const] : []),
      ...(doubts.yield ? [{ index, about: 'yield' } as const] : []),
    ]
  })
}

/** What the ERP would fill into confirmations by itself, one request a question. Never rejects. */
export async function readExpectedWork(
  reader: Reader,
  round: Round,
  parts: readonly MessagePart[],
  questions: readonly Question[],
): Promise<readonly ExpectedWork[]> {
  const answers = questions.map(async ({ index, about }) => {
    const part = parts[index]
    return part ? round.within('expectedWork', answerTo(reader, part, index, about, round.until), []) : []
  })
  return (await Promise.all(answers)).flat()
}

async function answerTo(reader: Reader, part: MessagePart, index: number, about: Question['about'], until: number) {
  const category = categoryOf(part) ?? 'production'
  const asked = about === 'yield' ? { QuantityIsToBeProposed: true } : { ...quantitiesOf(part, category), ActivityIsToBeProposed: true }
  const path = confirmationProposal(category, { ...operationOf(part), ...asked })
  const row = confirmationIn(await reader.call(CONFIRMATION[category].service, path, until))
  if (!row) throw new Error('The ERP answered without a proposal.')
  return about === 'yield' ? [openOf(index, row)] : workOf(index, row)
}

function operationOf({ order, operation }: MessagePart): Pick<ProposalParameters, 'OrderID' | 'OrderOperation'> {
  return { OrderID: order, OrderOperation: operation }
}

function quantitiesOf(part: MessagePart, category: OrderCategory): Partial<ProposalParameters> {
  const unit = (part.yield ?? part.scrap ?? part.rework)?.unit
  return {
    ...(isPositive(part.yield) && { ConfirmationYieldQuantity: part.yield.value }),
    ...(isPositive(part.scrap) && { ConfirmationScrapQuantity: part.scrap.value }),
    ...(category === 'production' && isPositive(part.rework) && { ConfirmationReworkQuantity: part.rework.value }),
    ...(unit && { ConfirmationUnit: unit }),
  }
}
