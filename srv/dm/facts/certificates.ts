import type { ShopFloorContext } from '../../domain/context.ts'
import type { Ask } from '../ask.ts'
import type { WorkNeed } from '../needs.ts'
import { fieldsOf, listOf, namedIn, NotUnderstood, textOf } from '../values.ts'

/** Certificates that the person lacks for the operation: one request, and one more when some are missing, for their names. */
export async function missingCertificates(
  ask: Ask,
  { plant, order, operation, material, person }: WorkNeed,
): Promise<ShopFloorContext['missingCertificates']> {
  const check = {
    userId: person,
    // An operation of the ERP becomes an operation activity of this name; messages tell no sequence but the main one.
    operation: `${order}-0-${operation}`,
    ...(material === '' ? {} : { material }),
  }
  const { status, body } = await ask({
    method: 'POST',
    path: '/certification/v1/certifications/check',
    body: { plant, checkCertifications: [check] },
  })
  if (status === 204) return []
  if (status === 404) throw new Error(`it doesn't know person ${person} or operation ${check.operation}`)
  const { isCertificationForbidden, errorMessage } = fieldsOf(body)
  if (isCertificationForbidden === false) return []
  if (isCertificationForbidden !== true || textOf(errorMessage) === '') throw new NotUnderstood()
  const names = await certificationsOf(ask, plant).catch(() => [])
  return namedIn(textOf(errorMessage), names).map((certificate) => ({ person, operation, certificate }))
}

async function certificationsOf(ask: Ask, plant: string): Promise<string[]> {
  const { body } = await ask({ method: 'GET', path: '/certification/v1/certifications', query: { plant } })
  return listOf(body).map((each) => textOf(fieldsOf(each).certification))
}
