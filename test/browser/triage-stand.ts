import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { Person } from '../flow/people.ts'
import type { Product } from '../flow/product.ts'
import { S4Admin } from '../traffic/admin.ts'
import { V2Client } from '../traffic/client.ts'
import { bodyOf } from '../traffic/confirmation.ts'
import type { LogRow } from '../traffic/log-file.ts'
import { createPlant, LOG_PLANT, plantOf } from '../traffic/log-plant.ts'
import { guid } from '../traffic/random.ts'
import { send } from '../traffic/sender.ts'
import { stand, type Stand } from './stand.ts'

export interface Failure {
  readonly ID: string
  readonly attemptNumber: string
  readonly assignee: string | null
  readonly queue: string
}

export const TRIAGE = '/launchpad.html#Conflict-triage'
export const ORDERS = 4
export const EACH = 5
export const TODAY = new Date().toISOString().slice(0, 10)
/** One bag holds five pieces; nobody has told the S/4. */
export const BAG = 5

/** A suite's product that holds messages of some orders, all for one unit that nobody maintained. */
export interface Bags extends Stand {
  readonly planner: Person
  readonly admin: S4Admin
  readonly material: string
  /** Failures in order of receipt; those that are open unless said otherwise. */
  failures(filter?: string): Promise<Failure[]>
  /** The page of the group that they are, as `user` sees it. */
  groupPage(user: string, locale?: string): Promise<Page>
}

export function bags(): Bags {
  let material = ''
  const at = stand(async (product) => {
    material = await failForOneUnit(product, new S4Admin(product.s4AdminUrl))
  })
  const group = async (): Promise<string> =>
    (await bags.planner.read<{ groupID: string }>(`triage/ConflictGroups?$filter=material eq '${material}'`))[0]?.groupID ?? ''
  const bags: Bags = {
    get product() {
      return at.product
    },
    get browser() {
      return at.browser
    },
    get planner() {
      return new Person(at.product.url, 'planner')
    },
    get admin() {
      return new S4Admin(at.product.s4AdminUrl)
    },
    get material() {
      return material
    },
    failures: (filter = 'isOpen eq true') => bags.planner.read<Failure>(`triage/Conflicts?$orderby=attemptNumber&$filter=${filter}`),
    async groupPage(user, locale = 'en-US') {
      const path = `${TRIAGE}&/ConflictGroups('${encodeURIComponent(encodeURIComponent(await group()))}')`
      const page = await at.browser.open(user, path, locale)
      await rows(page).first().waitFor()
      return page
    },
  }
  return bags
}

/** Messages of some orders that are held for a unit that nobody maintained; answers the material. */
async function failForOneUnit(product: Product, admin: S4Admin): Promise<string> {
  const made = { activity: 'Fill', resource: 'Filler', part: 'Bagged', orderQuantity: 300, minutes: 5, worker: '', reportType: 'S' }
  const outcome = { completed: 1, rejected: 0, isRework: false }
  const log: LogRow[] = Array.from({ length: ORDERS }, (_, index) => ({
    line: index + 2,
    case: `case ${String(index)}`,
    ...made,
    ...outcome,
  }))
  const plant = plantOf(log, 0, TODAY)
  await createPlant(admin, plant)
  const dm = new V2Client(product.url, 'dm', 'dm')
  let material = ''
  for (const order of plant.orders.values())
    for (let step = 1; step <= EACH; step++) {
      const [component] = order.components
      assert.ok(component)
      material = component.material
      const at = {
        order: order.id,
        orderType: 'YBM1',
        plant: LOG_PLANT,
        operation: '0010',
        workCenter: order.operations[0]?.workCenter ?? '',
      }
      const made = { yield: `${String(step * BAG)}.000`, scrap: '0.000', unit: 'PC', reason: '', isFinal: false, postingDate: TODAY }
      const when = { start: new Date(Date.parse(TODAY) + step * 60_000), minutes: 5, worker: '', text: '' }
      const from = { material, plant: LOG_PLANT, storageLocation: component.storageLocation, batch: '', unit: 'BAG' }
      const reserved = { reservation: order.reservation, reservationItem: '1', quantity: `${String(step)}.000` }
      const body = bodyOf({ ...at, ...made, ...when, consumptions: [{ ...from, ...reserved }] }, guid('bagged', order.id, step))
      const verdict = await send(dm, body)
      assert.equal(verdict.state, 'held', verdict.text)
    }
  return material
}

/** Rows of the tables on the screen. */
export function rows(page: Page) {
  return page.locator('tbody tr.sapMListTblRow:visible')
}
