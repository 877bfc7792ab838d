import { Router, json } from 'express'
import { refuse } from './errors.ts'
import { bodyOf, need, textOf } from './read.ts'
import type { ResourceRow } from './sets.ts'
import type { Store } from './store.ts'

const STATUSES: readonly ResourceRow['status'][] = ['UNKNOWN', 'PRODUCTIVE', 'SCHEDULED_DOWN', 'UNSCHEDULED_DOWN', 'ENABLED', 'DISABLED']

/** `/resources` of a plant and `/changestatus`. */
export function resources(store: Store): Router {
  const router = Router()
  router.get('/resources', (request, response) => {
    need(request.query, 'resource', 'plant')
    const { plant, resource } = request.query
    const found = store.find('resources', { plant: textOf(plant), ...(typeof resource === 'string' && { resource }) })
    response.json(
      found.map((each) => ({
        plant: each.plant,
        resource: each.resource,
        description: each.text,
        status: each.status,
        process: false,
        sfcLimit: 0,
        immediateStatusChange: true,
        types: [],
        bins: [],
        equipment: [],
        customValues: [],
      })),
    )
  })
  router.post('/changestatus', json(), (request, response) => {
    const body = bodyOf(request.body)
    need(body, 'resource', 'plant', 'resource', 'status', 'user')
    const status = STATUSES.find((each) => each === body.status)
    if (!status) refuse(400, 'resource.status', `Status ${textOf(body.status)} is none of ${STATUSES.join(', ')}`)
    const changed = store.update('resources', { plant: textOf(body.plant), resource: textOf(body.resource) }, { status })
    if (changed === 0) refuse(404, 'resource.notFound', `Resource ${textOf(body.resource)} does not exist`)
    response.status(200).end()
  })
  return router
}

/** `/workcenter`: one with the resources that it's made of. */
export function workCenters(store: Store): Router {
  const router = Router()
  router.get('/workcenter', (request, response) => {
    need(request.query, 'workCenter', 'plant', 'workCenter')
    const [plant, workCenter] = [textOf(request.query.plant), textOf(request.query.workCenter)]
    const found = store.one('workCenters', { plant, workCenter })
    if (!found) refuse(404, 'workCenter.notFound', `Work center ${workCenter} does not exist in plant ${plant}`)
    const members = store.find('resources', { plant, workCenter })
    response.json({
      plant,
      workCenter,
      description: found.text,
      status: found.status,
      category: 'CELL',
      canBeReleasedTo: true,
      isErp: true,
      members: members.map((each, index) => ({ resource: { plant, resource: each.resource }, defaultMember: index === 0 })),
      oeeMembers: [],
      userAssignments: [],
      customValues: [],
    })
  })
  return router
}
