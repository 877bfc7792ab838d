/** A query as CAP has it (CQN), as far as the monitor looks at it. */

export interface Expression {
  readonly ref?: readonly string[]
  readonly func?: string
  readonly args?: readonly Token[]
  readonly xpr?: readonly Token[]
  readonly as?: string
  readonly val?: unknown
  readonly SELECT?: Select
}

export type Token = string | Expression

export interface Select {
  distinct?: boolean
  from: { readonly ref?: readonly unknown[]; readonly SELECT?: Select; readonly as?: string }
  columns?: readonly Token[]
  where?: readonly Token[]
  groupBy?: readonly Expression[]
}

export interface Query {
  readonly SELECT?: Select
}
