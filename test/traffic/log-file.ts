import cds from '@sap/cds'

/** One line of a shop-floor log. */
export interface LogRow {
  /** In the file; its heading is line 1. */
  readonly line: number
  readonly case: string
  readonly activity: string
  readonly resource: string
  readonly minutes: number
  readonly orderQuantity: number
  readonly part: string
  readonly worker: string
  readonly reportType: string
  readonly completed: number
  readonly rejected: number
  readonly isRework: boolean
}

export interface Log {
  readonly rows: readonly LogRow[]
  /** Lines without a case, an activity or whole quantities. */
  readonly skipped: number
}

const COLUMNS = {
  case: 'Case ID',
  activity: 'Activity',
  resource: 'Resource',
  span: 'Span',
  orderQuantity: 'Work Order Qty',
  part: 'Part Desc.',
  worker: 'Worker ID',
  reportType: 'Report Type',
  completed: 'Qty Completed',
  rejected: 'Qty Rejected',
  rework: 'Rework',
} as const

/**
 * Reads the comma-separated log of the built-in layout; its start and complete columns are ignored.
 * @throws Error naming a column that's missing
 */
export function parseLog(text: string): Log {
  // CAP's own reader, which its types leave out.
  const { csv } = cds.parse as unknown as { csv: (source: string) => (string | number | boolean | null | undefined)[][] }
  const [header = [], ...lines] = csv(text)
  const at = Object.fromEntries(
    Object.entries(COLUMNS).map(([name, heading]) => {
      const index = header.indexOf(heading)
      if (index < 0) throw new Error(`The log has no column "${heading}"`)
      return [name, index]
    }),
  ) as Record<keyof typeof COLUMNS, number>
  const rows = lines
    .map((line, index) => rowOf(index + 2, (name) => String(line[at[name]] ?? '').trim()))
    .filter((each) => each !== undefined)
  return { rows, skipped: lines.length - rows.length }
}

function rowOf(line: number, cell: (name: keyof typeof COLUMNS) => string): LogRow | undefined {
  const [orderQuantity, completed, rejected] = [cell('orderQuantity'), cell('completed'), cell('rejected')].map((each) =>
    /^\d+$/.test(each) ? Number(each) : NaN,
  )
  if (orderQuantity === undefined || completed === undefined || rejected === undefined) return undefined
  const isWhole = orderQuantity > 0 && completed >= 0 && rejected >= 0
  if (!isWhole || cell('case') === '' || cell('activity') === '' || cell('part') === '') return undefined
  return {
    line,
    case: cell('case'),
    activity: cell('activity'),
    resource: cell('resource'),
    minutes: minutesOf(cell('span')),
    orderQuantity,
    part: cell('part'),
    worker: cell('worker'),
    reportType: cell('reportType'),
    completed,
    rejected,
    isRework: cell('rework') === 'Y',
  }
}

/** `006:19` is six hours and nineteen minutes; a spreadsheet may have made `1899/12/31 06:19:00` of it. */
function minutesOf(span: string): number {
  const [, hours = '0', minutes = '0'] = /(\d+):(\d\d)(?::\d\d)?$/.exec(span) ?? []
  return Number(hours) * 60 + Number(minutes)
}
