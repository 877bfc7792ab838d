import type { Expression, Query, Select, Token } from '../database/cqn.ts'

/** Percentiles of messages that are grouped by whatever a chart shows: OData has no word for them, and they can't be made of other percentiles. */

/** Elements that stand for a percentile when messages are grouped: of which time, and which one. */
const PERCENTILES: Readonly<Record<string, { readonly of: string; readonly percent: number }>> = {
  answerMedian: { of: 'answerTime', percent: 50 },
  answerMost: { of: 'answerTime', percent: 95 },
  solvingMedian: { of: 'solvingHours', percent: 50 },
}

/**
 * Makes `query` read percentiles, by nearest rank, within each of its groups, where it asks for any: the messages that it groups are ranked first.
 * Whatever it filters by, roles too, is filtered before. Other queries stay as they are.
 */
export function rankForPercentiles(query: Query): void {
  let select = query.SELECT
  while (select && !isGrouped(select)) select = select.from.SELECT
  if (!select) return
  const groups = [...refsIn(select.groupBy ?? [])]
  const names = new Set([...refsIn(select.columns ?? []), ...groups])
  const asked = Object.entries(PERCENTILES).filter(([name]) => names.has(name))
  if (asked.length === 0) return
  const plain = [...names].filter((name) => !(name in PERCENTILES)).map((name) => ({ ref: [name] }))
  const { from, where } = select
  const timed = { SELECT: { distinct: true, from, columns: timesOf(names, asked), ...(where ? { where } : {}) }, as: 'timed' }
  const columns = [...plain, ...asked.map(([as, { of, percent }]) => ({ xpr: whereRanked(of, percent, groups), as }))]
  select.from = { SELECT: { from: from.ref ? timed : from, columns, ...(where && !from.ref ? { where } : {}) }, as: 'ranked' }
  delete select.where
}

/** A time is looked up in other tables: once a message, not at each mention. Distinct, which with their keys they are, so that no database merges it with the ranking. */
function timesOf(names: ReadonlySet<string>, asked: readonly (readonly [string, { readonly of: string }])[]): Expression[] {
  const plain = [...names].filter((name) => !(name in PERCENTILES))
  return [...new Set(['ID', ...plain, ...asked.map(([, { of }]) => of)])].map((name) => ({ ref: [name] }))
}

function isGrouped({ groupBy, columns }: Select): boolean {
  return groupBy !== undefined || (columns?.some((column) => typeof column === 'object' && column.func !== undefined) ?? false)
}

/** `of`, in those rows of a group that are not among its lowest `percent` percent; else null. The lowest of them is the percentile. Integers: no rounding. */
function whereRanked(of: string, percent: number, groups: readonly string[]): Token[] {
  const time = { ref: [of] }
  // Databases disagree on where nulls rank: they are a group of their own.
  const isKnown: Expression = { xpr: ['case', 'when', time, 'is', 'null', 'then', number(0), 'else', number(1), 'end'] }
  const by = ['partition', 'by', ...groups.flatMap((name) => [{ ref: [name] }, ',']), isKnown]
  const rank: Expression = { func: 'row_number', args: [], xpr: ['over', { xpr: [...by, 'order', 'by', time] }] }
  const count: Expression = { func: 'count', args: [time], xpr: ['over', { xpr: by }] }
  return ['case', 'when', rank, '*', number(100), '>=', count, '*', number(percent), 'then', time, 'end']
}

function number(val: number): Expression {
  return { val }
}

/** Names of elements that expressions speak of. */
function refsIn(tokens: readonly Token[]): Set<string> {
  const names = new Set<string>()
  for (const token of tokens) {
    if (typeof token === 'string') continue
    if (token.ref?.length === 1 && token.ref[0] !== undefined) names.add(token.ref[0])
    for (const name of refsIn([...(token.args ?? []), ...(token.xpr ?? [])])) names.add(name)
  }
  return names
}
