/** How much of a text is looked at; the ERP's messages have 220 characters at most, what wraps them rarely more than this. */
const LONGEST = 2000
/** Fewer letters and digits than this say too little to know a message by its text alone. */
const FEWEST = 6

/** A message text with variables, ready to be looked for. */
export interface Pattern {
  /** Letters and digits that have to be there: the more, the more is said by a match. */
  readonly weight: number
  /** Says enough to know a message by, without its code. */
  readonly isTelling: boolean
  /** Where it begins in the text, whatever stands in place of the variables, before and after it; -1 where it isn't there. */
  find(text: PreparedText): number
}

/** A text in the form that patterns are looked for in. */
export type PreparedText = string & { readonly prepared: true }

/** What stands between two variables. A side that is open may go on in the middle of a word: `Enter &Batch&` fits `Enter batches`. */
interface Piece {
  readonly text: string
  readonly isOpenBefore: boolean
  readonly isOpenAfter: boolean
}

/** Lower case, single spaces, bounded length. */
export function prepare(text: string): PreparedText {
  return text.slice(0, LONGEST).toLowerCase().replace(/\s+/g, ' ').trim() as PreparedText
}

/**
 * Reads a pattern: `&` or `&1` to `&4` stand for anything, nothing included. The rest has to be there, in this order, as whole words.
 * Without regular expressions, so that no text and no pattern can make it slow.
 */
export function patternOf(textPattern: string): Pattern {
  const raw = prepare(textPattern).split(/&[1-4]?/)
  const pieces = raw
    .map((piece, index): Piece => ({
      text: piece.trim(),
      isOpenBefore: index > 0 && isWord(piece.at(0)),
      isOpenAfter: index < raw.length - 1 && isWord(piece.at(-1)),
    }))
    .filter(({ text }) => text !== '')
  const weight = pieces.reduce((sum, { text }) => sum + Array.from(text).filter(isWord).length, 0)
  return { weight, isTelling: weight >= FEWEST, find: (text) => beginOf(text, pieces) }
}

function beginOf(text: string, pieces: readonly Piece[]): number {
  let begin = 0
  let from = 0
  for (const [index, piece] of pieces.entries()) {
    const at = find(text, piece, from)
    if (at < 0) return -1
    if (index === 0) begin = at
    from = at + piece.text.length
  }
  return begin
}

/** Where a piece stands first as whole words, from a position on; -1 where it doesn't. */
function find(text: string, { text: piece, isOpenBefore, isOpenAfter }: Piece, from: number): number {
  for (let at = text.indexOf(piece, from); at >= 0; at = text.indexOf(piece, at + 1)) {
    const begins = isOpenBefore || !isWord(piece.at(0)) || !isWord(text[at - 1])
    const ends = isOpenAfter || !isWord(piece.at(-1)) || !isWord(text[at + piece.length])
    if (begins && ends) return at
  }
  return -1
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character)
}

/**
 * The pattern of a text that nobody knows yet: words with a digit, what stands in quotes and long words vary from message to message.
 * `Order 1000510 is stuck in MIX01` → `Order & is stuck in &`
 */
export function generalised(text: string): string {
  const words = text
    .slice(0, LONGEST)
    .replaceAll('&', ' ')
    .replace(/"[^"]*"|„[^“”]*[“”]|«[^»]*»/g, ' & ')
    .split(/\s+/)
    .filter(Boolean)
  const kept = words.map((word) => (/\p{N}/u.test(word) || /^['‘<(].*['’>).,:;]$/u.test(word) || word.length > 40 ? '&' : word))
  return kept
    .filter((word, index) => word !== '&' || kept[index - 1] !== '&')
    .join(' ')
    .slice(0, 250)
}
