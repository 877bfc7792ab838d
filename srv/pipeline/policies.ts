import { KillSwitches, Policies, PolicyLimits, PolicyTolerances, SenderRules, SenderSettings } from '#cds-models/countersign'
import { ACTIONS } from '../domain/judgement.ts'
import { CONTROLLER_REASONS, DEFAULT_POLICY, type Limit, type Policy, type SystemOfRecord, type Tolerance } from '../policy/policy.ts'
import { remembered } from './remembered.ts'

/** All of them, with what belongs to each: whatever of it is edited, their own row is, too. */
const policies = remembered('countersign.Policies', async () => {
  const [rows, limits, tolerances] = [await SELECT.from(Policies), await SELECT.from(PolicyLimits), await SELECT.from(PolicyTolerances)]
  return rows.map((row) => {
    const own = (each: Owned): boolean => each.policy_kind === row.kind && each.policy_plant === row.plant
    return { kind: row.kind, plant: row.plant, policy: policyOf(row, limits.filter(own), tolerances.filter(own)) }
  })
})
const answers = remembered('countersign.SenderSettings', async () => [
  ...(await SELECT.from(SenderSettings).columns('sender', 'holdAnswer')),
])
/** Milliseconds after which nobody goes by an old word of it. */
const AT_ONCE = 900
const switches = remembered('countersign.KillSwitches', async () => [...(await SELECT.from(KillSwitches).where({ isOn: true }))], AT_ONCE)
const rules = remembered('countersign.SenderRules', async () => [
  ...(await SELECT.from(SenderRules).columns('sender', 'service', 'method')),
])

/** The most specific policy for a kind of message and a plant: both named, plant named, kind named, neither. */
export async function policyFor(kind: string, plant: string): Promise<Policy> {
  return governing(await policies(), kind, plant)?.policy ?? DEFAULT_POLICY
}

/** The row that decides about a kind of message in a plant, of all there are. */
export function governing<R extends Keys>(rows: readonly R[], kind: string, plant: string): R | undefined {
  return rows.filter((row) => fits(row.kind, kind) && fits(row.plant, plant)).sort((a, b) => rank(b) - rank(a))[0]
}

interface Keys {
  readonly kind?: string | null | undefined
  readonly plant?: string | null | undefined
}
interface Owned {
  readonly policy_kind?: string | null
  readonly policy_plant?: string | null
}
/** Columns as CAP reads them; decimals are text, whatever their generated type says. */
type Columns = Readonly<Partial<Record<Exclude<keyof Policy, 'limits' | 'tolerances'>, unknown>>>
type LimitColumns = Readonly<Partial<Record<'action' | 'materialType' | 'mostValue' | 'mostQuantity' | 'unit', unknown>>>
type ToleranceColumns = Readonly<Partial<Record<'orderType' | 'material' | 'percent', unknown>>>

/** A row of `Policies` with what belongs to it, as decisions want it. */
export function policyOf(row: Columns, limits: readonly LimitColumns[], tolerances: readonly ToleranceColumns[]): Policy {
  const text = (name: keyof Columns): string => textOf(row[name] ?? DEFAULT_POLICY[name])
  const number = (name: keyof Columns): number => Number(row[name] ?? DEFAULT_POLICY[name])
  const controllers = listOf(row.controllerFor)
  const actions = listOf(row.automaticActions)
  return {
    version: number('version'),
    phase: text('phase') as Policy['phase'],
    failMode: text('failMode') as Policy['failMode'],
    holdFrom: number('holdFrom'),
    noteFrom: number('noteFrom'),
    consumptionTolerance: text('consumptionTolerance'),
    controllerFrom: text('controllerFrom'),
    answerWithin: number('answerWithin'),
    quietTime: number('quietTime'),
    duplicateWindow: number('duplicateWindow'),
    holdAnswer: row.holdAnswer === 202 ? 202 : 409,
    keepOrder: row.keepOrder === true,
    holdOnModelAlone: row.holdOnModelAlone === true,
    allowPreviousPeriod: row.allowPreviousPeriod === true,
    hasDefaultAccounts: row.hasDefaultAccounts === true,
    strictChecks: listOf(row.strictChecks),
    suggestFrom: number('suggestFrom'),
    actFrom: number('actFrom'),
    automaticUpTo: text('automaticUpTo'),
    automaticActions: ACTIONS.filter((each) => actions.includes(each)),
    wrongAtMost: number('wrongAtMost'),
    controllerFor: row.controllerFor == null ? CONTROLLER_REASONS : CONTROLLER_REASONS.filter((each) => controllers.includes(each)),
    quantitiesBy: text('quantitiesBy') as SystemOfRecord,
    financeBy: text('financeBy') as SystemOfRecord,
    limits: limits.map(limitOf),
    tolerances: tolerances.map(toleranceOf),
    ...(row.blockingUserStatuses ? { blockingUserStatuses: listOf(row.blockingUserStatuses) } : {}),
    ...(row.timeZone ? { timeZone: textOf(row.timeZone) } : {}),
  }
}

function limitOf({ action, materialType, mostValue, mostQuantity, unit }: LimitColumns): Limit {
  return {
    action: textOf(action ?? '*'),
    materialType: textOf(materialType ?? '*'),
    ...(mostValue == null ? {} : { mostValue: textOf(mostValue) }),
    ...(mostQuantity == null ? {} : { mostQuantity: { value: textOf(mostQuantity), unit: textOf(unit ?? '') } }),
  }
}

function toleranceOf({ orderType, material, percent }: ToleranceColumns): Tolerance {
  return { orderType: textOf(orderType ?? '*'), material: textOf(material ?? '*'), percent: textOf(percent ?? '0') }
}

/** What a list in one column holds, separated by commas. */
export function listOf(column: unknown): string[] {
  return textOf(column ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''
}

function rank(row: Keys): number {
  return (row.plant === '*' ? 0 : 2) + (row.kind === '*' ? 0 : 1)
}

/** May this sender call this method on this service? `*` in a rule stands for all; no rule, no call. */
export async function isAllowed(sender: string, service: string, method: string): Promise<boolean> {
  return (await rules()).some((rule) => fits(rule.sender, sender) && fits(rule.service, service) && fits(rule.method, method))
}

/** The answer to a held message: what is set for its sender, else what the policy says. */
export async function holdAnswerFor(sender: string, kind: string, plant: string): Promise<409 | 202> {
  const own = (await answers()).find((each) => each.sender === sender)
  return own ? (own.holdAnswer === 202 ? 202 : 409) : (await policyFor(kind, plant)).holdAnswer
}

/** Why nothing of this plant is judged now; undefined as long as judging isn't switched off, there or everywhere. */
export async function stoppedBecause(plant: string | undefined): Promise<string | undefined> {
  const on = (await switches()).find((each) => each.plant === '*' || (plant !== undefined && each.plant === plant))
  return on && `${on.plant === '*' ? 'everywhere' : `in plant ${on.plant ?? ''}`}: ${on.reason ?? ''}`
}

function fits(given: string | null | undefined, value: string): boolean {
  return given === '*' || given === value
}
