import type { ErpError, Finding } from '../domain/judgement.ts'

/** What the ERP said, as a finding: for people, and for the next judgement. */
export function findingOf(error: ErpError): Finding {
  const evidence = error.variables.filter((each) => each !== '').map((value, index) => ({ name: `variable ${index + 1}`, value }))
  return {
    check: 'erp',
    code: error.code,
    cause: DECIDED[error.code] ?? LIKELY[error.code] ?? 'unknown',
    isDecisive: error.code in DECIDED,
    severity: 'error',
    part: 0,
    field: '',
    text: error.text,
    evidence,
  }
}

/** Causes that the ERP's own message decides. */
const DECIDED: Readonly<Record<string, Finding['cause']>> = {
  'CO/469': 'lock',
  '423': 'lock',
  'M3/897': 'lock',
  'M3/024': 'lock',
  'M7/112': 'lock',
  'M7/022': 'reservation',
  'M7/520': 'reservation',
  'M3/305': 'masterData',
  'M3/351': 'masterData',
  'M7/018': 'batchMissing',
  'M7/667': 'batchMissing',
  'M8/147': 'accountAssignment',
  'KI/235': 'accountAssignment',
  'M7/053': 'period',
  'F5/201': 'period',
  'RU/494': 'orderStatus',
  'BS/013': 'orderStatus',
  'BS/007': 'orderStatus',
  'BS/014': 'orderStatus',
  'BS/023': 'orderStatus',
  'MM_IM_ODATA_API_MDOC/011': 'interface',
  '/IWFND/MED/170': 'interface',
  '401': 'authorisation',
  '403': 'authorisation',
}

/** Where the message leaves several causes open, the one it names. */
const LIKELY: Readonly<Record<string, Finding['cause']>> = { 'M7/021': 'stockDeficit' }
