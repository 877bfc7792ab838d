import type { Arrangement, FailingMessage } from './failures/failure.ts'
import type { FaultPlan } from './s4/faults.ts'

/** What the S/4 says to a message. */
export interface Said {
  readonly isPosted: boolean
  /** Of every error in its answer: `M7/021`, else the HTTP status. */
  readonly codes: readonly string[]
  readonly text: string
}

/** Sets scenes in a running landscape through its admin ports, and asks it there what it would say. */
export class Staging {
  readonly #s4: string
  readonly #dm: string | undefined
  #isShopFloorSet = false

  /** @param dmAdminUrl needed for scenes that the shop floor plays a part in */
  constructor(s4AdminUrl: string, dmAdminUrl?: string) {
    this.#s4 = s4AdminUrl
    this.#dm = dmAdminUrl
  }

  /** Writes the rows of a scene into the S/4 and the DM; its faults stay off. */
  async arrange({ rows, shopFloor = [] }: Arrangement): Promise<void> {
    for (const each of rows) await call(this.#s4, 'PUT', 'rows', each)
    if (shopFloor.length > 0 && this.#dm === undefined) throw new Error('The scene needs a DM')
    this.#isShopFloorSet ||= shopFloor.length > 0
    for (const each of shopFloor) await call(this.#dm ?? '', 'PUT', 'rows', each)
  }

  /** Takes scenes off the shop floor: it is as it was at its start. */
  async clearShopFloor(): Promise<void> {
    if (this.#dm !== undefined && this.#isShopFloorSet) await call(this.#dm, 'POST', 'reset', {})
    this.#isShopFloorSet = false
  }

  /** Replaces the plan of what goes wrong in the S/4. */
  async faults(plan: FaultPlan): Promise<void> {
    await call(this.#s4, 'PUT', 'faults', plan)
  }

  /** What the S/4 would say, all its rules applied, nothing booked. Faults of the network don't show here. */
  async simulate({ service, path, method = 'POST', headers = {}, body }: FailingMessage): Promise<Said> {
    const request = { method, path: `${ROOT}/${service}/${path}`, headers: { 'content-type': 'application/json', ...headers }, body }
    return saidOf((await call(this.#s4, 'POST', 'simulate', request)) as { status: number; body: unknown })
  }
}

export const ROOT = '/sap/opu/odata/sap'

interface V2Error {
  readonly code?: string
  readonly message?: { readonly value?: string }
  readonly innererror?: { readonly errordetails?: readonly { code: string; message: string; severity: string }[] }
}

/** Reads an answer with its body parsed (undefined where it's no JSON). */
export function saidOf({ status, body }: { readonly status: number; readonly body: unknown }): Said {
  if (status < 300) return { isPosted: true, codes: [], text: '' }
  const error = (body as { error?: V2Error } | undefined)?.error
  const details = (error?.innererror?.errordetails ?? []).filter((each) => each.severity === 'error')
  const codes = details.map((each) => each.code)
  const texts = details.map((each) => each.message)
  return {
    isPosted: false,
    codes: [...new Set([...codes, ...(error?.code === undefined ? [] : [error.code]), String(status)])],
    text: texts.length > 0 ? texts.join('; ') : (error?.message?.value ?? ''),
  }
}

async function call(url: string, method: string, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${url}/admin/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${method} /admin/${path} answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
  return response.json()
}
