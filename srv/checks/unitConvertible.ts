import { factorOf } from '../domain/quantity.ts'
import type { MaterialContext } from '../domain/context.ts'
import type { Finding } from '../domain/judgement.ts'
import { POSTINGS, type Check, type CheckInput } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { materialOf, orderOf } from './facts/lookups.ts'
import { unitMeant } from './unitCode.ts'

/** Can the ERP convert every unit into the material's base unit? Where another code of a known unit was sent, another check says so. */
export const unitConvertible: Check = {
  name: 'unitConvertible',
  foresees: ['COUNTERSIGN/UNIT_NOT_CONVERTIBLE'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    const order = orderOf(part.order, context)
    const made = order && materialOf(order.material, context)
    const header = (part.yield ?? part.scrap ?? part.rework)?.unit ?? ''
    const wrong: Finding[] = []
    // The order's own unit is the ERP's business.
    if (
      made !== undefined &&
      header !== order?.unit &&
      factorOf(header, made) === undefined &&
      unitMeant(header, made, order) === undefined
    )
      wrong.push(unknown(input, 'unit', header, made))
    for (const [position, movement] of part.movements.entries()) {
      const material = materialOf(movement.material, context)
      const unit = movement.quantity.unit
      if (material !== undefined && factorOf(unit, material) === undefined && unitMeant(unit, material) === undefined)
        wrong.push(unknown(input, `movements/${position}/unit`, unit, material))
    }
    return wrong
  },
}

function unknown(input: CheckInput, field: string, unit: string, material: MaterialContext): Finding {
  const known = [material.baseUnit, ...material.units.map((each) => each.unit).filter((each) => each !== material.baseUnit)].join(', ')
  return finding('unitConvertible', input, {
    code: 'COUNTERSIGN/UNIT_NOT_CONVERTIBLE',
    cause: 'unitOfMeasure',
    field,
    text: `Unit ${unit} can't be converted for material ${material.id}, which is kept in ${known}.`,
    evidence: [fact('unit', unit), fact('knownUnits', known), fact('material', material.id)],
  })
}
