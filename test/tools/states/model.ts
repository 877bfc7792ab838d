import { resolve } from 'node:path'
import cds from '@sap/cds'
import { statesOf, transitionsOf } from '../../../srv/database/transitions.ts'
import { draw } from './draw.ts'

/** The states of an attempt, drawn from the model as it is compiled now. */
export async function drawnFromModel(): Promise<string> {
  const model = cds.linked(await cds.load(resolve(import.meta.dirname, '../../../db')))
  return draw(statesOf(model), transitionsOf(model))
}
