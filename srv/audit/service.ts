import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { extname } from 'node:path'
import { Readable } from 'node:stream'
import cds, { type Request } from '@sap/cds'
import { SyncAttempt } from '#cds-models/AuditService'
import { AuditSeals } from '#cds-models/countersign'
import { orRefuse } from '../refusal.ts'
import { erasePayload } from './erase.ts'
import { csvOf } from './export/csv.ts'
import { proofOf } from './export/proof.ts'
import { type Filter, pagesOf, titlesOf } from './export/rows.ts'
import { xlsxOf } from './export/xlsx.ts'
import { lineageOf } from './lineage.ts'
import { type Row, sealOf } from './records.ts'
import type { Seal } from './verifier.ts'
import { trustedKeys, verifyLog } from './verify.ts'
import { summaryIn, wordsIn } from './words.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const VERIFIER = new URL(`./verifier${extname(new URL(import.meta.url).pathname)}`, import.meta.url)

/** Controllers and auditors read, prove and take away what happened; administrators erase payloads. Roles are in the model. */
export default class AuditService extends cds.ApplicationService {
  override init() {
    this.on('verify', (req) => this.#verify(req))
    this.on('exportLog', (req) => this.#exportLog(req))
    this.on('exportProof', (req) => download(req, proofOf(), 'audit-log.jsonl', 'application/x-ndjson'))
    this.on('exportSeal', (req) => this.#exportSeal(req))
    this.on('verifier', (req) => this.#verifier(req))
    this.on('lineage', (req) => this.#lineage(req))
    this.on(SyncAttempt.actions.erasePayload, (req) => this.#erase(req))
    this.after('READ', SyncAttempt, (rows, req) => offerErasure(rows, req))
    return super.init()
  }

  async #verify(req: Request) {
    const locale = req.locale ?? 'en'
    const { against } = req.data as { against?: string | null }
    const result = await verifyLog({ against: against ? keptSeal(req, against) : undefined, trusted: trustedKeys() })
    const { isWhole, entries, seals, unsealed, keys, last, findings } = result
    const told = findings.map((finding) => {
      const { kind, sequence, entry, position, seal } = finding
      return { kind, text: wordsIn(locale, finding), sequence: numberOf(sequence), entry, position, seal }
    })
    const lastSeal = { lastSeal: last?.number ?? null, lastHash: last?.hash ?? null }
    return { isWhole, text: summaryIn(locale, result), entries, seals, unsealed, keys, ...lastSeal, findings: told }
  }

  #exportLog(req: Request) {
    const { format, query } = req.data as { format?: string | null; query?: string | null }
    const pages = pagesOf(this.#filterOf(req, query ?? ''))
    const titles = titlesOf(req.locale ?? 'en')
    if (format === 'csv') return download(req, csvOf(titles, pages), 'audit-log.csv', 'text/csv; charset=utf-8')
    if (format === 'xlsx') return download(req, xlsxOf(titles, pages), 'audit-log.xlsx', XLSX)
    return req.reject(400, 'The log is exported as csv or xlsx')
  }

  /** Conditions of a list, as its own query states them; everything else in it doesn't matter here. */
  #filterOf(req: Request, query: string): Filter {
    const wanted = [...new URLSearchParams(query)].filter(([name]) => name === '$filter' || name === '$search')
    const { odata } = cds as unknown as { odata: { parse: (url: string, options: object) => { SELECT: Filter } } }
    try {
      const { where, search } = odata.parse(`AuditLog?${wanted.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`, {
        service: this,
      }).SELECT
      return { ...(where ? { where } : {}), ...(search ? { search } : {}) }
    } catch {
      return req.reject(400, `The filter can't be read: ${query}`)
    }
  }

  async #exportSeal(req: Request) {
    const { number } = req.data as { number?: number | null }
    const wanted = SELECT.one.from(AuditSeals)
    const row = await (number ? wanted.where({ number }) : wanted.orderBy('number desc'))
    if (!row) return req.reject(404, 'There is no such seal')
    const seal = sealOf(row as Row)
    return download(req, textOf(`${JSON.stringify(seal, null, 2)}\n`), `seal-${seal.number}.json`, 'application/json')
  }

  async #verifier(req: Request) {
    const source = await readFile(VERIFIER, 'utf8')
    const code = VERIFIER.pathname.endsWith('.ts') ? stripTypeScriptTypes(source) : source
    return download(req, textOf(code), 'verify.mjs', 'text/javascript; charset=utf-8')
  }

  async #lineage(req: Request) {
    const { erpDocument } = req.data as { erpDocument?: string | null }
    const lineage = await lineageOf(erpDocument ?? '')
    if (lineage.attempts.length === 0) return req.reject(404, 'No message led to this document')
    const name = `lineage-${(erpDocument ?? '').replaceAll(/[^\w.]+/g, '-')}.json`
    return download(req, textOf(`${JSON.stringify(lineage, null, 2)}\n`), name, 'application/json')
  }

  async #erase(req: Request) {
    const [{ ID }] = req.params as unknown as [{ ID: string }]
    const { reason } = req.data as { reason?: string | null }
    if (!reason?.trim())
      return req.reject({ status: 400, code: 'COUNTERSIGN/REASON_NEEDED', message: 'Say why', target: 'reason' } as never)
    await orRefuse(req, () => erasePayload(ID, { actor: req.user.id, role: 'administrator' }, reason))
    return (await SELECT.one.from(req.subject)) as unknown
  }
}

/** Nobody else finds it on a page. */
function offerErasure(rows: unknown, req: Request): void {
  if (req.user.is('administrator')) return
  for (const row of [rows].flat() as ({ isErasable?: boolean } | null | undefined)[])
    if (row?.isErasable !== undefined) row.isErasable = false
}

/** A file to save, written while it is read. */
function download(req: Request, content: Readable, filename: string, mimetype: string): Readable {
  const { res } = req.http as unknown as { res: { set: (name: string, value: string) => void } }
  res.set('content-type', mimetype)
  res.set('content-disposition', `attachment; filename="${filename}"`)
  return content
}

function textOf(text: string): Readable {
  return Readable.from([Buffer.from(text)])
}

function keptSeal(req: Request, text: string): Pick<Seal, 'number' | 'hash'> {
  try {
    const { number, hash } = JSON.parse(text) as Record<string, unknown>
    if (typeof number === 'number' && typeof hash === 'string') return { number, hash }
  } catch {
    // Told below.
  }
  return req.reject({ status: 400, code: 'COUNTERSIGN/NO_SEAL', message: 'This is no exported seal', target: 'against' } as never)
}

function numberOf(sequence: string | null | undefined): number | null {
  return sequence == null ? null : Number(sequence)
}
