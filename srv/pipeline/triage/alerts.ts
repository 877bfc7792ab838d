import { AlertMessages, AlertRules, Alerts, Conflicts } from '#cds-models/countersign'

/** A failure as it stands before people; empty text or null where it has nothing to do with one. */
export interface Raised {
  readonly attempt_ID: string
  readonly groupID: string
  readonly code: string
  readonly text: string
  readonly cause_code: string
  readonly queue_code: string
  readonly plant: string | null
  readonly material: string | null
  readonly order: string | null
}

/**
 * Tells whoever has a rule that fits a failure, or that one is overdue: one alert an owner and group, which counts its messages. One that was seen, or is closed, is
 * open again. Within the transaction that raised or forwarded the failure; nothing is sent to anybody.
 */
export async function alert(raised: Raised, isOverdue = false): Promise<void> {
  const owners = await ownersOf(raised, isOverdue)
  if (owners.length === 0) return
  const { attempt_ID, groupID, code, text, cause_code, plant, material, order } = raised
  const at = new Date().toISOString()
  for (const owner of owners) {
    const key = { owner, groupID }
    const before = await SELECT.one.from(Alerts).columns('raisedAt', 'closedAt').where(key)
    const isOpen = before?.closedAt === null
    if (before && !isOpen) await DELETE.from(AlertMessages).where(key)
    await UPSERT.into(AlertMessages).entries({ ...key, attempt_ID })
    const messages = await SELECT.from(AlertMessages).columns('attempt_ID').where(key)
    const told = { code, text, cause_code, plant, material, order, latestAt: at, latest_ID: attempt_ID, count: messages.length }
    await UPSERT.into(Alerts).entries({
      ...key,
      ...told,
      raisedAt: isOpen ? (before.raisedAt ?? at) : at,
      acknowledgedAt: null,
      closedAt: null,
    })
  }
}

/** Closes the alerts of a message none of whose messages is open in its group any more. Within the open transaction. */
export async function closeAlerts(attemptID: string): Promise<void> {
  const concerned = (await SELECT.from(AlertMessages).columns('owner', 'groupID').where({ attempt_ID: attemptID })) as Key[]
  for (const { owner, groupID } of concerned) {
    const messages = SELECT.from(AlertMessages).columns('attempt_ID').where({ owner, groupID })
    const stillOpen = await SELECT.one
      .from(Conflicts)
      .columns('ID')
      .where({ groupID, isPrimary: true, isObsolete: false, resolvedAt: null, attempt_ID: { in: messages } } as never)
    if (!stillOpen) await UPDATE(Alerts).set({ closedAt: new Date().toISOString() }).where({ owner, groupID, closedAt: null })
  }
}

interface Key {
  readonly owner: string
  readonly groupID: string
}

/** Everybody who has a rule all of whose fields fit; a field that is empty fits anything. */
async function ownersOf({ queue_code, plant, material, order, cause_code, code }: Raised, isOverdue: boolean): Promise<string[]> {
  const rules = await SELECT.from(AlertRules).columns('owner')
    .where`(queue_code is null or queue_code in ('', ${queue_code})) and (cause_code is null or cause_code in ('', ${cause_code}))`
    .and`(plant is null or plant in ('', ${plant ?? ''})) and (material is null or material in ('', ${material ?? ''}))`
    .and`(${{ ref: ['order'] }} is null or ${{ ref: ['order'] }} in ('', ${order ?? ''})) and (code is null or code in ('', ${code}))`
    .and`coalesce(isOverdue, false) = ${isOverdue}`
  return [...new Set(rules.map((rule) => rule.owner ?? ''))].filter(Boolean).sort()
}
