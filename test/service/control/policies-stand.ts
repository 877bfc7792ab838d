import assert from 'node:assert/strict'
import cds from '@sap/cds'
import { AuditLog, AutomaticActions, Cases, Policies } from '#cds-models/countersign'
import { type Answer, type Control, openControl, type Row } from './stand.ts'

/** The policy of everything, as it is at work. */
export const EVERYWHERE = `Policies(kind='*',plant='*',IsActiveEntity=true)`
export const at = (kind: string, plant: string, isActive = true): string =>
  `Policies(kind='${kind}',plant='${plant}',IsActiveEntity=${String(isActive)})`
export const REASON = { reason: 'We know enough now' }

export interface Policed extends Control {
  act(path: string, action: string, body?: Row, user?: string, language?: string): Promise<Answer>
}

export async function openPolicies(): Promise<Policed> {
  const control = await openControl()
  return {
    ...control,
    act: (path, action, body = {}, user = 'admin', language = 'en') =>
      control.ask('POST', `${path}/ControlService.${action}`, body, user, language),
  }
}

/** No past, and the policy of everything as it is at first. */
export async function beginAnew(): Promise<void> {
  await DELETE.from(Cases)
  await DELETE.from(AutomaticActions)
  await UPDATE(Policies).set({ phase: 'supervise', automaticActions: '', actFrom: 0.95 }).where({ kind: '*', plant: '*' })
}

export async function lastLine() {
  const [line] = await SELECT.from(AuditLog).orderBy('sequence desc').limit(1)
  assert.ok(line)
  return {
    action: line.action,
    actor: line.actor,
    reason: line.reason,
    details: JSON.parse(line.details ?? '{}') as Row & { before: Row; after: Row },
  }
}

let number = 0

/** A case as it is kept: held and rightly corrected, unless said otherwise. */
export async function cases(count: number, values: Row = {}): Promise<void> {
  const now = new Date().toISOString()
  const row = {
    ...{ kind: 'confirmation', plant: '1710', isCurrent: true, judgedAt: now, outcomeAt: now, verdict: 'hold', rulesVerdict: 'hold' },
    ...{ hasFailed: true, outcome: 'corrected', findings: JSON.stringify([ERROR]), failure: '0.900000', isProposalRight: true },
    ...{ proposedAction: 'convertUnit', proposedConfidence: '0.9900', isAutomatic: false, labelNumber: null },
    proposal: JSON.stringify({ reasons: [], moved: [{ material: 'RM1', type: 'ROH', quantity: '1', unit: 'KG', value: '3.5' }] }),
  }
  await INSERT.into(Cases).entries(
    Array.from({ length: count }, () => ({ ID: cds.utils.uuid(), number: ++number, ...row, ...values })) as never,
  )
}

export const ERROR = {
  check: 'unitCode',
  cause: 'unitOfMeasure',
  severity: 'error',
  isDecisive: true,
  code: 'BM/302',
  field: 'movements/0/unit',
}
export const FINE = {
  verdict: 'release',
  rulesVerdict: 'release',
  hasFailed: false,
  outcome: 'posted',
  findings: '[]',
  failure: '0.010000',
  proposal: null,
  isProposalRight: null,
}
