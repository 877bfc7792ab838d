import type { RawResponse } from '../../domain/message.ts'
import { isObject, textIn } from '../json.ts'
import type { RawRow } from '../reader.ts'

/** Documents that a part may have become, each as an answer; `isSure` says that one alone is it. */
export interface Candidates {
  readonly answers: readonly RawResponse[]
  readonly isSure: boolean
}

/** A row as the ERP would have answered its creation: 201, with what the ERP shows now. */
export function createdAnswer(row: RawRow): RawResponse {
  const metadata = row.__metadata
  const address = isObject(metadata) ? metadata.uri : undefined
  return {
    status: 201,
    headers: {
      'content-type': 'application/json;charset=utf-8',
      dataserviceversion: '2.0',
      ...(typeof address === 'string' && { location: address }),
    },
    body: Buffer.from(JSON.stringify({ d: row })),
  }
}

/** @throws Error when the ERP answered with rows that weren't asked for: what such a read says of ours isn't known */
export function onlyOf(rows: readonly RawRow[], field: string, value: string): readonly RawRow[] {
  const plain = (text: string): string => text.replaceAll('-', '').toLowerCase()
  if (rows.some((each) => plain(textIn(each, field)) !== plain(value))) throw new Error(`The ERP answered with rows of another ${field}.`)
  return rows
}
