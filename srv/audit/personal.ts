import { createHmac, randomBytes } from 'node:crypto'
import { AuditSalts } from '#cds-models/countersign'

/** Fields whose values are of a person, lower case and letters only, in our words and in those of the ERP. */
const PERSONAL: ReadonlySet<string> = new Set([
  'personnel',
  'personnelnumber',
  'persno',
  'pernr',
  'person',
  'employee',
  'employeeid',
  'employeewagegroup',
  'employeewagetype',
  'timerecording',
  'enteredbyuser',
  'enteredbyexternaluser',
  'createdbyuser',
  'lastchangedbyuser',
  'goodsrecipientname',
  'excreatedby',
])
/** A person in a text: `Personnel number 00012345`. */
const IN_TEXT = /\b(person(?:nel)?(?:[ -]?(?:number|no\.?))?|personalnummer|pers\.?nr\.?|employee)(\s+)([\w-]*\d[\w-]*)/gi

type Replace = (value: string) => string

/** The same with every value of a person replaced, however deep; a change (`field`, `from`, `to`) of a personal field, too. */
export function replacePersonal(value: unknown, replace: Replace): unknown {
  if (typeof value === 'string') return value.replaceAll(IN_TEXT, (_, who: string, gap: string, id: string) => `${who}${gap}${replace(id)}`)
  if (Array.isArray(value)) return value.map((each) => replacePersonal(each, replace))
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value
  const { field, name } = value as { field?: unknown; name?: unknown }
  const isOfPerson = isPersonal(field) || isPersonal(name)
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const isValue = isPersonal(key) || (isOfPerson && ['from', 'to', 'value', 'before', 'after', 'sent', 'proposed'].includes(key))
      return [key, isValue && isScalar(inner) && inner !== '' ? replace(String(inner)) : replacePersonal(inner, replace)]
    }),
  )
}

/** Values of persons in it, each once. */
export function personalValues(value: unknown): string[] {
  const found = new Set<string>()
  replacePersonal(value, (each) => {
    found.add(each)
    return each
  })
  return [...found]
}

/**
 * What the audit log may hold of `told`: values of persons are replaced by hashes, salted per attempt. With the payload and its salt one can
 * still prove who it was; once they are erased, nobody can. Within the open transaction; asks the database only where there is such a value.
 */
export async function withoutPersonal<T>(told: T, attemptID?: string): Promise<T> {
  if (personalValues(told).length === 0) return told
  const salt = attemptID === undefined ? randomBytes(32).toString('hex') : await saltOf(attemptID)
  return replacePersonal(told, (value) => personalHash(value, salt)) as T
}

/** What stands for a value of a person in the audit log. */
export function personalHash(value: string, salt: string): string {
  return `hash:${createHmac('sha256', Buffer.from(salt, 'hex')).update(value).digest('hex')}`
}

async function saltOf(attemptID: string): Promise<string> {
  const known = await SELECT.one.from(AuditSalts).columns('salt').where({ attempt_ID: attemptID })
  if (known?.salt) return known.salt
  const salt = randomBytes(32).toString('hex')
  await INSERT.into(AuditSalts).entries({ attempt_ID: attemptID, salt })
  return salt
}

function isPersonal(name: unknown): boolean {
  return typeof name === 'string' && PERSONAL.has(name.toLowerCase().replaceAll(/[^a-z]/g, ''))
}

function isScalar(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number'
}
