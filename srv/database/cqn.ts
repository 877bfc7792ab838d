/** A query as CAP has it (CQN), as far as doors look at it to have it found by indexes. */

export interface Expression {
  readonly ref?: readonly string[]
  readonly func?: string
  readonly args?: readonly Token[]
  readonly xpr?: readonly Token[]
  readonly list?: readonly Token[]
  readonly as?: string
  readonly val?: unknown
  readonly SELECT?: Select
}

export type Token = string | Expression

/** A way through associations; its beginning may be narrowed to one row. */
interface Step {
  readonly id: string
  readonly where?: readonly Token[]
}

export interface Select {
  distinct?: boolean
  from: { readonly ref?: readonly (string | Step)[]; readonly SELECT?: Select; readonly as?: string }
  columns?: readonly Token[]
  where?: readonly Token[]
  groupBy?: readonly Expression[]
  readonly orderBy?: readonly Expression[]
  readonly search?: unknown
  limit?: { readonly rows?: { readonly val?: number | undefined }; readonly offset?: { readonly val?: number } } | undefined
  count?: boolean | undefined
}

export interface Query {
  readonly SELECT?: Select
}

export interface Comparison {
  readonly ref: readonly string[]
  readonly operator: string
  readonly value: unknown
}

/** Comparisons with values that all have to hold, whatever else does. */
export function comparisonsIn(tokens: readonly Token[]): Comparison[] {
  if (tokens.some((token) => token === 'or' || token === 'not' || token === 'between')) return []
  return tokens.flatMap((token, at): Comparison[] => {
    if (typeof token === 'string') return []
    if (token.xpr && !token.func) return comparisonsIn(token.xpr)
    const [operator, other] = [tokens[at + 1], tokens[at + 2]]
    if (!token.ref || typeof operator !== 'string' || typeof other !== 'object') return []
    return [{ ref: token.ref, operator, value: other.val }]
  })
}
