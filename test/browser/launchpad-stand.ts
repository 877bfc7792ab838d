import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Product } from '../flow/product.ts'
import { playTraffic } from '../traffic/run.ts'
import { stand, type Stand } from './stand.ts'

export interface Held {
  readonly ID: string
  readonly attemptNumber: string
  readonly reason: string
  readonly requiredRole: string
  readonly status: string
  readonly decidedBy: string | null
  readonly attempt: { readonly status: string; readonly erpDocument: string | null }
}

export const WORKLIST = '/launchpad.html#Suggestion-approve'

/** A suite's product after a shift of 120 messages, of which some are held, and all others are drawn for people to look at. */
export interface Shift extends Stand {
  /** What a planner reads at a path of the services. */
  odata<T>(path: string): Promise<T>
  /** Does as a planner would, without a page. */
  act(path: string, values: object): Promise<void>
  /** Held messages, newest first unless said otherwise. */
  held(filter: string, order?: string): Promise<Held[]>
  one(id: string): Promise<Held>
}

const EXPAND = '$expand=attempt($select=status,erpDocument)'

export function shift(): Shift {
  const at = stand(playShift)
  const headers = { authorization: `Basic ${btoa('planner:planner')}`, 'content-type': 'application/json' }
  const odata = async <T>(path: string): Promise<T> => {
    const answer = await fetch(`${at.product.url}/odata/v4/${path}`, { headers })
    assert.equal(answer.status, 200, path)
    return (await answer.json()) as T
  }
  return {
    get product() {
      return at.product
    },
    get browser() {
      return at.browser
    },
    odata,
    async act(path, values) {
      const answer = await fetch(`${at.product.url}/odata/v4/${path}`, { method: 'POST', headers, body: JSON.stringify(values) })
      assert.ok(answer.ok, await answer.text())
    },
    held: async (filter, order = 'createdAt desc') =>
      (await odata<{ value: Held[] }>(`worklist/Suggestions?${EXPAND}&$orderby=${order}&$filter=${filter}`)).value,
    one: (id) => odata<Held>(`worklist/Suggestions(${id})?${EXPAND}`),
  }
}

async function playShift(product: Product): Promise<void> {
  const settings = `${product.url}/odata/v4/control/LearningSettings`
  const headers = { authorization: `Basic ${btoa('admin:admin')}`, 'content-type': 'application/json' }
  for (const [method, path, body] of [
    ['POST', `(ID='1',IsActiveEntity=true)/ControlService.draftEdit`, {}],
    ['PATCH', `(ID='1',IsActiveEntity=false)`, { spotCheckPercent: 100 }],
    ['POST', `(ID='1',IsActiveEntity=false)/ControlService.draftActivate`, {}],
  ] as const) {
    const answer = await fetch(`${settings}${path}`, { method, headers, body: JSON.stringify(body) })
    assert.ok(answer.ok, await answer.text())
  }
  await play(product, 120, 7)
}

export async function play({ url, s4Url, s4AdminUrl }: Product, messages: number, seed: number): Promise<void> {
  await playTraffic({
    messages,
    seed,
    senders: 3,
    isDirect: false,
    countersignUrl: url,
    s4Url,
    s4AdminUrl,
    patience: 120,
    tell: () => undefined,
  })
}

/** Row of a message in a list. */
export function rowOf(page: Page, attemptNumber: string | undefined) {
  return page
    .locator('tr.sapMListTblRow:visible')
    .filter({ has: page.locator('td:nth-child(3)').getByText(attemptNumber ?? '', { exact: true }) })
}
