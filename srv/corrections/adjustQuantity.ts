import { explain } from '../checks/consumption.ts'
import { consumptionOf, type ConsumptionLine } from '../checks/facts/consumption.ts'
import { materialOf } from '../checks/facts/lookups.ts'
import { receiptsOf } from '../checks/facts/receipt.ts'
import { yieldOf } from '../checks/facts/yield.ts'
import type { Finding } from '../domain/judgement.ts'
import type { FieldChange, MessagePart } from '../domain/message.ts'
import { amount, convert, format, isCounted, toText, type Amount } from '../domain/quantity.ts'
import { evidenceOf, placeOf, type Correction, type CorrectionInput, type Draft } from './correction.ts'
import { asDecimal } from './decimals.ts'
import { readField, set } from './fields.ts'

/** Sets a quantity to what it must have been: a power of ten less, what the bill of material needs, what is still open, or the scrap that explains the rest. */
export const adjustQuantity: Correction = {
  action: 'adjustQuantity',
  risk: 'medium',
  isWhole: false,
  offer(input) {
    return input.findings.flatMap((finding): Draft[] => {
      const place = placeOf(finding, input.parts)
      if (place === undefined) return []
      if (finding.code === 'COUNTERSIGN/DECIMAL_FORMAT') return asDecimal(input, finding)
      if (finding.field.startsWith('activities/')) return work(input, finding)
      if (finding.code === 'COUNTERSIGN/OVER_RECEIPT') return openReceipt(input, finding, place.part, place.movement ?? 0)
      if (finding.field === 'scrap') return unreportedScrap(input, finding)
      if (finding.code === 'COUNTERSIGN/YIELD_IMPLAUSIBLE') return mistypedYield(input, finding, place.part)
      if (finding.code === 'COUNTERSIGN/OVER_DELIVERY') return openYield(input, finding, place.part)
      if (place.movement === undefined) return []
      return consumed(input, finding, place.part, place.movement)
    })
  },
}

/** Scales every movement of the component that a finding is about; exact where a power of ten explains it. */
function consumed(input: CorrectionInput, finding: Finding, part: MessagePart, movement: number): Draft[] {
  const { context, policy, parts } = input
  const sent = part.movements[movement]?.quantity
  if (sent !== undefined && finding.code === 'COUNTERSIGN/QUANTITY' && amount(sent.value).lt(0)) {
    const changes = set(parts, finding.part, finding.field, amount(sent.value).abs().toFixed())
    return [{ finding, cause: 'entryError', changes, advice: 'Take it without the minus sign.', fit: 0.6 }]
  }
  const line = consumptionOf(part, finding.part, context, policy.consumptionTolerance).lines.find((each) =>
    each.movements.includes(movement),
  )
  if (line?.deviates !== true || line.sent.lte(0) || line.expected.lte(0)) return []
  const power = explain(line, sent?.unit ?? '')
  const isPower = power?.cause === 'entryError' && power.factor !== undefined
  const changes = scaled(parts, finding.part, line, isPower ? amount('1').div(power.factor) : line.expected.div(line.sent))
  const target = isPower ? line.sent.div(power.factor) : line.expected
  const advice = isPower
    ? `Take ${format(target, line.unit)}: ${power.factor.gt(1) ? 'a digit too many' : 'a digit too few'}, by a factor of ${format(power.factor.gt(1) ? power.factor : amount('1').div(power.factor), '')}.`
    : `Take ${format(target, line.unit)}, as planned.`
  return [{ finding, cause: 'entryError', changes, advice, fit: isPower ? 0.95 : 0.5 }]
}

function scaled(parts: readonly MessagePart[], index: number, line: ConsumptionLine, factor: Amount): FieldChange[] {
  return line.movements.flatMap((position) =>
    set(parts, index, `movements/${position}/quantity`, toText(amount(parts[index]?.movements[position]?.quantity.value).mul(factor))),
  )
}

function mistypedYield({ parts }: CorrectionInput, finding: Finding, part: MessagePart): Draft[] {
  const power = evidenceOf(finding, 'powerOfTen')
  if (power === undefined || part.yield === undefined || amount(power).isZero()) return []
  const value = amount(part.yield.value).div(amount(power))
  const advice = `Take ${format(value, part.yield.unit)} instead of ${format(part.yield.value, part.yield.unit)}.`
  return [{ finding, cause: 'entryError', changes: yieldChanges(parts, finding.part, value), advice, fit: finding.isDecisive ? 1 : 0.8 }]
}

/** Work typed with a digit too many, or with a minus sign. */
function work({ parts }: CorrectionInput, finding: Finding): Draft[] {
  const part = parts[finding.part]
  const sent = amount(part && readField(part, finding.field))
  const unit = finding.evidence.find((each) => each.name === 'sent')?.unit ?? ''
  const power = evidenceOf(finding, 'powerOfTen')
  const value = sent.lt(0) ? sent.abs() : power === undefined || amount(power).isZero() ? undefined : sent.div(amount(power))
  if (value === undefined) return []
  const changes = set(parts, finding.part, finding.field, toText(value))
  return [{ finding, cause: 'entryError', changes, advice: `Take ${format(value, unit)}.`, fit: sent.lt(0) ? 0.6 : 0.9 }]
}

function openReceipt({ parts, context }: CorrectionInput, finding: Finding, part: MessagePart, position: number): Draft[] {
  const facts = receiptsOf(parts, finding.part, context).find((each) => each.position === position)
  const material = facts && materialOf(facts.order.material, context)
  const quantity = part.movements[position]?.quantity
  if (facts?.limit === undefined || material === undefined || quantity === undefined) return []
  const unit = quantity.unit === '' ? material.baseUnit : quantity.unit
  const open = convert({ value: facts.limit.sub(facts.received).toFixed(), unit: facts.unit }, unit, material)
  const value = open && (isCounted(unit) ? open.floor() : amount(open.toDecimalPlaces(3, 1).toFixed()))
  if (value === undefined || value.lte(0)) return []
  const changes = set(parts, finding.part, finding.field, toText(value))
  return [
    { finding, cause: 'overDelivery', changes, advice: `Take ${format(value, unit)}, the most that the tolerance leaves open.`, fit: 0.6 },
  ]
}

function openYield({ parts, context }: CorrectionInput, finding: Finding, part: MessagePart): Draft[] {
  const facts = yieldOf(part, finding.part, parts, context)
  if (facts?.limit === undefined || part.yield === undefined) return []
  const open = facts.limit.sub(facts.confirmed)
  const material = materialOf(facts.order.material, context)
  const unit = part.yield.unit === '' ? facts.unit : part.yield.unit
  const inUnit = unit === facts.unit ? open : material && convert({ value: open.toFixed(), unit: facts.unit }, unit, material)
  if (inUnit === undefined || inUnit.lte(0)) return []
  const value = isCounted(unit) ? inUnit.floor() : amount(inUnit.toDecimalPlaces(3, 1).toFixed())
  if (value.lte(0)) return []
  const advice = `Take ${format(value, unit)}, the most that the tolerance leaves open.`
  return [{ finding, cause: 'overDelivery', changes: yieldChanges(parts, finding.part, value), advice, fit: 0.6 }]
}

/** A receipt in the same message follows the yield. */
function yieldChanges(parts: readonly MessagePart[], index: number, value: Amount): FieldChange[] {
  const part = parts[index]
  const receipts = (part?.movements ?? []).flatMap((each, position) =>
    each.movementType === '101' && amount(each.quantity.value).eq(amount(part?.yield?.value))
      ? set(parts, index, `movements/${position}/quantity`, toText(value))
      : [],
  )
  return [...set(parts, index, 'yield', toText(value)), ...receipts]
}

function unreportedScrap({ parts }: CorrectionInput, finding: Finding): Draft[] {
  const scrap = evidenceOf(finding, 'impliedScrap')
  const unit = parts[finding.part]?.yield?.unit ?? ''
  if (scrap === undefined) return []
  const value = isCounted(unit) ? amount(scrap).round() : amount(scrap)
  return [
    {
      finding,
      cause: 'scrapUnreported',
      changes: set(parts, finding.part, 'scrap', toText(value)),
      advice: `Report ${format(value, unit)} of scrap.`,
      fit: 0.7,
    },
  ]
}
