import { tell } from '../../audit/log.ts'
import type { Person } from '../decisions.ts'

export interface Substitution {
  readonly ID?: string | null
  readonly user?: string | null
  readonly substitute?: string | null
  readonly validFrom?: string | null
  readonly validTo?: string | null
  readonly note?: string | null
}

const FIELDS = ['user', 'substitute', 'validFrom', 'validTo', 'note'] as const

/** Tells in the audit log that somebody stands in for another from now on, otherwise than before, or no more. Within the open transaction. */
export async function tellSubstitution(before: Substitution | undefined, after: Substitution | undefined, person: Person): Promise<void> {
  const action = !before ? 'substitutionCreated' : after ? 'substitutionChanged' : 'substitutionEnded'
  const { ID, user, substitute, validFrom, validTo } = after ?? before ?? {}
  const pick = (row: Substitution | undefined) => row && Object.fromEntries(FIELDS.map((field) => [field, row[field] ?? null]))
  await tell({
    actor: person.id,
    role: person.role,
    action,
    reason: `${substitute ?? ''} stands in for ${user ?? ''} from ${validFrom ?? ''} to ${validTo ?? ''}`,
    details: { ID, before: pick(before) ?? null, after: pick(after) ?? null },
  })
}
