import type { EdmType, EntitySet, Property } from '../contract.ts'
import { refuse } from './errors.ts'
import { instantOf, secondsOf } from './time.ts'
import { unpadded, valueOfLiteral } from './values.ts'

/** A piece of SQL with its parameters. */
export interface Sql {
  readonly sql: string
  readonly parameters: readonly (string | number)[]
}

type Kind = 'text' | 'number' | 'moment' | 'time' | 'guid' | 'truth' | 'null'
interface Operand extends Sql {
  readonly kind: Kind
  readonly column?: Property
  readonly isLiteral?: boolean
}

const kinds: Record<EdmType, Kind> = {
  'Edm.String': 'text',
  'Edm.Decimal': 'number',
  'Edm.Int16': 'number',
  'Edm.Int32': 'number',
  'Edm.Byte': 'number',
  'Edm.DateTime': 'moment',
  'Edm.DateTimeOffset': 'moment',
  'Edm.Time': 'time',
  'Edm.Guid': 'guid',
  'Edm.Boolean': 'truth',
}

/** SQL that gives a column the meaning its type has: an unfilled one counts as the initial value. */
const meaning: Record<Kind, (column: string) => string> = {
  text: (column) => `COALESCE(${column}, '')`,
  number: (column) => `COALESCE(${column}, 0)`,
  moment: (column) => `instant(${column})`,
  time: (column) => `seconds(${column})`,
  guid: (column) => `COALESCE(lower(${column}), '00000000-0000-0000-0000-000000000000')`,
  truth: (column) => `COALESCE(${column}, 0)`,
  null: (column) => column,
}

const operators: Record<string, string> = { eq: '=', ne: '<>', gt: '>', ge: '>=', lt: '<', le: '<=' }

/** Functions by name: kinds of their arguments, kind of the answer, SQL of it. */
const functions: Record<string, { takes: readonly Kind[]; gives: Kind; sql: (...inner: string[]) => string }> = {
  substringof: { takes: ['text', 'text'], gives: 'truth', sql: (part, whole) => `(instr(${whole}, ${part}) > 0)` },
  startswith: { takes: ['text', 'text'], gives: 'truth', sql: (whole, part) => `(instr(${whole}, ${part}) = 1)` },
  endswith: {
    takes: ['text', 'text'],
    gives: 'truth',
    sql: (whole, part) => `ends_with(${whole}, ${part})`,
  },
  tolower: { takes: ['text'], gives: 'text', sql: (inner) => `lower(${inner})` },
  toupper: { takes: ['text'], gives: 'text', sql: (inner) => `upper(${inner})` },
  trim: { takes: ['text'], gives: 'text', sql: (inner) => `trim(${inner})` },
  length: { takes: ['text'], gives: 'number', sql: (inner) => `length(${inner})` },
}

const TOKEN =
  /\s*(?:((?:datetimeoffset|datetime|time|guid)'[^']*'|'(?:[^']|'')*'|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?[mdfl]?(?![\w.])|(?:true|false|null)\b)|([a-z_][\w/]*)|([(),]))/iy

/**
 * The `$filter` of V2 as the WHERE of a set's table: comparisons, and/or/not, brackets and the functions above.
 * Throws a 400 that says where it doesn't follow, names an unknown property or compares unlike types.
 */
export function filterToSql(set: EntitySet, filter: string): Sql {
  const parser = new FilterParser(set, filter)
  return parser.whole()
}

class FilterParser {
  readonly #set: EntitySet
  readonly #tokens: { text: string; kind: 'literal' | 'name' | 'sign'; at: number }[] = []
  #next = 0
  #depth = 0

  constructor(set: EntitySet, filter: string) {
    this.#set = set
    const end = filter.trimEnd().length
    TOKEN.lastIndex = 0
    while (TOKEN.lastIndex < end) {
      const at = TOKEN.lastIndex
      const match = TOKEN.exec(filter)
      if (!match) throw refuse.wrongQuery(`Invalid token detected at position '${at}'`)
      const kind = match[1] !== undefined ? 'literal' : match[2] !== undefined ? 'name' : 'sign'
      this.#tokens.push({ text: match[1] ?? match[2] ?? match[3] ?? '', kind, at })
    }
  }

  whole(): Sql {
    const condition = this.#condition(this.#or())
    if (this.#next < this.#tokens.length) throw this.#unexpected()
    return condition
  }

  #or(): Operand {
    let left = this.#and()
    while (this.#take('or')) left = this.#joined(left, 'OR', this.#and())
    return left
  }

  #and(): Operand {
    let left = this.#not()
    while (this.#take('and')) left = this.#joined(left, 'AND', this.#not())
    return left
  }

  #joined(left: Operand, word: 'AND' | 'OR', right: Operand): Operand {
    const [one, other] = [this.#condition(left), this.#condition(right)]
    return { kind: 'truth', sql: `(${one.sql} ${word} ${other.sql})`, parameters: [...one.parameters, ...other.parameters] }
  }

  #not(): Operand {
    if (!this.#take('not')) return this.#comparison()
    const inner = this.#condition(this.#not())
    return { kind: 'truth', sql: `(NOT ${inner.sql})`, parameters: inner.parameters }
  }

  #comparison(): Operand {
    const left = this.#operand()
    const token = this.#tokens[this.#next]
    const operator = token?.kind === 'name' ? operators[token.text] : undefined
    if (token === undefined || operator === undefined) return left
    this.#next += 1
    return compared(left, token.text, operator, this.#operand(), token.at)
  }

  #operand(): Operand {
    const token = this.#tokens[this.#next]
    if (!token || this.#depth > 200) throw this.#unexpected()
    this.#next += 1
    if (token.text === '(') {
      this.#depth += 1
      const inner = this.#or()
      this.#expect(')')
      this.#depth -= 1
      return inner
    }
    if (token.kind === 'literal') return literalOf(token.text, token.at)
    const called = functions[token.text]
    if (called && this.#take('(')) return this.#call(token.text, called, token.at)
    return this.#column(token.text)
  }

  #call(name: string, { takes, gives, sql }: (typeof functions)[string], at: number): Operand {
    const inner = takes.map((kind, index) => {
      if (index > 0) this.#expect(',')
      const operand = this.#operand()
      if (operand.kind !== kind) throw refuse.wrongQuery(`Invalid parametertype used at function '${name}' (Position: ${at})`)
      return operand
    })
    this.#expect(')')
    // `substringof` is the one whose SQL turns its arguments round, and parameters go by position.
    const inSqlOrder = name === 'substringof' ? inner.toReversed() : inner
    return { kind: gives, sql: sql(...inner.map((each) => each.sql)), parameters: inSqlOrder.flatMap((each) => each.parameters) }
  }

  #column(name: string): Operand {
    const column = this.#set.properties.find((each) => each.name === name)
    if (!column) throw refuse.wrongQuery(`Property ${name} not found in type ${this.#set.type}`, name)
    const kind = kinds[column.type]
    return { kind, column, sql: meaning[kind](`"${name}"`), parameters: [] }
  }

  #condition(operand: Operand): Sql {
    if (operand.kind !== 'truth') throw refuse.wrongQuery('Invalid filter: a condition is expected')
    return operand
  }

  #take(text: string): boolean {
    const isNext = this.#tokens[this.#next]?.text === text
    if (isNext) this.#next += 1
    return isNext
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw this.#unexpected()
  }

  #unexpected() {
    const token = this.#tokens[this.#next]
    return refuse.wrongQuery(token ? `Invalid token detected at position '${token.at}'` : 'Invalid filter: it ends too early')
  }
}

function literalOf(literal: string, at: number): Operand {
  const of = (kind: Kind, value: string | number): Operand => ({ kind, sql: '?', parameters: [value], isLiteral: true })
  if (literal === 'null') return { kind: 'null', sql: 'NULL', parameters: [], isLiteral: true }
  const read = (type: EdmType) => valueOfLiteral({ name: '', type }, literal)
  if (literal.startsWith("'")) return of('text', String(read('Edm.String')))
  if (/^(true|false)$/.test(literal)) return of('truth', literal === 'true' ? 1 : 0)
  if (literal.startsWith('datetime')) {
    const instant = instantOf(String(read(literal.startsWith('datetimeoffset') ? 'Edm.DateTimeOffset' : 'Edm.DateTime')))
    if (instant !== undefined) return of('moment', instant)
  }
  if (literal.startsWith('time')) {
    const seconds = secondsOf(String(read('Edm.Time')))
    if (seconds !== undefined) return of('time', seconds)
  }
  const [guid, number] = [read('Edm.Guid'), read('Edm.Decimal')]
  if (typeof guid === 'string') return of('guid', guid)
  if (typeof number === 'string') return of('number', number)
  throw refuse.wrongQuery(`Invalid literal at position '${at}'`)
}

function compared(left: Operand, name: string, operator: string, right: Operand, at: number): Operand {
  if (right.kind === 'null' || left.kind === 'null') return comparedWithNull(left, name, right, at)
  if (left.kind !== right.kind) throw refuse.wrongQuery(`Invalid parametertype used at function '${name}' (Position: ${at})`)
  const [one, other] = [likeColumn(left, right), likeColumn(right, left)]
  const parameters = [...one.parameters, ...other.parameters]
  if (one.kind === 'number') return { kind: 'truth', sql: `(decimal_compare(${one.sql}, ${other.sql}) ${operator} 0)`, parameters }
  const isOrdered = one.kind === 'text' && (one.column?.alpha === true || other.column?.alpha === true) && !['eq', 'ne'].includes(name)
  const sql = isOrdered ? `(padded(${one.sql}) ${operator} padded(${other.sql}))` : `(${one.sql} ${operator} ${other.sql})`
  return { kind: 'truth', sql: name === 'eq' ? indexed(one, other, sql) : sql, parameters }
}

/** A padded identifier is the same as the unpadded one that the books keep. */
function likeColumn(operand: Operand, other: Operand): Operand {
  if (!operand.isLiteral || !other.column?.alpha) return operand
  return { ...operand, parameters: operand.parameters.map((each) => unpadded(String(each))) }
}

/** Equality with a text that isn't empty can use the index of the bare column. */
function indexed(left: Operand, right: Operand, sql: string): string {
  return left.kind === 'text' && left.column && right.isLiteral && right.parameters[0] !== '' ? `("${left.column.name}" = ?)` : sql
}

function comparedWithNull(left: Operand, name: string, right: Operand, at: number): Operand {
  const column = left.column ?? right.column
  if (!column || !['eq', 'ne'].includes(name)) throw refuse.wrongQuery(`Invalid parametertype used at function '${name}' (Position: ${at})`)
  const isInitial = `("${column.name}" IS NULL OR "${column.name}" = '')`
  return { kind: 'truth', sql: name === 'eq' ? isInitial : `(NOT ${isInitial})`, parameters: [] }
}
