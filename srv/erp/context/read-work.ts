import type { ExpectedMovement, WorkCenterContext } from '../../domain/context.ts'
import type { MessagePart } from '../../domain/message.ts'
import { CONFIRMATION, categoryOf, goodsMovementProposal } from '../api/confirmation.ts'
import { costCentersOf } from '../api/work-center.ts'
import type { CostCenterRow } from '../api/work-center.ts'
import { isObject } from '../json.ts'
import type { Reader } from '../reader.ts'
import { keyOf } from './copies.ts'
import type { Copies } from './copies.ts'
import { expectedOf, workCenterOf } from './map.ts'
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
  const rows = await round.within('workCenters', costCenters(reader, missing, round.signal), [])
  const today = new Date().toISOString().slice(0, 10)
  const read = missing.flatMap((each) => workCenterOf(each, rows, today) ?? [])
  for (const each of read) copies.keep(keyOf.workCenter(each.plant, each.id), each)
  return [...copied, ...read]
}

async function costCenters(reader: Reader, wanted: Needs['workCenters'], signal: AbortSignal): Promise<readonly CostCenterRow[]> {
  const answer = await reader.json(costCentersOf(wanted), signal)
  const rows = isObject(answer) ? answer.value : undefined
  if (!Array.isArray(rows)) throw new Error('The ERP answered without rows.')
  return rows.filter(isObject)
}

/** What the ERP would issue and receive by itself for each confirmation. */
export async function readExpected(
  reader: Reader,
  parts: readonly MessagePart[],
  signal: AbortSignal,
): Promise<readonly ExpectedMovement[]> {
  const asked = parts.flatMap((part, index) =>
    part.kind === 'confirmation' && !part.isReversal && part.order && part.operation ? [{ part, index }] : [],
  )
  const proposals = asked
    .filter(({ part }) => [part.yield, part.scrap, part.rework].some(isPositive))
    .map(async ({ part, index }) => {
      const category = categoryOf(part) ?? 'production'
      const unit = (part.yield ?? part.scrap ?? part.rework)?.unit
      const parameters = {
        OrderID: part.order,
        OrderOperation: part.operation,
        ...(isPositive(part.yield) && { ConfirmationYieldQuantity: part.yield.value }),
        ...(isPositive(part.scrap) && { ConfirmationScrapQuantity: part.scrap.value }),
        ...(category === 'production' && isPositive(part.rework) && { ConfirmationReworkQuantity: part.rework.value }),
        ...(unit && { ConfirmationUnit: unit }),
      }
      const rows = await reader.execute(
        CONFIRMATION[category].service,
        () => goodsMovementProposal(category, parameters),
        (request, to) => request.execute(to),
        signal,
      )
      return rows.map((row) => expectedOf(index, row))
    })
  return (await Promise.all(proposals)).flat()
}
