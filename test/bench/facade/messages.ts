import { Random } from '../../traffic/random.ts'
import { S4Admin } from '../../traffic/admin.ts'
import { V2Client } from '../../traffic/client.ts'
import { bodyOf, type Confirmation } from '../../traffic/confirmation.ts'
import { draft } from '../../traffic/draft.ts'
import { type World, type WorldOrder, WorldReader } from '../../traffic/world.ts'
import { POSTING } from './wire.ts'

/** What senders send: healthy confirmations of a plant that doesn't change, over many orders. */

/** Stands where each delivery has a key of its own. */
export const KEY = '00000000-aaaa-bbbb-cccc-000000000000'

/** The same confirmation as it goes to whom; bodies in JSON, with {@link KEY}. */
export interface Message {
  readonly order: string
  /** OData V2, with its components. */
  readonly v2: string
  /** OData V4, without. */
  readonly v4: string
}

/** So many different reports of one order: more than a judgement looks back at, so that none looks like a repetition. */
const VARIANTS = 60
const TRIES = 400

/**
 * Messages that the local S/4 would accept, one order after the other, so that neighbours in the list have nothing to do with each other.
 * @param most orders; fewer where the plant has fewer of the size
 */
export async function makeMessages(
  s4Url: string,
  s4AdminUrl: string,
  most: number,
): Promise<{ readonly orders: readonly string[]; readonly messages: readonly Message[] }> {
  const world = await new WorldReader(new V2Client(s4Url, 'DM', 'dm')).all()
  const admin = new S4Admin(s4AdminUrl)
  const chosen: { readonly order: string; readonly reports: readonly Confirmation[] }[] = []
  for (const order of world.orders) {
    if (chosen.length === most) break
    const reports = reportsOf(world, order)
    const [first] = reports
    if (!first || reports.length < VARIANTS) continue
    const { isAccepted } = await admin.simulate(POSTING, bodyOf(first, KEY), 'DM')
    if (isAccepted) chosen.push({ order: order.id, reports })
  }
  const messages = Array.from({ length: VARIANTS }, (_, at) => chosen.flatMap(({ reports }) => reports[at] ?? []))
    .flat()
    .map((each): Message => ({ order: each.order, v2: bodyOf(each, KEY), v4: JSON.stringify(rowOf(each)) }))
  return { orders: chosen.map((each) => each.order), messages }
}

/** No two of the same quantities. */
function reportsOf(world: World, order: WorldOrder): Confirmation[] {
  if (!order.isWorkable) return []
  const random = new Random('bench', order.id)
  const found = new Map<string, Confirmation>()
  for (let tried = 0; tried < TRIES && found.size < VARIANTS; tried++) {
    const made = draft(
      { world, order, stock: world.stock.filter((each) => each.isUnrestricted), scrapped: new Map(), now: new Date(), random },
      { isPartial: true, portion: [0.01, 0.3] },
    )
    if (made) found.set(`${made.yield}/${made.scrap}`, made)
  }
  return [...found.values()]
}

function rowOf(report: Confirmation): object {
  return {
    OrderID: report.order,
    Sequence: '0',
    OrderOperation: report.operation,
    Plant: report.plant,
    WorkCenter: report.workCenter,
    FinalConfirmationType: '',
    IsFinalConfirmation: false,
    ConfirmationYieldQuantity: report.yield,
    ConfirmationScrapQuantity: report.scrap,
    ConfirmationUnit: report.unit,
    VarianceReasonCode: report.reason,
    PostingDate: report.postingDate,
    OpConfirmedWorkQuantity1: report.activities?.[0] ?? '0.000',
    OpWorkQuantityUnit1: 'MIN',
    EnteredByExternalUser: report.worker,
    ConfirmationText: report.text,
    ExternalSystemConfirmation: KEY,
  }
}
