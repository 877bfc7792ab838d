import type { Dialect } from './dialect.ts'

const LONGEST = 500

/** Anything else: a page of a proxy or of the ERP's web server, or bare text. The title of a page says most. */
export const plain: Dialect = ({ status, text }) => {
  const short = text.slice(0, 20_000)
  const title = /<title[^>]{0,200}>([^<]+)</i.exec(short)?.[1]
  const visible = (title ?? short.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^<>]*>/g, ' ')).replace(/\s+/g, ' ').trim()
  const said = visible === '' ? `HTTP ${status} without a text` : visible.slice(0, LONGEST)
  return { frame: { code: '', text: said, severity: 'error', variables: [], raw: text }, details: [] }
}
