/** The shop floor's reasons of scrap: its own word, and the code that the ERP has for it. */
export interface ScrapReason {
  readonly shopFloor: string
  readonly code: string
  readonly text: string
}

export const SCRAP_REASONS: readonly ScrapReason[] = [
  { shopFloor: 'MATL', code: '0001', text: 'material defect' },
  { shopFloor: 'MACH', code: '0002', text: 'machine fault' },
  { shopFloor: 'SETU', code: '0003', text: 'set-up' },
  { shopFloor: 'OPER', code: '0004', text: 'operator' },
  { shopFloor: 'TOOL', code: '0005', text: 'tool wear' },
]
