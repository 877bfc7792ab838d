import { once } from 'node:events'
import type { Server } from 'node:http'

/** What the programs of the bench say to one another over HTTP. */

export const SERVICE = '/sap/opu/odata/sap/API_PROD_ORDER_CONFIRMATION_2_SRV'
export const POSTING = `${SERVICE}/ProdnOrdConf2`

/** Milliseconds from the first read since the last posting to the end of the last one, in the answer to a posting. */
export const READS_TOOK = 'x-bench-reads-took'

export interface Said {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Connections stay open as long as the bench runs. @returns the address */
export async function listenOnLoopback(server: Server): Promise<string> {
  server.keepAliveTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : ''}`
}

/** What an S/4 answers to a confirmation, as long as an ordinary one. */
export function posted(number: number): Said {
  const key = `ConfirmationGroup='${100_000 + number}',ConfirmationCount='1'`
  const uri = `http://s4.example${POSTING}(${key})`
  const row = {
    __metadata: { id: uri, uri, type: 'API_PROD_ORDER_CONFIRMATION_2_SRV.ProdnOrdConf2Type' },
    ConfirmationGroup: String(100_000 + number),
    ConfirmationCount: '1',
    ...FIELDS,
    to_ProdnOrdConfMatlDocItm: { __deferred: { uri: `${uri}/to_ProdnOrdConfMatlDocItm` } },
  }
  const body = Buffer.from(JSON.stringify({ d: row }))
  const headers = {
    'content-type': 'application/json;charset=utf-8',
    dataserviceversion: '2.0',
    'content-length': String(body.length),
    location: uri,
  }
  return { status: 201, headers, body }
}

const EMPTY = [
  'Language ConfirmationText MaterialDocument MaterialDocumentYear ProfitCenter ControllingArea CostCenter VarianceReasonCode',
  'Personnel TimeRecording EmployeeWageGroup EmployeeWageType EmployeeSuitability EnteredByExternalUser ConfirmedExecutionStartDate',
  'ConfirmedSetupStartDate ConfirmedProcessingStartDate ConfirmedExecutionEndDate ConfirmedTeardownStartDate OpWorkQuantityUnit4',
  'OpConfirmedWorkQuantity4 OpConfirmedWorkQuantity5 OpConfirmedWorkQuantity6 NoFurtherOpWorkQuantity1IsExpd BusinessProcessEntryUnit',
].flatMap((each) => each.split(' '))
const FIELDS = Object.fromEntries(EMPTY.map((each) => [each, '']))
