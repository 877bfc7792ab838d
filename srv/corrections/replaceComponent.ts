import { replacedBy } from '../checks/substitution.ts'
import { consumptionOf } from '../checks/facts/consumption.ts'
import { orderIdOf, orderOf, plantDataOf } from '../checks/facts/lookups.ts'
import type { ComponentContext } from '../domain/context.ts'
import type { Finding } from '../domain/judgement.ts'
import type { FieldChange, MessagePart, Movement, Quantity } from '../domain/message.ts'
import { toText } from '../domain/quantity.ts'
import { evidenceOf, placeOf, type Correction, type CorrectionInput, type Draft } from './correction.ts'
import { set } from './fields.ts'
import { firstBatch } from './setBatch.ts'

/** Puts the component that the order plans, with its reservation, in the place of what was sent. */
export const replaceComponent: Correction = {
  action: 'replaceComponent',
  risk: 'medium',
  isWhole: false,
  offer(input) {
    return input.findings.flatMap((finding): Draft[] => {
      const place = placeOf(finding, input.parts)
      if (place?.movement === undefined) return []
      const known = finding.check === 'leadingZeros' ? evidenceOf(finding, 'known') : undefined
      if (known !== undefined) {
        const changes = set(input.parts, finding.part, finding.field, known)
        return [{ finding, cause: 'masterData', changes, advice: `Write it as ${known}.`, fit: 0.97 }]
      }
      if (finding.cause === 'substitution' || finding.cause === 'masterData') return substituted(input, finding, place.part, place.movement)
      return finding.code === 'M7/520' ? misreserved(input, finding, place.part, place.movement) : []
    })
  },
}

function substituted(input: CorrectionInput, finding: Finding, part: MessagePart, position: number): Draft[] {
  const { foreign, missing } = consumptionOf(part, finding.part, input.context, input.policy.consumptionTolerance)
  const own = foreign.find((each) => each.index === position)
  const replaced = own && replacedBy(own, missing, input.context)
  if (own === undefined || replaced === undefined) return []
  const { component, expected, unit } = replaced.line
  const changes = exchange(input, finding.part, position, own.movement, component, { value: toText(expected), unit })
  const advice = `Book ${toText(expected)} ${unit} of ${component.material}, as the bill of material has it.`
  return [{ finding, cause: finding.cause, changes, advice, fit: replaced.isLike ? 0.8 : 0.65 }]
}

/** The material is the order's, only the reservation isn't. */
function misreserved(input: CorrectionInput, finding: Finding, part: MessagePart, position: number): Draft[] {
  const movement = part.movements[position]
  const order = movement && orderOf(orderIdOf(movement, part), input.context)
  const same = order?.components.filter((each) => each.material === movement?.material && !each.isDeleted && !each.isFinallyIssued) ?? []
  const component = same.find((each) => each.operation === part.operation) ?? same[0]
  if (movement === undefined || component === undefined) return []
  const changes = exchange(input, finding.part, position, movement, component, movement.quantity)
  const advice = `Refer to reservation ${component.reservation}/${component.reservationItem}, which order ${order?.id ?? ''} has for ${component.material}.`
  return [{ finding, cause: 'reservation', changes, advice, fit: same.length === 1 ? 0.9 : 0.6 }]
}

function exchange(
  input: CorrectionInput,
  part: number,
  index: number,
  sent: Movement,
  component: ComponentContext,
  quantity: Quantity,
): FieldChange[] {
  const planned: Movement = {
    ...sent,
    material: component.material,
    plant: component.plant,
    storageLocation: component.storageLocation,
    batch: component.material === sent.material ? sent.batch : component.batch,
    reservation: component.reservation,
    reservationItem: component.reservationItem,
    quantity,
  }
  const owner = input.parts[part]
  const isBatchLacking = planned.batch === '' && plantDataOf(planned.material, planned.plant, input.context)?.isBatchManaged === true
  const batch = isBatchLacking && owner ? firstBatch(planned, owner, input.context)?.batch : undefined
  return [
    { op: 'removeMovement', part, index, movement: sent },
    { op: 'addMovement', part, movement: batch === undefined ? planned : { ...planned, batch } },
  ]
}
