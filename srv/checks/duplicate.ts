import type { EarlierAttempt } from '../domain/context.ts'
import { amount, convert, format, parseDecimal, type Amount } from '../domain/quantity.ts'
import type { Check, CheckInput } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { materialOf, orderOf } from './facts/lookups.ts'

/** Seconds within which equal quantities alone are remarkable; later ones are the next lot of the same size. */
const NEAR = 300

/** Has the same been reported before? An equal body that was posted is decisive; equal quantities shortly after are worth a note. */
export const duplicate: Check = {
  name: 'duplicate',
  foresees: ['COUNTERSIGN/DUPLICATE'],
  reads: ['earlier'],
  kinds: ['confirmation', 'materialDocument'],
  run(input) {
    const { part, parts, context } = input
    if (part.isReversal) return []
    const since = (each: EarlierAttempt) => (Date.parse(context.readAt) - Date.parse(each.receivedAt)) / 1000
    const same = context.earlier
      .filter(
        (each) =>
          each.order === part.order &&
          since(each) <= input.settings.duplicateWindow &&
          (isSame(each) || (parts.length === 1 && since(each) <= NEAR && isAlike(each, input))),
      )
      .sort(
        (one, other) =>
          Number(isSame(other)) - Number(isSame(one)) ||
          Number(other.status === 'posted') - Number(one.status === 'posted') ||
          other.number - one.number,
      )[0]
    if (same === undefined) return []
    const document = same.erpDocument === '' ? '' : `, document ${same.erpDocument}`
    const what =
      part.yield === undefined
        ? `A goods movement for order ${part.order}`
        : `${format(part.yield.value, part.yield.unit)} for order ${part.order}, operation ${part.operation},`
    return [
      finding('duplicate', input, {
        code: 'COUNTERSIGN/DUPLICATE',
        cause: 'duplicate',
        severity: isSame(same) ? 'error' : 'warning',
        isDecisive: isSame(same) && same.status === 'posted',
        field: '',
        text: `${what} came before as attempt ${same.number} (${same.status}${document})${isSame(same) ? ', with the same content' : ''}.`,
        evidence: [
          fact('attempt', String(same.number)),
          fact('status', same.status),
          fact('document', same.erpDocument),
          fact('secondsBefore', String(Math.round(since(same))), 's'),
          fact('sameBody', String(isSame(same))),
        ],
      }),
    ]
  },
}

function isSame(each: EarlierAttempt): boolean {
  return each.sameBody || each.sameContent === true
}

function isAlike(each: EarlierAttempt, { part, context }: CheckInput): boolean {
  if (part.kind !== 'confirmation' || each.operation !== part.operation) return false
  const order = orderOf(part.order, context)
  const material = order && materialOf(order.material, context)
  const unit = order?.unit ?? ''
  const equals = (sent: typeof part.yield, before: Amount) => {
    if (sent === undefined) return before.isZero()
    const converted = material && convert(sent, unit, material)
    return parseDecimal(sent.value)?.eq(before) === true || converted?.eq(before) === true
  }
  const isAnything = amount(each.yield).gt(0) || amount(each.scrap).gt(0)
  return isAnything && equals(part.yield, amount(each.yield)) && equals(part.scrap, amount(each.scrap))
}
