import { Router, json } from 'express'
import { refuse } from './errors.ts'
import { bodyOf, need, textOf, type Body } from './read.ts'
import type { CertificationRow } from './sets.ts'
import type { Store } from './store.ts'

/** `/certifications` of a plant, and `/certifications/check`: 204 when every person may work there, 200 with the reason when not. */
export function certifications(store: Store): Router {
  const router = Router()
  router.get('/certifications', (request, response) => {
    need(request.query, 'certification', 'plant')
    const { plant, certification } = request.query
    const found = store.find('certifications', { plant: textOf(plant), ...(typeof certification === 'string' && { certification }) })
    response.json(found.map(certificationOf))
  })
  router.post('/certifications/check', json(), (request, response) => {
    const { plant, checkCertifications } = bodyOf(request.body)
    if (!Array.isArray(checkCertifications)) refuse(400, 'certification.field.missing', 'Field checkCertifications is required')
    const missing = checkCertifications.flatMap((each) => missingIn(store, textOf(plant), bodyOf(each)))
    if (missing.length === 0) response.status(204).end()
    else response.json({ isCertificationForbidden: true, errorMessage: missing.join(' ') })
  })
  return router
}

function missingIn(store: Store, plant: string, asked: Body): string[] {
  const person = textOf(asked.userId)
  if (!store.one('persons', { plant, person })) refuse(404, 'certification.user.notFound', `User ${person} does not exist`)
  const place = placeOf(store, plant, asked)
  return store
    .find('certifications', { plant, status: 'ENABLED' })
    .filter(
      (each) =>
        each.operations.includes(textOf(asked.operation)) ||
        each.materials.includes(place.material) ||
        each.resources.some((resource) => place.resources.includes(resource)),
    )
    .filter(({ certification }) => !isHeld(store, plant, person, certification))
    .map(
      ({ certification }) => `User ${person} isn't certified for ${textOf(asked.operation)}: ${certification} is missing or has expired.`,
    )
}

/** Where the work is done: the resource that is named, or those of the operation's work centre. */
function placeOf(store: Store, plant: string, asked: Body): { material: string; resources: string[] } {
  const activity = textOf(asked.operation)
  const [, number = '', id = ''] = /^(.+)-\d+-(\w+)$/.exec(activity) ?? []
  const order = store.one('orders', { plant, order: number })
  if (!order) refuse(404, 'certification.operation.notFound', `Operation activity ${activity} does not exist`)
  const operation = order.operations.find((each) => each.operation === id)
  const resources = textOf(asked.resource)
    ? [textOf(asked.resource)]
    : store.find('resources', { plant, workCenter: operation?.workCenter ?? '' }).map((each) => each.resource)
  return { material: textOf(asked.material) || order.material, resources }
}

function isHeld(store: Store, plant: string, person: string, certification: string): boolean {
  const certificate = store.one('certificates', { plant, person, certification })
  return certificate !== undefined && (certificate.validTo === '' || certificate.validTo >= new Date().toISOString().slice(0, 10))
}

function certificationOf(row: CertificationRow): Record<string, unknown> {
  const { plant } = row
  return {
    plant,
    certification: row.certification,
    description: row.text,
    certificationDurationType: 'PERMANENT',
    status: row.status,
    certificationRequirements: [
      ...row.materials.map((material) => ({ material: { plant, material, version: 'ERP001' } })),
      ...row.operations.map((operationActivity) => ({ operation: { plant, operationActivity, version: 'ERP001' } })),
      ...row.resources.map((resource) => ({ resource: { plant, resource } })),
    ],
    customValues: [],
  }
}
