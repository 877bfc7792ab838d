import type { SyncMessage } from '../../../srv/domain/message.ts'
import { messageOf } from '../../../srv/intake/odata/message.ts'
import { readTarget } from '../../../srv/intake/odata/target.ts'

export const CONF = '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV'
export const MDOC = '/sap/opu/odata/sap/API_MATERIAL_DOCUMENT_SRV'
export const ORDER = '/sap/opu/odata/sap/API_PRODUCTION_ORDER_2_SRV'

/** What the door reads from a posting; `body` is JSON to be, or the text itself. */
export function read(path: string, body: unknown, headers: Record<string, string> = {}, method = 'POST'): SyncMessage {
  const all = { 'content-type': 'application/json', ...headers }
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  return messageOf('dm', { target: readTarget(method, path, all), headers: all, body: bytes })
}

/** What the door reads from a confirmation. */
export const confirm = (body: unknown, headers = {}): SyncMessage => read(`${CONF}/ProdnOrdConf2`, body, headers)
