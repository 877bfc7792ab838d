import type { PlantMaterial, PlantSite, Reason, WorkCenter } from './types.ts'

/** What the two plants are and make: pumps in 1710, valves in 1720. Made up, but in proportion. */

export const sites: readonly PlantSite[] = [
  { id: '1710', output: '171A', supply: '171B', receiving: '171C' },
  { id: '1720', output: '172A', supply: '172B', receiving: '172C' },
]

const WORK_CENTERS = [
  ['CUT', 'Cutting'],
  ['MACH', 'Machining'],
  ['WIND', 'Winding'],
  ['ASSY', 'Assembly'],
  ['TEST', 'Testing'],
  ['PACK', 'Packing'],
  ['MIX', 'Mixing'],
  ['FILL', 'Filling'],
] as const

/** `ASSY10` in plant 1710, `ASSY20` in plant 1720. */
export const workCenters: readonly WorkCenter[] = sites.flatMap((site) =>
  WORK_CENTERS.map(([id, text], index) => ({
    id: workCenterOf(id, site.id),
    plant: site.id,
    text,
    costCenter: `${site.id}10${index + 1}`,
  })),
)

export function workCenterOf(kind: string, plant: string): string {
  return `${kind}${plant.slice(2)}`
}

export const reasons: readonly Reason[] = sites.flatMap(({ id }) =>
  [
    ['0001', 'Material defect'],
    ['0002', 'Machine fault'],
    ['0003', 'Set-up'],
    ['0004', 'Operator'],
    ['0005', 'Tool wear'],
  ].map(([code = '', text = '']) => ({ plant: id, code, text })),
)

type Traits = Partial<Omit<PlantMaterial, 'id' | 'text' | 'type' | 'price'>>

const G = { unit: 'G', numerator: '1', denominator: '1000' }
const ML = { unit: 'ML', numerator: '1', denominator: '1000' }
const boxOf = (pieces: string) => ({ unit: 'BOX', numerator: pieces, denominator: '1' })
const batch = { isBatchManaged: true }
const perishable = { isBatchManaged: true, expires: true }

function material(type: PlantMaterial['type'], id: string, text: string, unit: string, price: string, traits: Traits = {}): PlantMaterial {
  return {
    id,
    text,
    type,
    unit,
    price,
    alternatives: [],
    plants: ['1710', '1720'],
    isBatchManaged: false,
    expires: false,
    isBulk: false,
    isFixed: false,
    shortage: '',
    tolerance: { over: '0.0', under: '0.0', isUnlimited: false },
    ...traits,
  }
}

/** A product of one plant: `over` percent may be delivered beyond the order, `unlimited` any. */
function product(id: string, text: string, price: string, over: string, traits: Traits = {}): PlantMaterial {
  const isUnlimited = over === 'unlimited'
  return material(id.startsWith('FG') ? 'FERT' : 'HALB', id, text, 'PC', price, {
    plants: [id.charAt(2) === '1' ? '1710' : '1720'],
    tolerance: { over: isUnlimited ? '0.0' : over, under: '5.0', isUnlimited },
    alternatives: id.startsWith('FG') ? [boxOf('10')] : [],
    ...traits,
  })
}

export const catalogue: readonly PlantMaterial[] = [
  product('FG101', 'Circulation pump CP-25', '128.50', '5.0'),
  product('FG102', 'Circulation pump CP-40', '186.00', '10.0'),
  product('FG103', 'Booster pump BP-60', '412.00', '2.0'),
  product('FG104', 'Dosing pump DP-05', '268.40', '3.0', batch),
  product('FG105', 'Submersible pump SP-80', '355.00', 'unlimited'),
  product('FG106', 'Heat pump module HM-12', '940.00', '0.0'),
  product('FG107', 'Pump control unit CU-3', '219.90', '5.0'),
  product('FG201', 'Ball valve BV-15', '24.80', '10.0'),
  product('FG202', 'Ball valve BV-50', '61.30', '8.0'),
  product('FG203', 'Control valve CV-32', '318.00', '2.0'),
  product('FG204', 'Solenoid valve SV-10', '47.20', 'unlimited'),
  product('FG205', 'Pressure regulator PR-8', '156.00', '5.0', batch),
  product('FG206', 'Electric actuator EA-100', '585.00', '0.0'),
  product('FG207', 'Safety valve TV-20', '92.50', '3.0'),
  product('SF101', 'Rotor assembly', '31.20', '5.0'),
  product('SF102', 'Stator, wound', '42.80', '5.0'),
  product('SF103', 'Pump housing, machined', '36.50', '10.0'),
  product('SF104', 'Impeller, balanced', '14.90', '10.0'),
  product('SF105', 'Control board, assembled', '58.00', '2.0'),
  product('SF106', 'Shaft seal set', '9.70', 'unlimited'),
  product('SF201', 'Valve body, machined', '12.40', '10.0'),
  product('SF202', 'Valve ball, ground', '6.90', '10.0'),
  product('SF203', 'Stem assembly', '8.30', '5.0'),
  product('SF204', 'Coil, wound', '15.60', '5.0'),
  product('SF205', 'Actuator drive', '118.00', '2.0'),
  product('SF206', 'Spring package', '4.40', 'unlimited'),
  material('ROH', 'RM301', 'Copper wire 0.8 mm', 'KG', '9.40', { alternatives: [G], ...batch }),
  material('ROH', 'RM302', 'Steel sheet 2 mm', 'KG', '1.35', { alternatives: [G] }),
  material('ROH', 'RM303', 'Cast iron blank', 'PC', '18.20', { plants: ['1710'] }),
  material('ROH', 'RM304', 'Brass bar 40 mm', 'KG', '7.80', { alternatives: [G], ...batch }),
  material('ROH', 'RM305', 'Stainless shaft 12 mm', 'PC', '11.60'),
  material('ROH', 'RM306', 'Ball bearing 6201', 'PC', '1.95', { alternatives: [boxOf('100')] }),
  material('ROH', 'RM307', 'O-ring 25 mm', 'PC', '0.22', { alternatives: [boxOf('500')] }),
  material('ROH', 'RM308', 'Insulating varnish', 'L', '14.50', { alternatives: [ML], ...perishable }),
  material('ROH', 'RM309', 'Thread sealant', 'L', '38.00', { alternatives: [ML], ...perishable }),
  material('ROH', 'RM310', 'Assembly grease', 'KG', '12.30', { alternatives: [G], isBulk: true }),
  material('ROH', 'RM311', 'Printed circuit board', 'PC', '8.70', { plants: ['1710'] }),
  material('ROH', 'RM312', 'Microcontroller', 'PC', '4.30', batch),
  material('ROH', 'RM313', 'Silver contact alloy', 'KG', '815.00', { alternatives: [G], ...batch }),
  material('ROH', 'RM314', 'Polymer granulate PA66', 'KG', '3.10', batch),
  material('ROH', 'RM315', 'Hex bolt M8', 'PC', '0.09', { alternatives: [boxOf('200')] }),
  material('ROH', 'RM316', 'Magnet segment', 'PC', '6.40'),
  material('ROH', 'RM317', 'Epoxy resin', 'KG', '11.20', { alternatives: [G], ...perishable }),
  material('ROH', 'RM318', 'Cable 3 x 1.5', 'M', '0.95'),
  material('ROH', 'RM319', 'Spring wire', 'KG', '4.20', { plants: ['1720'], alternatives: [G] }),
  material('ROH', 'RM320', 'Seal ring PTFE', 'PC', '1.80', { plants: ['1720'], shortage: 'inQualityInspection' }),
  material('ROH', 'RM321', 'Ceramic bearing', 'PC', '21.00', { plants: ['1710'], shortage: 'inOtherLocation' }),
  material('ROH', 'RM322', 'Titanium shaft', 'PC', '64.00', { plants: ['1710'], shortage: 'notReceived' }),
  material('ROH', 'RM323', 'Cleaning agent', 'L', '2.60', { alternatives: [ML], isFixed: true }),
  material('ROH', 'RM324', 'Solder paste', 'KG', '92.00', { plants: ['1710'], alternatives: [G], ...perishable }),
  material('VERP', 'PK401', 'Carton, small', 'PC', '0.48', { alternatives: [boxOf('50')] }),
  material('VERP', 'PK402', 'Carton, large', 'PC', '1.10', { alternatives: [boxOf('25')] }),
  material('VERP', 'PK403', 'Stretch foil', 'M', '0.06'),
  material('VERP', 'PK404', 'Foam insert', 'PC', '0.35'),
  material('VERP', 'PK405', 'Type label', 'PC', '0.04', { alternatives: [boxOf('1000')] }),
  material('VERP', 'PK406', 'Plastic bag', 'PC', '0.03', { alternatives: [boxOf('500')] }),
  material('VERP', 'PK407', 'Operating manual', 'PC', '0.62'),
  material('VERP', 'PK408', 'Transport cap', 'PC', '0.11'),
  // Made in process orders: liquids and powders in batches.
  product('FG301', 'Corrosion inhibitor CI-5', '6.80', '5.0', { unit: 'L', plants: ['1710'], alternatives: [ML], ...batch }),
  product('FG302', 'Sealing compound SC-20', '11.50', '3.0', { unit: 'KG', plants: ['1710'], alternatives: [G], ...batch }),
  product('FG303', 'Valve flushing fluid VF-2', '3.20', '10.0', { unit: 'L', plants: ['1720'], alternatives: [ML], ...batch }),
  material('ROH', 'RM325', 'Base oil, light', 'L', '1.45', { alternatives: [ML], ...batch }),
  material('ROH', 'RM326', 'Additive package AP-7', 'KG', '22.00', { alternatives: [G], ...perishable }),
  material('ROH', 'RM327', 'Demineralised water', 'L', '0.02', { alternatives: [ML] }),
  material('VERP', 'PK409', 'Canister', 'PC', '2.10'),
]
