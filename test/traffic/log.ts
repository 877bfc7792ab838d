import { Decimal } from 'decimal.js'
import type { Plant } from '../landscape/plant/plant.ts'
import type { V2Client } from './client.ts'
import { bodyOf, type Confirmation, type Consumption } from './confirmation.ts'
import { inParallel } from './lanes.ts'
import { LOG_PLANT, operationsOf } from './log-plant.ts'
import type { LogRow } from './log-file.ts'
import { Random } from './random.ts'
import { SCRAP_REASONS } from './reasons.ts'
import { send } from './sender.ts'
import type { Sent } from './shift.ts'

/**
 * The confirmations of a log, case by case in the order of its rows. A case ends at the given day's midnight and each row takes its
 * span; everything is posted on that day, because the log doesn't know its own dates.
 */
export function confirmationsOf(rows: readonly LogRow[], plant: Plant, seed: number): Confirmation[][] {
  const orders = [...plant.orders.values()]
  const random = new Random('log', seed)
  return [...Map.groupBy(rows, (each) => each.case).values()].map((members, index) => {
    const order = orders[index]
    if (!order) throw new Error('The plant has an order for every case')
    const operations = operationsOf(members)
    let clock = Date.parse(plant.today) - members.reduce((sum, each) => sum + each.minutes, 0) * 60_000
    return members.map((row) => {
      const operation = operations.get(row.activity) ?? ''
      const start = new Date(clock)
      clock += row.minutes * 60_000
      const blank = order.components.find((each) => each.operation === operation)
      const handled = new Decimal(row.completed).plus(row.rejected)
      const consumption: Consumption[] =
        blank && handled.gt(0)
          ? [
              {
                material: blank.material,
                plant: LOG_PLANT,
                storageLocation: blank.storageLocation,
                batch: '',
                reservation: order.reservation,
                reservationItem: blank.reservationItem,
                quantity: handled.toFixed(3),
                unit: blank.unit,
              },
            ]
          : []
      return {
        order: order.id,
        orderType: 'YBM1',
        plant: LOG_PLANT,
        operation,
        workCenter: order.operations.find((each) => each.id === operation)?.workCenter ?? '',
        yield: new Decimal(row.completed).toFixed(3),
        scrap: new Decimal(row.rejected).toFixed(3),
        unit: order.unit,
        reason: row.rejected > 0 ? (random.pick(SCRAP_REASONS)?.code ?? '') : '',
        isFinal: false,
        postingDate: plant.today,
        start,
        minutes: row.minutes,
        worker: row.worker.slice(0, 12),
        text: `${row.reportType}${row.isRework ? ' rework' : ''} ${row.case}`.slice(0, 40),
        consumptions: consumption,
      }
    })
  })
}

/** Posts the cases in parallel, the confirmations of each one after another. */
export async function replay(
  cases: readonly (readonly Confirmation[])[],
  sender: V2Client,
  hands: number,
  keyOf: (index: number) => string,
  tell: () => void,
): Promise<Sent[]> {
  const sent: Sent[] = []
  let next = 0
  const numbered = cases.map((members) => members.map((confirmation) => ({ confirmation, index: next++ })))
  await inParallel(numbered, hands, async (members) => {
    for (const { confirmation, index } of members) {
      const key = keyOf(index)
      const body = bodyOf(confirmation, key)
      sent.push({ index, kind: 'log', order: confirmation.order, key, body, verdict: await send(sender, body) })
      tell()
    }
  })
  return sent
}
