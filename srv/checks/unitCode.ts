import type { MaterialContext, OrderContext } from '../domain/context.ts'
import type { Finding } from '../domain/judgement.ts'
import { factorOf, otherNamesOf } from '../domain/quantity.ts'
import { POSTINGS, type Check, type CheckInput } from './check.ts'
import { fact, finding } from './facts/findings.ts'
import { materialOf, orderOf } from './facts/lookups.ts'

/** Is a unit unknown only because another code stands for it: `KGM` for `KG`, `PCE` or `ST` for `PC`? */
export const unitCode: Check = {
  name: 'unitCode',
  foresees: ['COUNTERSIGN/UNIT_CODE'],
  reads: ['orders', 'materials'],
  kinds: POSTINGS,
  run(input) {
    const { part, context } = input
    const order = orderOf(part.order, context)
    const made = order && materialOf(order.material, context)
    const header = (part.yield ?? part.scrap ?? part.rework)?.unit ?? ''
    const own = made === undefined ? [] : remark(input, 'unit', header, made, order)
    return [
      ...own,
      ...part.movements.flatMap(({ material: id, quantity }, position) => {
        const material = materialOf(id, context)
        return material === undefined ? [] : remark(input, `movements/${position}/unit`, quantity.unit, material)
      }),
    ]
  },
}

/** The unit that the material knows and that the sent code stands for; undefined when it knows the code itself, or none like it. */
export function unitMeant(sent: string, material: MaterialContext, order?: OrderContext): string | undefined {
  if (sent === order?.unit || factorOf(sent, material) !== undefined) return undefined
  return otherNamesOf(sent).find((each) => each === order?.unit || factorOf(each, material) !== undefined)
}

function remark(input: CheckInput, field: string, sent: string, material: MaterialContext, order?: OrderContext): Finding[] {
  const right = unitMeant(sent, material, order)
  if (right === undefined) return []
  return [
    finding('unitCode', input, {
      code: 'COUNTERSIGN/UNIT_CODE',
      cause: 'unitOfMeasure',
      field,
      text: `Unit ${sent} is unknown for material ${material.id}; the ERP calls it ${right}.`,
      evidence: [fact('unit', sent), fact('rightUnit', right), fact('material', material.id)],
    }),
  ]
}
