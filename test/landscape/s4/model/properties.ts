import type { EntitySet, Property, Row, Value } from '../contract.ts'

/** Short words for the properties of an entity set, one function per kind; each takes names, or names with their length. */

type Lengths = Readonly<Record<string, number>>

export function texts(lengths: Lengths): Property[] {
  return Object.entries(lengths).map(([name, maxLength]) => ({ name, type: 'Edm.String', maxLength }))
}

/** Numeric identifiers: kept and answered without leading zeros. */
export function identifiers(lengths: Lengths): Property[] {
  return texts(lengths).map((each) => ({ ...each, alpha: true }))
}

export function decimals(precision: number, scale: number, names: readonly string[]): Property[] {
  return names.map((name) => ({ name, type: 'Edm.Decimal', precision, scale }))
}

export function flags(names: readonly string[]): Property[] {
  return names.map((name) => ({ name, type: 'Edm.Boolean' }))
}

export function dates(names: readonly string[]): Property[] {
  return names.map((name) => ({ name, type: 'Edm.DateTime' }))
}

export function times(names: readonly string[]): Property[] {
  return names.map((name) => ({ name, type: 'Edm.Time' }))
}

/** A row with every property of the set: what `values` leaves out is initial, as an ABAP field would be. */
export function rowOf(set: EntitySet, values: Row): Row {
  return Object.fromEntries(set.properties.map((each) => [each.name, values[each.name] ?? initial(each)]))
}

function initial(property: Property): Value {
  switch (property.type) {
    case 'Edm.String':
      return ''
    case 'Edm.Decimal':
      return (0).toFixed(Math.min(property.scale ?? 0, 3))
    case 'Edm.Boolean':
    case 'Edm.Byte':
    case 'Edm.Int16':
    case 'Edm.Int32':
      return 0
    case 'Edm.Time':
      return 'PT00H00M00S'
    case 'Edm.Guid':
      return '00000000-0000-0000-0000-000000000000'
    case 'Edm.DateTime':
    case 'Edm.DateTimeOffset':
      return null
  }
}
