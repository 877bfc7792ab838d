import cds from '@sap/cds'
import type { Sender } from '../intake/odata/index.ts'

/** Who sends, of whom CAP has signed in for the request at hand; the role that lets it in stands in the model. */
export function senderOf(): Sender {
  const user = cds.context?.user
  const required = cds.model?.definitions.IntakeService?.['@requires'] as string | undefined
  return {
    id: senderID(user),
    isSender: required !== undefined && (user?.is(required) ?? false),
    isAnonymous: user?.is('authenticated-user') !== true,
  }
}

/** All machines are the same technical user to CAP; their client ids tell them apart. */
function senderID(user: cds.User | undefined): string {
  const client = user?.is('system-user') ? (user as { authInfo?: { getClientId?: () => string } }).authInfo?.getClientId?.() : undefined
  return client ?? user?.id ?? 'anonymous'
}
