import type { Answer, V2Client } from '../../traffic/client.ts'
import { verdictOf } from '../../traffic/sender.ts'

/** What became of one delivery to the ERP. `handedOver`: taken, but not posted yet. */
export interface Delivery {
  readonly result: 'posted' | 'handedOver' | 'failed'
  /** What DM's dashboard says of a failure; empty else. */
  readonly text: string
  /** HTTP status; 0 for no answer. */
  readonly status: number
  readonly response: string
}

/** One request that an integration message makes of the ERP. */
export interface Request {
  readonly service: string
  readonly set: string
  readonly body: string
}

const SYSTEM = 'S4HANA_CLOUD'

/** Posts once and never rejects: a failure is told in the words of DM's dashboard. */
export async function deliver(erp: V2Client, { service, set, body }: Request): Promise<Delivery> {
  try {
    const answer = await erp.post(service, set, body)
    const { state } = verdictOf(answer)
    const told = { status: answer.status, response: answer.text }
    if (state !== 'released') return { result: 'failed', text: wrapped(messageOf(answer)), ...told }
    return { result: answer.status === 202 ? 'handedOver' : 'posted', text: '', ...told }
  } catch (error) {
    const reason = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error)
    return { result: 'failed', text: wrapped(reason), status: 0, response: '' }
  }
}

/** What the dashboard advises; empty where it has no advice. */
export function solutionFor({ result, status }: Delivery): string {
  if (result !== 'failed') return ''
  if (status === 0) return 'Check the connection to the external system and retry the message.'
  if (status === 423 || status === 409) return 'The object is in use. Retry the message later.'
  if (status === 401 || status === 403) return 'Check the authorizations of the communication user.'
  if (status >= 500 || status === 429) return 'The external system is not available. Retry the message later.'
  return 'Correct the data in the external system or in the message and retry the message.'
}

function wrapped(text: string): string {
  return `Collaboration execution failed due to the external error: External System ${SYSTEM} has Exception: ${text}`
}

/** The first detail says more than the outer message. */
function messageOf({ body, status, text }: Answer): string {
  interface Body {
    error?: { message?: { value?: unknown }; innererror?: { errordetails?: { message?: unknown; severity?: unknown }[] } }
  }
  const error = (body as Body | undefined)?.error
  const details = error?.innererror?.errordetails ?? []
  const said = details.find((each) => each.severity === undefined || each.severity === 'error')?.message ?? error?.message?.value
  return typeof said === 'string' && said !== '' ? said : `HTTP ${status} ${text.slice(0, 200)}`.trim()
}
