/** Events of an S/4HANA that make a copy of ours old: their types, what they tell of, and how they call its identifier. */
export const TOPICS = [
  { type: 'sap.s4.beh.productionorder.v1.ProductionOrder.Changed.v1', kind: 'order', names: ['ManufacturingOrder', 'ProductionOrder'] },
  { type: 'sap.s4.beh.productionorder.v1.ProductionOrder.Created.v1', kind: 'order', names: ['ManufacturingOrder', 'ProductionOrder'] },
  { type: 'sap.s4.beh.product.v1.Product.Changed.v1', kind: 'product', names: ['Product', 'Material'] },
] as const

/** How deep an identifier may be wrapped: `{data: {KEY: [{MANUFACTURINGORDER}]}}`. */
const DEPTH = 5

/**
 * Keys of the copies that an event makes old: `order/1000001`. Its data may be the bare object, a whole CloudEvent, a list of
 * either, or JSON text of them; names count in any case. Where nothing in it can be understood, all of the kind: `order`.
 */
export function keysIn(data: unknown, { kind, names }: (typeof TOPICS)[number]): string[] {
  const wanted = new Set(names.map((each) => each.toLowerCase()))
  const ids = [...new Set(identifiersIn(data, wanted, DEPTH))]
  return ids.length > 0 ? ids.map((id) => `${kind}/${id}`) : [kind]
}

function identifiersIn(value: unknown, wanted: ReadonlySet<string>, depth: number): string[] {
  if (depth < 0) return []
  if (typeof value === 'string') return identifiersIn(parsed(value), wanted, depth - 1)
  if (Array.isArray(value)) return value.flatMap((each) => identifiersIn(each, wanted, depth - 1))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const isIdentifier = wanted.has(name.toLowerCase()) && (typeof inner === 'string' || typeof inner === 'number')
    const id = isIdentifier ? unpadded(String(inner).trim()) : ''
    if (id !== '') return [id]
    return typeof inner === 'object' || name === 'data' ? identifiersIn(inner, wanted, depth - 1) : []
  })
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' ? value : undefined
  } catch {
    return undefined
  }
}

/** As copies are named: without leading zeros. */
function unpadded(id: string): string {
  return /^\d+$/.test(id) ? id.replace(/^0+/, '') : id
}
