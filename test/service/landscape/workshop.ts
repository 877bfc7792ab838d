import { BusinessError, type CallContext, type EntitySet, type Payload, type Row, type Service } from '../../landscape/s4/contract.ts'
import { serve, type RunningS4, type ServeOptions } from '../../landscape/s4/listen.ts'

/** A made-up service with everything that the OData engine can do, and a client for it. */

const jobs: EntitySet = {
  name: 'Jobs',
  type: 'JobType',
  keys: ['JobID'],
  etag: 'ChangedAt',
  properties: [
    { name: 'JobID', type: 'Edm.String', maxLength: 10, alpha: true },
    { name: 'Operation', type: 'Edm.String', maxLength: 4 },
    { name: 'Title', type: 'Edm.String', maxLength: 20 },
    { name: 'Quantity', type: 'Edm.Decimal', precision: 13, scale: 3 },
    { name: 'StartedAt', type: 'Edm.DateTime' },
    { name: 'SentAt', type: 'Edm.DateTimeOffset' },
    { name: 'Duration', type: 'Edm.Time' },
    { name: 'IsOpen', type: 'Edm.Boolean' },
    { name: 'Ref', type: 'Edm.Guid' },
    { name: 'Priority', type: 'Edm.Int16' },
    { name: 'ChangedAt', type: 'Edm.String', maxLength: 14 },
  ],
  navigations: [{ name: 'to_Part', target: 'Parts', isMany: true, on: { JobID: 'JobID' } }],
}

const parts: EntitySet = {
  name: 'Parts',
  type: 'PartType',
  keys: ['JobID', 'Item'],
  properties: [
    { name: 'JobID', type: 'Edm.String', maxLength: 10, alpha: true },
    { name: 'Item', type: 'Edm.String', maxLength: 4 },
    { name: 'Material', type: 'Edm.String', maxLength: 40, alpha: true },
    { name: 'Quantity', type: 'Edm.Decimal', precision: 13, scale: 3 },
  ],
  navigations: [{ name: 'to_Job', target: 'Jobs', isMany: false, on: { JobID: 'JobID' } }],
}

const receipt = {
  name: 'Receipt',
  properties: [
    { name: 'Text', type: 'Edm.String' },
    { name: 'Amount', type: 'Edm.Decimal' },
  ],
} as const

export const workshop: Service = {
  name: 'ZWORKSHOP_SRV',
  namespace: 'ZWORKSHOP_SRV',
  sets: [jobs, parts],
  functions: [
    {
      name: 'CloseJob',
      method: 'POST',
      parameters: [
        { name: 'JobID', type: 'Edm.String', alpha: true, isRequired: true },
        { name: 'At', type: 'Edm.DateTime', isRequired: false },
        { name: 'Amount', type: 'Edm.Decimal', isRequired: false },
        { name: 'Ref', type: 'Edm.Guid', isRequired: false },
      ],
      returns: { complex: receipt, isMany: false },
      run: (_context, parameters) => ({ Text: JSON.stringify(parameters), Amount: parameters.Amount ?? null }),
    },
    {
      name: 'FindJob',
      method: 'POST',
      parameters: [{ name: 'JobID', type: 'Edm.String', alpha: true, isRequired: true }],
      returns: { set: 'Jobs', isMany: false },
      run: ({ books }, { JobID }) => books.one('Jobs', { JobID: JobID ?? '' }) ?? {},
    },
    {
      name: 'Receipts',
      method: 'GET',
      parameters: [],
      returns: { complex: receipt, isMany: true },
      run: () => [{ Text: 'a', Amount: '1.50' }],
    },
  ],
  create: { Jobs: createJob },
  update: { Jobs: ({ books }, key, values) => void books.update('Jobs', key, { ...values, ChangedAt: '20260102000000' }) },
}

/** Title `broken` is a fault of the program, `refused` a refusal after something was booked. */
function createJob({ books, success }: CallContext, { values, children }: Payload): { row: Row; children: Record<string, readonly Row[]> } {
  const row: Row = { ...values, JobID: String(books.next('job', 1000)), ChangedAt: '20260101000000' }
  books.insert('Jobs', row)
  children.to_Part?.forEach((part, index) => {
    books.insert('Parts', { ...part.values, JobID: row.JobID ?? '', Item: String(index + 1).padStart(4, '0') })
  })
  if (values.Title === 'broken') throw new Error('broken')
  if (values.Title === 'refused') {
    const deficit = {
      class: 'M7',
      number: '021',
      text: 'Deficit of 10 KG : it’s FG1',
      variables: ['10', 'KG', "it's FG1"],
      target: 'Quantity',
    }
    const outer = { code: 'ZWORKSHOP/014', text: 'Processing failed' }
    throw new BusinessError([deficit, { class: 'RU', number: '505', text: 'Also', severity: 'info' }], 400, outer)
  }
  success({ class: 'RU', number: '100', text: 'Saved – ok' })
  return { row, children: { to_Part: [] } }
}

/** Three jobs with two, one and no parts. */
function fill(books: RunningS4['books'], seed: number): void {
  const at = (day: number): string => `2026-01-0${day}T00:00:00.000Z`
  const same = { Operation: '0010', IsOpen: true, Priority: 5, Ref: 'ab4ef2a1-0c1b-4c7c-9e36-000000000001', ChangedAt: '20260101000000' }
  books.insert('Jobs', {
    ...same,
    JobID: '9',
    Title: "O'Hara",
    Quantity: '10.000',
    StartedAt: at(1),
    SentAt: at(1),
    Duration: 'PT01H02M03S',
  })
  books.insert('Jobs', {
    JobID: '10',
    Operation: '0020',
    Title: 'Paint',
    Quantity: '9.5',
    StartedAt: at(2),
    IsOpen: false,
    Priority: -3,
    ChangedAt: '20260101000000',
  })
  books.insert('Jobs', { JobID: 'A/7', Title: `seed ${seed}`, Quantity: '-1', ChangedAt: '20260101000000' })
  books.insert('Parts', { JobID: '9', Item: '0001', Material: '4711', Quantity: '1.10' })
  books.insert('Parts', { JobID: '9', Item: '0002', Material: 'FG226', Quantity: '2' })
  books.insert('Parts', { JobID: '10', Item: '0001', Material: '4711', Quantity: '3' })
}

export const SERVICE = '/sap/opu/odata/sap/ZWORKSHOP_SRV'
export const BASIC = `Basic ${Buffer.from('DM:dm').toString('base64')}`

export function startWorkshop(options: Partial<ServeOptions> = {}): Promise<RunningS4> {
  return serve({ services: [workshop], fill, port: 0, adminPort: 0, books: ':memory:', seed: 7, ...options })
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The parsed body; an empty object where it is no JSON. */
  readonly json: Record<string, unknown>
}

/** Node's fetch with basic authentication. */
export async function ask(url: string, init: RequestInit = {}): Promise<Answered> {
  const headers = { authorization: BASIC, accept: 'application/json', ...(init.headers as Record<string, string> | undefined) }
  const response = await fetch(url, { ...init, headers })
  const text = await response.text()
  const json =
    (response.headers.get('content-type') ?? '').includes('json') && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {}
  return { status: response.status, headers: response.headers, text, json }
}

/** Token and cookie of the service, as headers. */
export async function admission(s4: RunningS4): Promise<Record<string, string>> {
  const { headers } = await ask(`${s4.url}${SERVICE}/`, { headers: { 'x-csrf-token': 'Fetch' } })
  const cookie = headers.getSetCookie().map((each) => each.split(';')[0])
  return { 'x-csrf-token': headers.get('x-csrf-token') ?? '', cookie: cookie.join('; ') }
}

/** A modifying request with everything that it needs; the body is text as it is, or JSON. */
export async function send(
  s4: RunningS4,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const content = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }
  const all = { 'content-type': 'application/json', ...(await admission(s4)), ...headers }
  return ask(`${s4.url}${SERVICE}${path}`, { method, headers: all, ...content })
}

/** What lies at a path of a parsed body: `at(json, 'error', 'message', 'value')`. */
export function at(json: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce(
    (value: unknown, key) => (typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined),
    json,
  )
}
