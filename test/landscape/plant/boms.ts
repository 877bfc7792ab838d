import { catalogue, workCenterOf } from './catalogue.ts'
import type { Bom, BomItem } from './types.ts'

/** Per product: its routing, then its components by operation (`!` not backflushed, `%` with component scrap); quantities for one piece. */
const RECIPES: Readonly<Record<string, readonly [routing: string, ...components: string[]]>> = {
  FG101: ['ASSY TEST PACK', 'SF101 1, SF103 1, RM306 2, RM307 4, RM310 0.005', 'RM309 0.010', 'PK401 1, PK405 1, PK407 1'],
  FG102: ['ASSY TEST PACK', 'SF101 1, SF103 1, SF104 1, RM306 2, RM315 8', 'RM309 0.015', 'PK402 1, PK405 1, PK407 1'],
  FG103: ['MACH ASSY TEST PACK', 'RM302 2.400%', 'SF102 1, SF104 3, RM315 12!, RM305 1', 'RM309 0.025', 'PK402 2, PK403 3.500, PK405 2'],
  FG104: ['ASSY PACK', 'SF105 1, SF106 1, RM314 0.180%, RM307 6', 'PK401 1, PK404 2, PK407 1'],
  FG105: ['ASSY TEST PACK', 'SF102 1, SF106 2, RM317 0.250%, RM318 5.000', 'RM323 2.000', 'PK402 1, PK405 2'],
  FG106: ['MACH ASSY TEST PACK', 'RM302 6.800%, RM304 1.200', 'SF102 2, SF105 1, RM322 1!', 'RM318 2.500', 'PK402 2, PK404 4, PK407 1'],
  FG107: ['ASSY TEST', 'SF105 1, RM314 0.320, RM318 1.500, RM321 2', 'PK401 1, PK404 1, PK405 1, PK407 1'],
  FG201: ['ASSY PACK', 'SF201 1, SF202 1, SF203 1, RM307 2, RM310 0.002', 'PK401 1, PK406 1, PK405 1'],
  FG202: ['ASSY TEST PACK', 'SF201 1, SF202 1, SF203 1, RM315 4', 'RM309 0.008', 'PK401 1, PK408 2, PK405 1'],
  FG203: ['MACH ASSY TEST PACK', 'RM304 0.850%', 'SF203 2, SF206 1, RM305 1, RM307 3!', 'RM323 1.500', 'PK402 1, PK408 2, PK407 1'],
  FG204: ['ASSY TEST', 'SF201 1, SF204 1, RM313 0.004, RM307 2', 'PK401 1, PK406 1'],
  FG205: ['ASSY TEST PACK', 'SF206 2, SF203 1, RM304 0.420%, RM307 5', 'RM309 0.012', 'PK401 1, PK404 1, PK407 1'],
  FG206: ['WIND ASSY TEST PACK', 'RM301 0.650%', 'SF205 1, SF204 2, RM313 0.012, RM315 6', 'RM318 1.200', 'PK402 1, PK404 2, PK407 1'],
  FG207: ['ASSY PACK', 'SF206 1, RM320 2, RM305 1', 'PK401 1, PK408 1, PK405 1'],
  SF101: ['MACH ASSY', 'RM305 1, RM302 0.900%', 'RM316 4, RM306 1, RM310 0.003'],
  SF102: ['WIND TEST', 'RM301 1.250%, RM302 1.800%', 'RM308 0.060'],
  SF103: ['CUT MACH TEST', 'RM303 1', 'RM323 3.000', ''],
  SF104: ['MACH TEST', 'RM304 0.340%', ''],
  SF105: ['ASSY TEST', 'RM311 1, RM312 2, RM324 0.015%', 'RM313 0.002'],
  SF106: ['ASSY', 'RM307 3, RM314 0.045'],
  SF201: ['CUT MACH', 'RM304 0.260%', 'RM323 2.000'],
  SF202: ['MACH TEST', 'RM302 0.120%', ''],
  SF203: ['MACH ASSY', 'RM302 0.080', 'RM305 1, RM307 1'],
  SF204: ['WIND TEST', 'RM301 0.090%', 'RM308 0.006'],
  SF205: ['ASSY TEST', 'RM316 2, RM306 3, RM312 1, RM317 0.070%', 'RM318 0.600'],
  SF206: ['MACH', 'RM319 0.055%'],
}

const TEXTS: Readonly<Record<string, string>> = {
  CUT: 'Cut to length',
  MACH: 'Machine and deburr',
  WIND: 'Wind',
  ASSY: 'Assemble',
  TEST: 'Test',
  PACK: 'Label and pack',
}

/** Every product's bill of material with its routing; operations count 0010, 0020, … */
export const boms: ReadonlyMap<string, Bom> = new Map(
  Object.entries(RECIPES).map(([material, recipe]) => [material, bomOf(material, recipe)]),
)

function bomOf(material: string, [routing, ...components]: readonly [string, ...string[]]): Bom {
  const plant = catalogue.find((each) => each.id === material)?.plants[0] ?? ''
  const kinds = routing.split(' ')
  return {
    material,
    plant,
    routing: kinds.map((kind, index) => ({ operation: numberOf(index), workCenter: workCenterOf(kind, plant), text: TEXTS[kind] ?? '' })),
    items: components.flatMap((list, index) =>
      list
        .split(', ')
        .filter(Boolean)
        .map((each) => itemOf(each, numberOf(index))),
    ),
  }
}

function itemOf(text: string, operation: string): BomItem {
  const [material = '', amount = ''] = text.split(' ')
  return {
    material,
    operation,
    perPiece: amount.replace(/[!%]/, ''),
    scrapPercent: amount.endsWith('%') ? '3.00' : '0.00',
    isBackflushed: !amount.endsWith('!'),
  }
}

function numberOf(index: number): string {
  return `00${index + 1}0`
}
