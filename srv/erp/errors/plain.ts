import type { Message } from './dialect.ts'

const LONGEST_PAGE = 20_000
const LONGEST = 500
const HIDDEN: ReadonlySet<string> = new Set(['script', 'style'])

/** Anything else: a page of a proxy or of the ERP's web server, or bare text. The title of a page says most. */
export function plain(text: string): Message {
  const said = visibleIn(text.slice(0, LONGEST_PAGE))
  return { code: '', text: said.replace(/\s+/g, ' ').trim().slice(0, LONGEST), severity: 'error', variables: [], raw: text }
}

/** The title, or else all that isn't between pointed brackets. One pass, so that no page can make it slow. */
function visibleIn(page: string): string {
  const [begin = '', ...rest] = page.split('<')
  const words = [begin]
  let hiddenBy = ''
  for (const piece of rest) {
    const end = piece.indexOf('>')
    const [name = ''] = piece.slice(0, Math.max(end, 0)).trim().toLowerCase().split(/\s/, 1)
    const content = piece.slice(end + 1)
    if (hiddenBy) hiddenBy = name === `/${hiddenBy}` ? '' : hiddenBy
    else if (HIDDEN.has(name)) hiddenBy = name
    else if (name === 'title' && content.trim() !== '') return content
    if (!hiddenBy) words.push(end < 0 ? `<${piece}` : content)
  }
  return words.join(' ')
}
