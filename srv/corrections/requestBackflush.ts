import { consumptionOf, describe, type ConsumptionLine } from '../checks/facts/consumption.ts'
import { plantDataOf } from '../checks/facts/lookups.ts'
import type { FieldChange, MessagePart, Movement } from '../domain/message.ts'
import { toText } from '../domain/quantity.ts'
import { evidenceOf, type Correction, type CorrectionInput, type Draft } from './correction.ts'
import { firstBatch } from './setBatch.ts'

/** Adds the issue that the ERP itself proposes (else the bill of material's) for a component that was left out. */
export const requestBackflush: Correction = {
  action: 'requestBackflush',
  risk: 'medium',
  isWhole: false,
  offer(input) {
    return input.findings.flatMap((finding): Draft[] => {
      const part = input.parts[finding.part]
      if (part === undefined || finding.code !== 'COUNTERSIGN/MISSING_COMPONENT') return []
      const { missing } = consumptionOf(part, finding.part, input.context, input.policy.consumptionTolerance)
      const line = missing.find((each) => each.component.material === evidenceOf(finding, 'material'))
      if (line === undefined) return []
      const changes = issuesFor(line, part, finding.part, input)
      const advice = `Issue ${describe(line, 'expected')} as ${line.basis === 'erp' ? 'the ERP itself proposes' : 'the bill of material has it'}.`
      return [{ finding, cause: 'interface', changes, advice, fit: line.basis === 'erp' ? 0.9 : 0.75 }]
    })
  },
}

function issuesFor(line: ConsumptionLine, part: MessagePart, index: number, { context }: CorrectionInput): FieldChange[] {
  const { component } = line
  const proposed = context.expected.filter(
    (each) => each.part === index && each.movementType === '261' && each.material === component.material,
  )
  const planned: Omit<Movement, 'order' | 'reason'> = {
    ...component,
    movementType: '261',
    quantity: { value: toText(line.expected), unit: line.unit },
  }
  return (proposed.length > 0 ? proposed : [planned]).map((each) => {
    const { material, plant, storageLocation, batch, reservation, reservationItem, quantity } = each
    const movement: Movement = {
      material,
      plant,
      storageLocation,
      batch,
      movementType: '261',
      order: part.order,
      reservation,
      reservationItem,
      reason: '',
      quantity,
    }
    const isBatchLacking = batch === '' && plantDataOf(material, plant, context)?.isBatchManaged === true
    const oldest = isBatchLacking ? firstBatch(movement, part, context)?.batch : undefined
    return { op: 'addMovement', part: index, movement: oldest === undefined ? movement : { ...movement, batch: oldest } }
  })
}
