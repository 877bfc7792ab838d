import type { Ranker } from '../../../srv/causes/index.ts'
import { inspect } from '../../../srv/checks/index.ts'
import type { Context } from '../../../srv/domain/context.ts'
import type { CheckResult, Finding } from '../../../srv/domain/judgement.ts'
import type { SyncMessage } from '../../../srv/domain/message.ts'
import type { DmGateway } from '../../../srv/dm/types.ts'
import type { ErpGateway } from '../../../srv/erp/types.ts'
import { messageOf } from '../../../srv/intake/odata/message.ts'
import { readTarget } from '../../../srv/intake/odata/target.ts'
import type { Policy } from '../../../srv/policy/policy.ts'
import type { FailingMessage } from '../../landscape/failures/failure.ts'
import { ROOT } from '../../landscape/staging.ts'

const READ_WITHIN = 10_000

/** What the product thinks of a message before anything is posted. */
export interface Opinion {
  readonly findings: readonly Finding[]
  readonly notChecked: readonly CheckResult[]
  /** Probability of failure that the ranker sees. */
  readonly failure: number
}

export interface JudgeOptions {
  readonly erp: Pick<ErpGateway, 'readContext'>
  readonly dm: DmGateway
  readonly ranker: Ranker
  readonly policy: Policy
  readonly reasons: Context['reasons']
}

/** Judges as the product does, from the bytes of a message to its prediction, but for decision and record: nothing was sent before. */
export async function judge(sent: FailingMessage, { erp, dm, ranker, policy, reasons }: JudgeOptions): Promise<Opinion> {
  const message = messageFrom(sent)
  const [read, floor] = await Promise.all([erp.readContext(message, READ_WITHIN), dm.readShopFloor(message, READ_WITHIN)])
  const now = new Date().toISOString()
  const context: Context = {
    readAt: now,
    today: now.slice(0, 10),
    earlier: [],
    reasons,
    ...read,
    shopFloor: floor.shopFloor,
    unread: [...read.unread, ...floor.unread],
  }
  const results = inspect(message, context, policy)
  const findings = results.flatMap((each) => each.findings)
  return {
    findings,
    notChecked: results.filter((each) => each.state === 'notChecked'),
    failure: ranker.rank({ parts: message.parts, context, findings }).failure,
  }
}

/** The message as the door reads it. */
function messageFrom({ service, path, method = 'POST', headers = {}, body }: FailingMessage): SyncMessage {
  const sent = { 'content-type': 'application/json', accept: 'application/json', ...headers }
  const target = readTarget(method, `${ROOT}/${service}/${path}`, sent)
  return messageOf('dm', { target, headers: sent, body: Buffer.from(JSON.stringify(body)) })
}
