import fc from 'fast-check'
import type { ErpError } from '../../../srv/domain/judgement.ts'
import { normalise } from '../../../srv/erp/errors/normalise.ts'
import { errorBodies } from '../../unit/erp/errors/arbitrary.ts'

/** Plays generated answers of an ERP against the normaliser of errors. */

export interface NormaliserReport {
  readonly bodies: number
  readonly seconds: number
  /** The smallest answer that fails, with its seed; undefined when none does. */
  readonly failure: string | undefined
}

/** Milliseconds that nobody may need for one answer. */
const SLOW = 1000

export function fuzzNormaliser({ count, seed }: { count: number; seed: number }): NormaliserReport {
  const begun = Date.now()
  const property = fc.property(errorBodies, ({ status, text }) => {
    const began = performance.now()
    const error = normalise(status, text)
    if (performance.now() - began > SLOW) throw new Error(`It took ${Math.round(performance.now() - began)} ms`)
    if (error.raw !== text) throw new Error('The raw answer is lost')
    checkShape(error)
  })
  const result = fc.check(property, { seed, numRuns: count })
  const failure = result.failed ? fc.defaultReportMessage(result) : undefined
  return { bodies: result.numRuns, seconds: (Date.now() - begun) / 1000, failure }
}

function checkShape(error: ErpError): void {
  const texts = [error.code, error.class, error.number, error.text, error.raw, ...error.variables]
  if (texts.some((each) => typeof each !== 'string')) throw new Error(`Something that is no text: ${JSON.stringify(error).slice(0, 500)}`)
  if (error.text === '') throw new Error('It says nothing')
  if (error.number !== '' && error.code !== `${error.class}/${error.number}`)
    throw new Error(`${error.code} is not ${error.class}/${error.number}`)
  if (!['error', 'warning', 'info', 'success'].includes(error.severity)) throw new Error(`Severity ${error.severity}`)
  if (typeof error.isTransient !== 'boolean') throw new Error('It may be transient or not')
  for (const detail of error.details) checkShape(detail)
}
