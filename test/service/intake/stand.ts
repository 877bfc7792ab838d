import { once } from 'node:events'
import * as http from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import express from 'express'
import type { Headers, RawResponse, SyncMessage } from '../../../srv/domain/message.ts'
import type { Intake, Outcome } from '../../../srv/domain/outcome.ts'
import { type Forwarder } from '../../../srv/intake/odata/forward.ts'
import { type Sender, odataDoor } from '../../../srv/intake/odata/index.ts'
import { ATTEMPTS } from '../../../srv/intake/attempts.ts'
import { attemptStatus } from '../../../srv/intake/status.ts'

/** A door between a client and a stand-in for the S/4, all on loopback. */

export interface Seen {
  readonly method: string
  readonly path: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: Buffer
}

/** Answers as it is told; keeps what it saw. */
export interface ErpStand {
  readonly url: string
  readonly seen: Seen[]
  respond: (request: Seen, response: http.ServerResponse) => void
  close(): Promise<void>
}

export async function startErp(): Promise<ErpStand> {
  const seen: Seen[] = []
  const server = http.createServer((request, response) => {
    const whole = buffer(request).catch(() => Buffer.alloc(0))
    void whole.then((body) => {
      const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body }
      seen.push(one)
      stand.respond(one, response)
    })
  })
  const url = await listen(server)
  const stand: ErpStand = {
    url,
    seen,
    respond: (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"d":{}}'),
    close: () => close(server),
  }
  return stand
}

/** Speaks to the stand-in as the gateway does: streamed, nothing changed but the credentials. */
export function forwarderTo(url: string): Forwarder {
  const { hostname, port } = new URL(url)
  return {
    forward: ({ method, path, headers, body, ...rest }) =>
      new Promise((resolve, reject) => {
        const signal = 'signal' in rest ? rest.signal : undefined
        const request = http.request({
          hostname,
          port,
          method,
          path,
          headers: { ...headers, authorization: 'Basic destination' },
          agent: false,
          ...(signal === undefined ? {} : { signal }),
        })
        request.once('error', reject)
        request.once('response', (response) =>
          resolve({ status: response.statusCode ?? 0, headers: given(response.headers), body: response }),
        )
        if (Buffer.isBuffer(body)) request.end(body)
        else body.pipe(request)
      }),
  }
}

/** Takes everything, and answers with what a test wants. */
export class FakeIntake implements Intake {
  readonly submitted: SyncMessage[] = []
  readonly unreadable: { message: SyncMessage; answer: RawResponse; reason: string }[] = []
  readonly asked: string[] = []
  outcome: (message: SyncMessage) => Outcome = (message) => posted(message)
  allowed = (_sender: string, _service: string, _method: string): boolean => true
  status: 409 | 202 = 409
  /** What can be asked for, by whom. */
  attempts: { id: string; sender: string; number: number; status: string; reason: string; erpDocument: string }[] = []
  isDown = false

  submit(message: SyncMessage): Promise<Outcome> {
    this.submitted.push(message)
    return this.isDown ? Promise.reject(new Error('no database')) : Promise.resolve(this.outcome(message))
  }
  recordUnreadable(message: SyncMessage, answer: RawResponse, reason: string): Promise<number | undefined> {
    if (this.isDown) return Promise.resolve(undefined)
    this.unreadable.push({ message, answer, reason })
    return Promise.resolve(900 + this.unreadable.length)
  }
  isAllowed(sender: string, service: string, method: string): Promise<boolean> {
    this.asked.push(`${sender} ${service} ${method}`)
    return Promise.resolve(this.allowed(sender, service, method))
  }
  holdStatus(): Promise<409 | 202> {
    return Promise.resolve(this.status)
  }
  statusOf(id: string, sender: string): ReturnType<Intake['statusOf']> {
    if (this.isDown) return Promise.reject(new Error('no database'))
    return Promise.resolve(this.attempts.find((each) => each.id === id && each.sender === sender))
  }
}

const CREATED = Buffer.from('{"d":{"ConfirmationGroup":"207","ConfirmationCount":"1"}}')

/** What the ERP says to a posting; to a change set in the form of a batch. */
export function posted(message: SyncMessage, number = 17): Outcome {
  const headers = { 'content-type': 'application/json', 'sap-message': '{"code":"RU/100"}', dataserviceversion: '2.0' }
  const response = message.isChangeSet ? batchAnswer(changeSetPart(message.parts.length)) : { status: 201, headers, body: CREATED }
  return { state: 'posted', number, response, isReplay: false }
}

export function held(number = 18): Outcome {
  const finding = {
    check: 'stock',
    code: 'M7/021',
    cause: 'stockDeficit',
    isDecisive: true,
    severity: 'error',
    part: 0,
    field: 'movements/1/quantity',
    text: 'Deficit of 2.000 KG',
    evidence: [],
  } as const
  return { state: 'held', number, id: '4f6d9a52-0b1c-4a50-9b52-6d6d2ad1e001', reason: 'Stock is short by 2 KG.', findings: [finding] }
}

export function batchAnswer(...parts: string[]): RawResponse {
  const body = parts.map((each) => `--0A1B2C3D4E5F\r\n${each}\r\n`).join('')
  return {
    status: 202,
    headers: {
      'content-type': 'multipart/mixed; boundary=0A1B2C3D4E5F',
      dataserviceversion: '2.0',
      'set-cookie': ['sap-usercontext=sap-client=100; path=/'],
    },
    body: Buffer.from(`${body}--0A1B2C3D4E5F--\r\n`),
  }
}

export function changeSetPart(members: number): string {
  const one =
    '--0A1B2C3D4E5F1\r\nContent-Type: application/http\r\nContent-Length: 60\r\ncontent-transfer-encoding: binary\r\n\r\nHTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"d":{"n":1}}\r\n'
  return `Content-Type: multipart/mixed; boundary=0A1B2C3D4E5F1\r\nContent-Length: 999\r\n\r\n${one.repeat(members)}--0A1B2C3D4E5F1--\r\n`
}

export function readPart(json: string): string {
  return `Content-Type: application/http\r\nContent-Length: 90\r\ncontent-transfer-encoding: binary\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${json.length}\r\n\r\n${json}\r\n`
}

export interface Stand {
  readonly url: string
  readonly erp: ErpStand
  readonly intake: FakeIntake
  sender: Sender
  readonly logged: string[]
  close(): Promise<void>
}

/** Client → door → stand-in. `maxBody` and `maxBodies` as the door's. */
export async function startStand(options: { maxBody?: number; maxBodies?: number; forwarder?: Forwarder } = {}): Promise<Stand> {
  const erp = await startErp()
  const intake = new FakeIntake()
  const app = express()
  const logged: string[] = []
  const door = odataDoor(intake, options.forwarder ?? forwarderTo(erp.url), {
    sender: () => stand.sender,
    log: (text) => void logged.push(text),
    ...(options.maxBody === undefined ? {} : { maxBody: options.maxBody }),
    ...(options.maxBodies === undefined ? {} : { maxBodies: options.maxBodies }),
  })
  app.use('/sap/opu/odata/sap', door)
  app.use(ATTEMPTS, attemptStatus(intake, { sender: () => stand.sender, log: (text) => void logged.push(text) }))
  const server = http.createServer(app)
  const url = await listen(server)
  const stand: Stand = {
    url,
    erp,
    intake,
    sender: { id: 'dm', isSender: true, isAnonymous: false },
    logged,
    close: async () => {
      await close(server)
      await erp.close()
    },
  }
  return stand
}

/** One request, its path sent character for character. */
export async function send(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Buffer = '',
): Promise<RawResponse> {
  const { hostname, port } = new URL(url)
  const bytes = Buffer.from(body)
  const framed = bytes.length > 0 ? { 'content-length': String(bytes.length), ...headers } : headers
  const request = http.request({ hostname, port, method, path, headers: framed, agent: false })
  request.end(bytes)
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  return { status: response.statusCode ?? 0, headers: given(response.headers), body: await buffer(response) }
}

export interface V2Error {
  readonly code: string
  readonly message: { readonly lang: string; readonly value: string }
  readonly innererror: {
    readonly errordetails: readonly { code: string; message: string; target: string; severity: string; ContentID: string }[]
  }
}

/** The error in a V2 JSON body. */
export function errorOf(response: RawResponse): V2Error {
  return (JSON.parse(response.body.toString()) as { error: V2Error }).error
}

export const ROOT = '/sap/opu/odata/sap'
export const CONFIRMATIONS = `${ROOT}/API_PROD_ORDER_CONFIRMATION_2_SRV`
export const TOKEN = {
  'x-csrf-token': 'token-1',
  cookie: 'SAP_SESSIONID=abc',
  'content-type': 'application/json',
  accept: 'application/json',
}

function given(headers: http.IncomingHttpHeaders): Headers {
  return Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

async function listen(server: http.Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function close(server: http.Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
