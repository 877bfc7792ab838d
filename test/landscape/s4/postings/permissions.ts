import type { CallContext } from '../contract.ts'
import { BusinessError } from '../contract.ts'
import { missingAuthorisations, orderNetworks, userExits } from '../model/sets/internal.ts'
import { messages, refuse } from './messages.ts'
import { setsOf } from './order-sets.ts'
import { findOrder } from './orders.ts'
import { flag, isInitial, text } from './values.ts'

type Books = CallContext['books']

/** Refuses (403) when the role lacks confirming orders of the type. */
export function mayConfirm(books: Books, orderType: string): void {
  if (books.one(missingAuthorisations.name, { ManufacturingOrderType: orderType, GoodsMovementType: '' })) {
    throw new BusinessError([messages.confirmationNotAuthorised(orderType)], 403)
  }
}

/** Refuses when the role lacks the movement type, or when the order that this one belongs to is over. */
export function mayMove(books: Books, order: string, movementType: string): void {
  const header = isInitial(order) ? undefined : books.one(setsOf(books, order).orders.name, { ManufacturingOrder: order })
  const lack = { ManufacturingOrderType: text(header?.ManufacturingOrderType), GoodsMovementType: movementType }
  if (books.one(missingAuthorisations.name, lack)) refuse(messages.movementNotAuthorised(movementType))
  const superior = isInitial(order) ? '' : text(books.one(orderNetworks.name, { order })?.superiorOrder)
  if (superior === '') return
  const parent = findOrder(books, superior)
  if (flag(parent.OrderIsTechnicallyCompleted) || flag(parent.OrderIsClosed)) refuse(messages.superiorOrder(superior, order))
}

/** What the customer's own check says against confirming orders of the type; `&` in its text is the order. */
export function checkUserExit(books: Books, order: string, orderType: string): void {
  const exit = books.one(userExits.name, { ManufacturingOrderType: orderType })
  if (!exit) return
  refuse({
    class: text(exit.messageClass),
    number: text(exit.messageNumber),
    text: text(exit.text).replace('&', order),
    variables: [order],
    severity: 'error',
  })
}
