import type { Candidate } from '../../../srv/policy/automatic.ts'
import type { Policy } from '../../../srv/policy/policy.ts'

/** The truth table of `mayActAlone`: tested row by row, and printed into the README of its room. */

const kilos = (quantity: string, value: string) => ({ material: 'RM1', type: 'ROH', quantity, unit: 'KG', value })
/** A conversion of 2 KG worth 7, as sure as can be. */
export const CANDIDATE: Candidate = { action: 'convertUnit', confidence: 0.98, reasons: [], moved: [kilos('2', '7')] }
/** Acts alone on conversions above 95 % and up to 500. */
export const AUTOMATE: Partial<Policy> = { phase: 'automate', automaticActions: ['convertUnit', 'adjustQuantity', 'reject'] }
const limit = (given: Partial<Policy['limits'][number]>): Partial<Policy> => ({ limits: [{ action: '*', materialType: '*', ...given }] })

/** The correction beside the one above, the policy beside the one above, whether it goes by itself, and why. */
export const AUTOMATICS: readonly (readonly [string, Partial<Candidate>, Partial<Policy>, boolean, RegExp])[] = [
  ['listed, sure and small', {}, {}, true, /98 % of 95 % needed, value 7 of 500 allowed/],
  ['in supervise', {}, { phase: 'supervise' }, false, /^Phase supervise: a person decides/],
  ['in monitor', {}, { phase: 'monitor' }, false, /^Phase monitor/],
  ['not listed', { action: 'setBatch' }, {}, false, /setBatch is not listed/],
  ['listed, but never to be left to itself', { action: 'reject' }, {}, false, /reject is not listed/],
  ['just sure enough', { confidence: 0.95 }, {}, true, /95 % of 95 %/],
  ['not quite sure enough', { confidence: 0.9499 }, {}, false, /below 95 %/],
  ['of exactly the value', { moved: [kilos('2', '500')] }, {}, true, /500 of 500/],
  ['of more value', { moved: [kilos('2', '500.01')] }, {}, false, /moves 500\.01, more than 500/],
  ['of several materials that are worth more together', { moved: [kilos('2', '300'), kilos('1', '300')] }, {}, false, /moves 600/],
  ['of a value that nobody knows', { moved: [{ material: 'RM1', type: 'ROH', quantity: '2', unit: 'KG' }] }, {}, false, /Nobody can say/],
  ['of nothing that has a value', { moved: [] }, {}, true, /value 0/],
  ['of a value that a controller signs', {}, { controllerFrom: '5', automaticUpTo: '500' }, false, /needs a controller/],
  ['in a closed period', { reasons: ['closedPeriod'] }, {}, false, /needs a person: closedPeriod/],
  ['in a closed period, where planners sign that', { reasons: ['closedPeriod'] }, { controllerFor: [] }, false, /needs a person/],
  ['taken back before for the same material', { reasons: ['reversedBefore'] }, {}, false, /reversedBefore/],
  ['of a quantity, where the shop floor decides', { action: 'adjustQuantity' }, {}, false, /shop floor decides/],
  ['of a quantity, where the ERP decides', { action: 'adjustQuantity' }, { quantitiesBy: 'erp' }, true, /adjustQuantity/],
  [
    'within a limit of its material type, in another unit',
    {},
    limit({ materialType: 'ROH', mostQuantity: { value: '2000', unit: 'G' } }),
    true,
    /value 7/,
  ],
  [
    'above a limit of its material type',
    {},
    limit({ materialType: 'ROH', mostQuantity: { value: '1999', unit: 'G' } }),
    false,
    /more than 1999 G of material type ROH/,
  ],
  ['beside a limit of another material type', {}, limit({ materialType: 'FERT', mostValue: '1' }), true, /value 7/],
  ['beside a limit of another action', {}, limit({ action: 'setBatch', mostValue: '1' }), true, /value 7/],
  ['above a limit of its action', {}, limit({ action: 'convertUnit', mostValue: '6.99' }), false, /more than 6\.99 of any material/],
  ['under a limit in a unit that it has no way to', {}, limit({ mostQuantity: { value: '100', unit: 'PC' } }), false, /more than 100 PC/],
]
