/** Two weeks of messages that a monitor could have seen, made: no two runs differ, but for the day that they end with. */

/** A column and its value, as the database keeps it. */
export type Made = Readonly<Record<string, string | number | boolean | null>>

export interface MadeTraffic {
  /** With the way to their status: an attempt is received first. */
  readonly attempts: readonly (Made & { readonly ID: string; readonly status: string })[]
  readonly conflicts: readonly Made[]
}

const HOUR = 3_600_000
const PLANTS = ['1710', '1720'] as const
const CENTERS = ['PACK01', 'MIX01', 'FILL01'] as const
const CAUSES = [
  ['unitOfMeasure', 'masterData', 'M3/021', 'Unit of measure BAG is not defined for material RM100'],
  ['stockDeficit', 'warehouse', 'M7/021', 'Deficit of stock of material RM200'],
  ['scrapReason', 'planner', 'RU/907', 'Reason for variance is not defined for plant 1710'],
  ['orderStatus', 'planner', 'RU/494', 'Order closed: no confirmation possible'],
] as const
/** Hours before the end in which the ERP was slow and refused much. */
export const BAD_HOUR = 29

/**
 * @param end last moment of the traffic
 * @param hours that it goes back
 * @param perHour messages in each
 */
export function madeTraffic(end: Date, hours = 336, perHour = 6): MadeTraffic {
  const attempts: (Made & { ID: string; status: string })[] = []
  const conflicts: Made[] = []
  for (let ago = hours; ago >= 0; ago--)
    for (let one = 0; one < (ago === BAD_HOUR ? perHour * 3 : perHour); one++) {
      const number = attempts.length + 1
      const received = end.getTime() - ago * HOUR + one * 90_000
      if (received > end.getTime()) continue
      const isBad = ago === BAD_HOUR && one % 3 !== 0
      // Earlier weeks were worse: whatever is watched should get better.
      const failed = isBad || number % (ago > 168 ? 7 : 11) === 0
      const status = !failed ? 'posted' : ago < 6 ? 'held' : isBad ? 'refused' : number % 2 === 0 ? 'posted' : 'rejected'
      const solving = (ago > 168 ? 4 * HOUR : HOUR) + (number % 13) * 600_000
      const answer = (isBad ? 4000 : 80) + ((number * 37) % 400)
      // What people rejected in the end the ERP had refused before.
      const posted = status === 'held' ? null : received + (failed && status === 'posted' ? solving - answer : 40)
      const plant = PLANTS[number % 3 === 0 ? 1 : 0]
      const material = `FG${String(100 + (number % 4))}`
      const ID = idOf(number)
      attempts.push({
        ID,
        number: 1_000_000 + number,
        status,
        sender: 'dm',
        service: 'API_PROD_ORDER_CONFIRMATION_2_SRV',
        kind: number % 5 === 0 ? 'materialDocument' : 'confirmation',
        receivedAt: time(received),
        postedAt: posted === null ? null : time(posted),
        finishedAt: status === 'held' ? null : time(status === 'rejected' || posted === null ? received + solving : posted + answer),
        plant,
        order: String(5_000_000 + (number % 40)),
        operation: '0010',
        material,
        // Goods movements name none.
        workCenter: number % 5 === 0 ? null : (CENTERS[number % CENTERS.length] ?? ''),
        verdict: failed && !isBad ? 'hold' : number % 17 === 0 ? 'releaseWithNote' : 'release',
        policyVersion: ago > 168 ? 1 : 2,
        erpDocument: status === 'posted' ? `${String(200_000 + number)}/1` : null,
      })
      if (!failed) continue
      const [cause, queue, code, text] = isBad ? CAUSES[3] : (CAUSES[number % 3] ?? CAUSES[0])
      const resolved = status === 'posted' || status === 'rejected' ? time(received + solving) : null
      conflicts.push({
        ID: idOf(number + 500_000),
        attempt_ID: ID,
        at: time(received),
        check: isBad ? 'erp' : cause,
        code,
        cause_code: cause,
        queue_code: queue,
        severity: 'error',
        text,
        plant,
        material,
        isPrimary: true,
        isObsolete: false,
        groupID: `${code}|${cause}|${plant}|${material}`,
        routedBy: 'catalogue',
        dueAt: time(received + 8 * HOUR),
        resolvedAt: resolved,
        resolution: resolved === null ? null : status,
      })
    }
  return { attempts, conflicts }
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

function idOf(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}
