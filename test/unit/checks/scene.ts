import type { Context, EarlierAttempt } from '../../../srv/domain/context.ts'
import type { Cause, Finding } from '../../../srv/domain/judgement.ts'
import type { MessagePart } from '../../../srv/domain/message.ts'
import { bend, confirmation, movement, operation, quantity, TODAY, world } from './world.ts'

/** What is wrong → exactly these findings: check, code, cause, decisive?, field. */
export type Row = readonly [
  string,
  MessagePart | MessagePart[],
  Context,
  ...(readonly [string, string, Cause, boolean, string, Finding['severity']?])[],
]

/** The world in which the healthy confirmation was received before, an hour ago, with what differs. */
export const earlier = (bent: Partial<EarlierAttempt>): Context => {
  const base = {
    number: 7,
    status: 'posted',
    receivedAt: `${TODAY}T09:00:00Z`,
    sameBody: false,
    order: '1000001',
    operation: '0010',
    yield: '10',
    scrap: '0',
    erpDocument: '207/1',
  }
  return world({ earlier: [{ ...base, ...bent }] })
}

/** The operations of the order, with a yield confirmed before. */
export const confirmed = (value: string) => ({
  operations: [operation('0010', { confirmedYield: value, isPartiallyConfirmed: true }), operation('0020')],
})

/** The healthy confirmation with another quantity of RM10. */
export const rm = (value: string, unit = 'KG') => bend('RM10', { quantity: quantity(value, unit) })

/** Two boxes' worth of components, with the yield reported as pieces. */
export const boxesAsPieces = confirmation({
  yield: quantity('2', 'PC'),
  movements: [movement('RM10', '9.6', 'KG'), movement('RM12', '2.4', 'KG'), movement('PK01', '48', 'PC')],
})

/** A goods movement as the ERP itself proposes it for the first part. */
export const expected = (item: string, material: string, value: string, unit: string, batch = '') => ({
  part: 0,
  material,
  plant: '1710',
  storageLocation: '171A',
  batch,
  movementType: '261',
  reservation: '5001',
  reservationItem: item,
  quantity: { value, unit },
})
