import type { MessagePart, SyncMessage } from '../../../srv/domain/message.ts'

/** A confirmation as the facade would make it; `key` and the body's content tell two of them apart. */
export function confirmation(
  given: { key?: string; order?: string; amount?: string; isFinal?: boolean; kind?: SyncMessage['kind'] } = {},
): SyncMessage {
  const { key, order = '1000001', amount = '10.000', isFinal = false, kind = 'confirmation' } = given
  const body = Buffer.from(
    JSON.stringify({ OrderID: order, OrderOperation: '0010', ConfirmationYieldQuantity: amount, ExternalSystemConfirmation: key }),
  )
  const part: MessagePart = {
    kind,
    method: 'POST',
    path: 'ProdnOrdConf2',
    headers: { 'content-type': 'application/json' },
    body,
    plant: '1710',
    order,
    operation: '0010',
    material: 'FG1',
    workCenter: 'ASSY',
    yield: { value: amount, unit: 'PC' },
    reason: '',
    isFinal,
    isReversal: false,
    externalKey: key ?? '',
    movements: [],
  }
  return {
    sender: 'dm',
    service: 'API_PROD_ORDER_CONFIRMATION_2_SRV',
    kind,
    ...(key ? { key: { kind: 'external', value: key } } : {}),
    request: { method: 'POST', path: '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV/ProdnOrdConf2', headers: part.headers, body },
    isChangeSet: false,
    parts: [part],
  }
}
