import { DeliveredFailureCodes, FailureCodes, QueueTargets } from '#cds-models/countersign'
import type { Queue } from '../domain/judgement.ts'

const MEANING = [
  'ID',
  'code',
  'class',
  'number',
  'textPattern',
  'cause_code',
  'isDecisive',
  'isTransient',
  'queue_code',
  'explanation',
  'fix',
  'evidence',
] as const
/** Translations, which have no class of their own. */
const DELIVERED_TEXTS = 'countersign.DeliveredFailureCodes.texts'
const TEXTS = 'countersign.FailureCodes.texts'

/** Minutes within which a queue solves what it gets, until somebody says otherwise. */
const DUE_WITHIN: Readonly<Record<Queue, number>> = {
  automatic: 60,
  planner: 240,
  warehouse: 240,
  quality: 480,
  masterData: 1440,
  controller: 1440,
  finance: 1440,
  integration: 480,
  security: 480,
}

/**
 * Brings the failure catalogue to what this version delivers, within the open transaction: what is missing is inserted, what nobody has
 * edited is refreshed. What people edited, added or have not named yet stays as it is.
 */
export async function deliverFailureCodes(): Promise<void> {
  const [delivered, texts, present] = [
    await SELECT.from(DeliveredFailureCodes).columns(...MEANING),
    (await SELECT.from(DELIVERED_TEXTS).columns('ID', 'locale', 'textPattern', 'explanation', 'fix')) as { readonly ID: string }[],
    new Map((await SELECT.from(FailureCodes).columns(...MEANING, 'origin', 'isEdited')).map((row) => [row.ID, row])),
  ]
  const missing = delivered.filter(({ ID }) => !present.has(ID))
  const unedited = delivered.filter(({ ID }) => present.get(ID)?.origin === 'delivered' && present.get(ID)?.isEdited !== true)
  const changed = unedited.filter((row) => MEANING.some((name) => row[name] !== present.get(row.ID)?.[name]))
  if (missing.length > 0) await INSERT.into(FailureCodes).entries(missing.map((row) => Object.assign(row, { origin: 'delivered' })))
  for (const { ID, ...values } of changed) await UPDATE(FailureCodes, ID as string).set(values)
  const ours = new Set([...missing, ...unedited].map(({ ID }) => ID))
  const translated = texts.filter(({ ID }) => ours.has(ID))
  if (translated.length > 0) await UPSERT.into(TEXTS).entries(translated)
}

/** How long each queue has, where nobody has said it yet. Within the open transaction. */
export async function setQueueTargets(): Promise<void> {
  const present = new Set((await SELECT.from(QueueTargets).columns('queue_code')).map((row) => row.queue_code))
  const missing = Object.entries(DUE_WITHIN).filter(([queue]) => !present.has(queue))
  if (missing.length > 0) await INSERT.into(QueueTargets).entries(missing.map(([queue_code, dueWithin]) => ({ queue_code, dueWithin })))
}
