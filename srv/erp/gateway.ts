import { accessTo } from '../line/access.ts'
import type { NamedOrPlain } from '../line/access.ts'
import { Line } from '../line/line.ts'
import type { LineHealth, LineOptions } from '../line/line.ts'
import { readContext } from './context/read.ts'
import { textOf } from './documents.ts'
import { normalise } from './errors/normalise.ts'
import { forward } from './forward.ts'
import { withKey } from './key.ts'
import { lookUp } from './look-up/look-up.ts'
import { reversedAmong } from './look-up/reversed.ts'
import { applyPatch, patchOf } from './patch.ts'
import { post } from './post.ts'
import { Reader } from './reader.ts'
import { Sessions } from './sessions.ts'
import type { ErpGateway, Replicas } from './types.ts'

const POST_TIMEOUT = 60_000

export interface GatewayOptions extends LineOptions {
  /** `{destinationName}` for whatever the Cloud SDK finds under that name, or a destination by URL. */
  readonly destination: NamedOrPlain
  /** Milliseconds until a posting without an answer counts as lost; 60 s by default. */
  readonly timeout?: number
  /** Where copies of what changes slowly are kept; without them all is read every time. */
  readonly replicas?: Replicas
}

/** The gateway to an S/4HANA system over its OData services. Keeps nothing itself but one session per service. */
export function createErpGateway(options: GatewayOptions): ErpGateway & {
  /** How the line to the ERP does: for health checks and the monitor. */
  health(): LineHealth
} {
  const line = new Line(accessTo(options.destination), options)
  const sessions = new Sessions(line)
  const reader = new Reader(line, sessions)
  return {
    forward: (request) => forward(line, request),
    readContext: (message, timeout, isLive) => readContext(reader, message, timeout, options.replicas, isLive),
    post: (posting, session, timeout = options.timeout ?? POST_TIMEOUT) => post(line, sessions, posting, session, timeout),
    lookUp: (posting, since, known) => lookUp(reader, posting, since, known),
    reversedAmong: (documents) => reversedAmong(reader, documents),
    patchOf,
    applyPatch,
    withKey,
    postingState: () => line.stateOf('posting'),
    errorOf: (response) => normalise(response.status, textOf(response)),
    health: () => line.health(),
  }
}
