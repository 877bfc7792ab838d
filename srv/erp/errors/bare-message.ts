import { isObject } from '../json.ts'
import type { Dialect } from './dialect.ts'
import { messageOf } from './odata.ts'
import { rowsOf, writtenOf } from './tree.ts'

/**
 * A message without a frame: what Cloud Integration makes of an OData error (`{code, message: {"@lang", "$"}}`, in JSON or XML), and
 * what the ERP puts into the header `sap-message`.
 */
export const bareMessage: Dialect = ({ tree, text }) => {
  if (!isObject(tree)) return undefined
  const root = Object.values(tree)
  const values = isMessage(tree) ? tree : root.length === 1 ? root[0] : undefined
  if (!isObject(values) || !isMessage(values)) return undefined
  return { frame: messageOf(values, text), details: rowsOf(values.details).map((each) => messageOf(each, writtenOf(each))) }
}

function isMessage(values: Record<string, unknown>): boolean {
  return 'code' in values && 'message' in values
}
