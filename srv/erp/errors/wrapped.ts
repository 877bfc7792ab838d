import { parseJson } from '../json.ts'
import { found } from './tree.ts'

/** How DM ends its own words before those of the ERP begin. */
const MARK = ' has Exception:'
const MOST_TRIES = 5

/**
 * What comes after DM's words "Collaboration execution failed …: External System … has Exception:", in a text or in a value of what it
 * holds. Undefined: nothing is wrapped so.
 */
export function unwrapped(text: string, tree: unknown): string | undefined {
  const [value] = found(tree, (_, each) => typeof each === 'string' && each.includes(MARK))
  const whole = typeof value === 'string' ? value : text
  const at = whole.lastIndexOf(MARK)
  return at < 0 ? undefined : whole.slice(at + MARK.length).trim() || undefined
}

/** JSON objects that stand in a text among other words: the first ones, each up to its own closing brace. */
export function jsonIn(text: string): string[] {
  const pieces: string[] = []
  let at = text.indexOf('{')
  for (let tries = 0; at >= 0 && tries < MOST_TRIES; tries++) {
    const end = endOf(text, at)
    const piece = text.slice(at, end)
    const isJson = end > at && parseJson(piece) !== undefined
    if (isJson) pieces.push(piece)
    at = text.indexOf('{', isJson ? end : at + 1)
  }
  return pieces
}

/** Behind the brace that closes the one at `begin`; `begin` when none does. */
function endOf(text: string, begin: number): number {
  let depth = 0
  let isInText = false
  for (let at = begin; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') isInText = !isInText
    else if (isInText && sign === '\\') at++
    else if (!isInText && sign === '{') depth++
    else if (!isInText && sign === '}' && --depth === 0) return at + 1
  }
  return begin
}
