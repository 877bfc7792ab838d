import { Person } from '../../flow/people.ts'
import type { Product } from '../../flow/product.ts'
import { until } from '../../flow/until.ts'
import type { Ledger } from './ledger.ts'

/** What is on record in the end, and what the ERP has: nothing may be lost, and nothing be there twice. */

interface Kept {
  readonly number: number
  readonly status: string
  readonly deliveries: number
  readonly order: string | null
}

export interface Books {
  /** What is wrong, one line each. */
  readonly complaints: readonly string[]
  readonly kept: number
  /** Attempts by status. */
  readonly states: Readonly<Record<string, number>>
  /** Documents in the ERP. */
  readonly documents: number
}

const PAGE = 1000
const UNDER_WAY = "status in ('received','posting','unknown')"

export const NO_BOOKS: Books = { complaints: [], kept: 0, states: {}, documents: 0 }

/** Waits for what is under way, then compares what is on record with what the answers said, and with the documents of the ERP. */
export async function closeBooks(
  { url, s4AdminUrl }: Pick<Product, 'url' | 's4AdminUrl'>,
  { seen, pending }: Pick<Ledger, 'seen' | 'pending'>,
): Promise<Books> {
  const auditor = new Person(url, 'auditor')
  const planner = new Person(url, 'planner')
  await until(async () => (await planner.read(`worklist/SyncAttempts?$select=ID&$top=1&$filter=${UNDER_WAY}`)).length === 0)
  const kept: Kept[] = []
  for (;;) {
    const after = kept.at(-1)?.number ?? 0
    const page = await auditor.read<Omit<Kept, 'number'> & { number: number | string }>(
      `audit/SyncAttempts?$select=number,status,deliveries,order&$filter=number gt ${after}&$orderby=number&$top=${PAGE}`,
    )
    kept.push(...page.map((each) => ({ ...each, number: Number(each.number) })))
    if (page.length < PAGE) break
  }
  const byNumber = new Map(kept.map((each) => [each.number, each]))
  const lost = [...seen]
    .filter(([number, times]) => (byNumber.get(number)?.deliveries ?? 0) < times)
    .map(([number]) => `attempt ${number} is not on record as often as it was answered`)
  const unseen = kept
    .filter((each) => !seen.has(each.number))
    .map((each) => `attempt ${each.number} (${each.status}) is on record, but no answer named it`)
  const idle = [...pending]
    .filter(([number]) => !isBehind(byNumber.get(number), kept))
    .map(([number, text]) => `attempt ${number} for order ${byNumber.get(number)?.order ?? 'none'} had to wait for nothing: ${text}`)
  const { complaints, documents } = await doubled(s4AdminUrl)
  const states = Object.fromEntries([...Map.groupBy(kept, (each) => each.status)].map(([status, all]) => [status, all.length]))
  return { complaints: [...lost, ...unseen, ...idle, ...complaints], kept: kept.length, states, documents }
}

/** Does an earlier message of its order, held with its place kept, explain that it waits? */
function isBehind(one: Kept | undefined, all: readonly Kept[]): boolean {
  return (
    one?.order != null &&
    all.some((each) => each.number < one.number && each.order === one.order && ['held', 'waiting'].includes(each.status))
  )
}

interface Documents {
  readonly confirmations: readonly { readonly externalKey?: string }[]
  readonly materialDocuments: readonly {
    readonly referenceDocument?: string
    readonly headerText?: string
    readonly confirmation?: string
  }[]
}

/** Every confirmation has a key of its own, every material document a mark of its sender or a reference of ours. */
async function doubled(s4AdminUrl: string): Promise<{ complaints: string[]; documents: number }> {
  const { confirmations, materialDocuments } = (await (await fetch(`${s4AdminUrl}/admin/documents`)).json()) as Documents
  const own = materialDocuments.filter((each) => each.confirmation === undefined)
  const keys = [
    ...confirmations.map((each) => each.externalKey ?? ''),
    ...own.map((each) => each.headerText ?? '').filter((each) => /^FZ\d{10}$/.test(each)),
    ...own.map((each) => each.referenceDocument ?? '').filter((each) => /^CS[A-Z2-7]{14}$/.test(each)),
  ].filter((each) => !/^[0-]*$/.test(each))
  const twice = [...Map.groupBy(keys, (each) => each.toLowerCase())].filter(([, all]) => all.length > 1)
  return { complaints: twice.map(([key, all]) => `${key} was posted ${all.length} times`), documents: confirmations.length + own.length }
}
