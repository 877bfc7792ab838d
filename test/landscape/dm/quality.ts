import { randomUUID } from 'node:crypto'
import { Router, json } from 'express'
import type { Request } from 'express'
import { refuse } from './errors.ts'
import { pageOf } from './pages.ts'
import { bodyOf, need, textOf, type Body } from './read.ts'
import type { CharacteristicRow, ResultRow } from './sets.ts'
import type { Store } from './store.ts'

const LOT = '/lots/:lot'
const OPERATION = `${LOT}/operations/:operation`
const CHARACTERISTIC = `${OPERATION}/characteristics/:characteristic`

/** Inspection lots, their characteristics and results, and whether everything that must be recorded is. */
export function quality(store: Store): Router {
  const router = Router()
  const characteristicsOf = (request: Request, site: unknown): CharacteristicRow[] => {
    const { lot, operation, characteristic } = request.params as Record<string, string | undefined>
    const found = store.find('characteristics', {
      plant: textOf(site),
      inspectionLot: lot ?? '',
      ...(operation === undefined ? {} : { operation }),
      ...(characteristic === undefined ? {} : { characteristic }),
    })
    return found.length > 0 ? found : refuse(404, 'inspection.notFound', `Inspection lot ${lot ?? ''} has nothing of that kind`)
  }

  router.get(LOT, (request, response) => {
    need(request.query, 'inspection', 'plant')
    const operations = new Set(characteristicsOf(request, request.query.plant).map((each) => each.operation))
    response.json({
      inspectionLot: request.params.lot,
      inspLotHasSubsets: false,
      inspectionOperations: [...operations].map((each) => ({
        inspectionLot: request.params.lot,
        inspectionOperation: each,
        inspectionOperationPlant: request.query.plant,
      })),
    })
  })
  router.get(`${OPERATION}/characteristics`, (request, response) => {
    need(request.query, 'inspection', 'plant')
    response.json({
      inspectionLot: request.params.lot,
      inspectionOperation: request.params.operation,
      inspectionCharacteristics: characteristicsOf(request, request.query.plant).map(characteristicOf),
    })
  })
  router.get(`${CHARACTERISTIC}/results`, (request, response) => {
    need(request.query, 'inspection', 'plant', 'sfc')
    const [row] = characteristicsOf(request, request.query.plant)
    const found = row ? resultsOf(store, row, textOf(request.query.sfc)).map(resultOf) : []
    response.json(pageOf(request.query, found, 50, false))
  })
  router.post(`${CHARACTERISTIC}/results`, json(), (request, response) => {
    const body = bodyOf(request.body)
    need(body, 'inspection', 'plant', 'sfc')
    const [row] = characteristicsOf(request, body.plant)
    if (typeof body.overwriteResult !== 'boolean') refuse(400, 'inspection.field.missing', 'Field overwriteResult is required')
    if (row) record(store, row, body)
    response.json({})
  })
  router.post('/mandatoryCharacteristics/checkResultsRecorded', json(), (request, response) => {
    const body = bodyOf(request.body)
    need(body, 'inspection', 'plant')
    if (!Array.isArray(body.items)) refuse(400, 'inspection.field.missing', 'Field items is required')
    const missing = body.items.flatMap((each) => missingIn(store, textOf(body.plant), bodyOf(each)))
    if (missing.length === 0) response.status(204).end()
    else
      response.json({
        code: 'inspection.mandatory.notRecorded',
        message: `Results of mandatory characteristics aren't recorded: ${missing.join(', ')}`,
        correlationId: randomUUID(),
      })
  })
  return router
}

function missingIn(store: Store, plant: string, item: Body): string[] {
  need(item, 'inspection', 'sfc', 'stepId')
  const sfc = store.one('sfcs', { plant, sfc: textOf(item.sfc) })
  const order = sfc && store.one('orders', { plant, order: sfc.order })
  if (!order) refuse(404, 'inspection.sfc.notFound', `SFC ${textOf(item.sfc)} does not exist in plant ${plant}`)
  const inspectionLot = textOf(item.inspectionLot) || order.inspectionLot
  return store
    .find('characteristics', { plant, inspectionLot, operation: textOf(item.stepId), isMandatory: true })
    .filter((each) => resultsOf(store, each, textOf(item.sfc)).length === 0)
    .map((each) => `${each.characteristic} (${each.text})`)
}

function resultsOf(store: Store, { plant, inspectionLot, operation, characteristic }: CharacteristicRow, sfc: string): ResultRow[] {
  return store.find('results', { plant, inspectionLot, operation, characteristic, sfc })
}

function record(store: Store, row: CharacteristicRow, body: Body): void {
  const results: unknown[] = Array.isArray(body.inspectionApiSingleResultRequests) ? body.inspectionApiSingleResultRequests : []
  const { plant, inspectionLot, operation, characteristic } = row
  const key = { plant, inspectionLot, operation, characteristic, sfc: textOf(body.sfc) }
  if (body.overwriteResult === true) store.remove('results', key)
  const before = store.find('results', key).length
  results.map(bodyOf).forEach((result, index) => {
    if (row.isQuantitative && !/^-?\d+(\.\d+)?$/.test(textOf(result.inspResultFrmtdMeasuredValue)))
      refuse(400, 'inspection.value', `Characteristic ${characteristic} wants a number`)
    store.upsert('results', {
      ...key,
      number: String(before + index + 1),
      value: textOf(result.inspResultFrmtdMeasuredValue),
      code: textOf(result.characteristicAttributeCode),
      codeGroup: textOf(result.characteristicAttributeCodeGrp),
      text: textOf(result.inspectionResultText),
    })
  })
}

function characteristicOf(row: CharacteristicRow): Record<string, unknown> {
  return {
    inspectionCharacteristic: row.characteristic,
    name: row.text,
    isQuantitative: row.isQuantitative,
    sampleSize: 1,
    specificationUnit: row.unit,
    hasUpperLimit: row.upperLimit !== '',
    formattedUpperLimit: row.upperLimit,
    hasLowerLimit: row.lowerLimit !== '',
    formattedLowerLimit: row.lowerLimit,
  }
}

function resultOf(row: ResultRow): Record<string, unknown> {
  return {
    plant: row.plant,
    sfc: row.sfc,
    inspectionLot: row.inspectionLot,
    inspectionCharacteristic: row.characteristic,
    inspResultValueInternalId: row.number.padStart(8, '0'),
    inspResultFrmtdMeasuredValue: row.value,
    characteristicAttributeCode: row.code,
    characteristicAttributeCodeGrp: row.codeGroup,
    inspectionResultText: row.text,
  }
}
