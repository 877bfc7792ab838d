import { consumptionOf } from '../checks/facts/consumption.ts'
import { materialOf, orderOf } from '../checks/facts/lookups.ts'
import { yieldOf } from '../checks/facts/yield.ts'
import type { MaterialContext } from '../domain/context.ts'
import type { Finding } from '../domain/judgement.ts'
import type { FieldChange, MessagePart, Quantity } from '../domain/message.ts'
import { amount, factorOf, format, parseDecimal, physicalFactor, toText } from '../domain/quantity.ts'
import { evidenceOf, placeOf, type Correction, type CorrectionInput, type Draft } from './correction.ts'
import { afterChanges, set } from './fields.ts'

/** Says a quantity in a unit that the ERP knows: the same amount where physics tell how, else the same number in the unit that was meant. */
export const convertUnit: Correction = {
  action: 'convertUnit',
  risk: 'low',
  isWhole: false,
  offer(input) {
    return input.findings.flatMap((finding): Draft[] => {
      const place = finding.cause === 'unitOfMeasure' ? placeOf(finding, input.parts) : undefined
      if (place === undefined) return []
      const right = evidenceOf(finding, 'rightUnit')
      if (right !== undefined && (finding.code === 'COUNTERSIGN/UNIT_CODE' || finding.field.startsWith('activities/'))) {
        const changes = set(input.parts, finding.part, finding.field, right)
        return [{ finding, cause: 'unitOfMeasure', changes, advice: `Send unit ${right}.`, fit: 1 }]
      }
      return place.movement === undefined ? ofHeader(input, finding, place.part) : ofMovement(input, finding, place.part, place.movement)
    })
  },
}

function ofMovement(input: CorrectionInput, finding: Finding, part: MessagePart, position: number): Draft[] {
  const { parts, context, policy } = input
  const movement = part.movements[position]
  const material = movement && materialOf(movement.material, context)
  if (movement === undefined || material === undefined) return []
  const changesOf = (to: Quantity): FieldChange[] => [
    ...set(parts, finding.part, `movements/${position}/quantity`, to.value),
    ...set(parts, finding.part, `movements/${position}/unit`, to.unit),
  ]
  const lineWith = (to: Quantity) => {
    const trial = afterChanges(parts, changesOf(to))[finding.part] ?? part
    return consumptionOf(trial, finding.part, context, policy.consumptionTolerance).lines.find((each) => each.movements.includes(position))
  }
  return draft(finding, movement.quantity, material, changesOf, (to) => {
    const line = lineWith(to)
    return line === undefined ? undefined : !line.deviates
  })
}

function ofHeader(input: CorrectionInput, finding: Finding, part: MessagePart): Draft[] {
  const { parts, context, policy } = input
  const order = orderOf(part.order, context)
  const material = order && materialOf(order.material, context)
  const quantity = part.yield ?? part.scrap ?? part.rework
  if (material === undefined || quantity === undefined || finding.field !== 'unit') return []
  const changesOf = (to: Quantity): FieldChange[] => {
    const factor = amount(quantity.value).isZero() ? amount('1') : amount(to.value).div(amount(quantity.value))
    const values = (['yield', 'scrap', 'rework'] as const).flatMap((field) => {
      const own = part[field]
      return own === undefined || parseDecimal(own.value) === undefined
        ? []
        : set(parts, finding.part, field, toText(amount(own.value).mul(factor)))
    })
    return [...values, ...set(parts, finding.part, 'unit', to.unit)]
  }
  return draft(finding, quantity, material, changesOf, (to) => {
    const after = afterChanges(parts, changesOf(to))
    const trial = after[finding.part] ?? part
    const facts = yieldOf(trial, finding.part, after, context)
    if (facts === undefined) return undefined
    if (facts.limit !== undefined && facts.confirmed.add(facts.sent).gt(facts.limit)) return false
    const { lines } = consumptionOf(trial, finding.part, context, policy.consumptionTolerance)
    return lines.length === 0 ? undefined : lines.every((each) => !each.deviates)
  })
}

/** Takes the first reading of the quantity that the rest of the message agrees with. */
function draft(
  finding: Finding,
  sent: Quantity,
  material: MaterialContext,
  changesOf: (to: Quantity) => FieldChange[],
  agrees: (to: Quantity) => boolean | undefined,
): Draft[] {
  const readings = readingsOf(sent, material)
  const best = readings.find((each) => agrees(each.to) === true) ?? readings.find((each) => each.isSame && agrees(each.to) === undefined)
  const chosen = best ?? readings[0]
  if (chosen === undefined) return []
  const fit = best === undefined ? 0.3 : agrees(chosen.to) === true ? 1 : 0.8
  const advice = `Take it as ${format(chosen.to.value, chosen.to.unit)}${chosen.isSame ? ', which is the same amount' : ': the number was meant in that unit'}.`
  return [{ finding, cause: 'unitOfMeasure', changes: changesOf(chosen.to), advice, fit }]
}

/** Ways to read a quantity whose unit is wrong: converted by physics when the ERP doesn't know the unit, else its number in another unit. */
function readingsOf(sent: Quantity, material: MaterialContext): { readonly to: Quantity; readonly isSame: boolean }[] {
  const units = [...new Set([material.baseUnit, ...material.units.map((each) => each.unit)])].filter((each) => each !== sent.unit)
  const renamed = units.map((unit) => ({ to: { value: sent.value, unit }, isSame: false }))
  if (factorOf(sent.unit, material) !== undefined) return renamed
  const converted = units.flatMap((unit) => {
    const factor = physicalFactor(sent.unit, unit)
    const value = parseDecimal(sent.value)
    return factor === undefined || value === undefined ? [] : [{ to: { value: toText(value.mul(factor)), unit }, isSame: true }]
  })
  return [...converted, ...renamed]
}
