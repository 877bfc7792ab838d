import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CAUSES, type ErpError, QUEUES } from '../../../srv/domain/judgement.ts'
import type { FailureCode } from '../../../srv/failures/failure.ts'

const DATA = resolve(import.meta.dirname, '../../../db/data')

/** Rows of a delivered csv, by column. */
export function rowsOf(name: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(join(DATA, `countersign-${name}.csv`), 'utf8')
    .trim()
    .split('\n')
  const names = head.split(';')
  return lines.map((line) => Object.fromEntries(line.split(';').map((value, index) => [names[index] ?? '', value])))
}

function known<T extends string>(values: readonly T[], value: string | undefined): T {
  const found = values.find((each) => each === value)
  if (found === undefined) throw new Error(`${value} is none of ${values.join(', ')}`)
  return found
}

/** The catalogue as it is delivered. */
export function delivered(): FailureCode[] {
  const german = new Map(rowsOf('DeliveredFailureCodes.texts').map((row) => [row.ID, row.textPattern ?? '']))
  return rowsOf('DeliveredFailureCodes').map((row) => ({
    id: row.ID ?? '',
    code: row.code ?? '',
    textPattern: row.textPattern ?? '',
    translations: [german.get(row.ID) ?? ''],
    cause: known(CAUSES, row.cause_code),
    isDecisive: row.isDecisive === 'true',
    isTransient: row.isTransient === 'true',
    queue: known(QUEUES, row.queue_code),
    fix: row.fix ?? '',
    origin: 'delivered',
  }))
}

export function errorOf(code: string, text: string, more: Partial<ErpError> = {}): ErpError {
  const [, messageClass = '', number = ''] = /^(.+)\/(\d{3})$/.exec(code) ?? []
  const rest = { class: messageClass, number, variables: [], severity: 'error', isTransient: false, details: [], raw: text } as const
  return { code, text, ...rest, ...more }
}

export function entry(id: string, more: Partial<FailureCode>): FailureCode {
  const rest = { isDecisive: true, isTransient: false, queue: 'planner', fix: '', origin: 'delivered' } as const
  return { id, code: '', textPattern: '', cause: 'orderStatus', ...rest, ...more }
}
