import { resolve } from 'node:path'
import cds from '@sap/cds'

/** Every way into the OData V4 services, read from the model: entity sets and singletons with what can be done to them, actions, functions. */

export interface Door {
  /** `worklist`, as in the address. */
  readonly service: string
  /** Entity set, singleton, unbound action or function; empty for the service itself. */
  readonly name: string
  /** `read`, `create`, `update`, `delete`, or the action or function. */
  readonly verb: string
  readonly method: string
  /** With keys that there aren't, and a body without values: enough to be turned away, too little to have an effect. */
  readonly path: string
}

interface Element {
  readonly $Kind?: string
  readonly $Type?: string
  readonly $Collection?: boolean
  readonly $IsBound?: boolean
  readonly $Parameter?: readonly Element[]
  readonly $Action?: string
  readonly $Function?: string
  readonly $Key?: readonly string[]
}
type Named<T> = Readonly<Record<string, T>>
type Schema = Named<Element & Named<Element> & readonly Element[]>

const KEYS: Named<string> = {
  'Edm.Guid': '00000000-0000-4000-8000-000000000000',
  'Edm.Boolean': 'true',
  'Edm.Int32': '0',
  'Edm.Int64': '0',
  'Edm.Decimal': '0',
  'Edm.Date': '2000-01-01',
  'Edm.DateTimeOffset': '2000-01-01T00:00:00Z',
}

export async function modelDoors(): Promise<Door[]> {
  cds.root = resolve(import.meta.dirname, '../../..')
  const model = await cds.load(['db', 'srv', 'app'])
  const compile = cds.compile as unknown as { to: { edm(model: unknown, options: object): Named<unknown> } }
  const definitions = Object.entries(model.definitions as unknown as Named<{ kind: string; '@protocol'?: string; '@path'?: string }>)
  return definitions
    .filter(([, each]) => each.kind === 'service' && each['@protocol'] !== 'none')
    .flatMap(([name, each]) => {
      const schema = compile.to.edm(model, { service: name, as: 'obj' })[name] as Schema
      return serviceDoors(name, each['@path'] ?? '', schema)
    })
}

function serviceDoors(namespace: string, root: string, schema: Schema): Door[] {
  const service = root.split('/').at(-1) ?? ''
  const at = (name: string, verb: string, method: string, path: string): Door => ({ service, name, verb, method, path: `${root}/${path}` })
  const members = Object.entries(schema.EntityContainer ?? {}).filter(([, each]) => typeof each === 'object')
  const operations = Object.entries(schema).flatMap(([name, each]) => (Array.isArray(each) ? each.map((one) => [name, one] as const) : []))
  return [
    at('', 'read', 'GET', ''),
    at('', 'metadata', 'GET', '$metadata'),
    ...members.flatMap(([name, { $Type, $Collection, $Action, $Function }]) => {
      if ($Action ?? $Function) return [at(name, name, $Action ? 'POST' : 'GET', $Action ? name : `${name}()`)]
      const one = $Collection ? `${name}(${keysOf(schema, $Type ?? '', namespace)})` : name
      const bound = operations.filter(([, each]) => each.$IsBound && each.$Parameter?.[0]?.$Type === $Type)
      return [
        at(name, 'read', 'GET', $Collection ? `${name}?$top=1` : name),
        at(name, 'create', 'POST', name),
        at(name, 'update', 'PATCH', one),
        at(name, 'delete', 'DELETE', one),
        ...bound.map(([verb, { $Kind, $Parameter }]) =>
          at(
            name,
            verb,
            $Kind === 'Function' ? 'GET' : 'POST',
            `${$Parameter?.[0]?.$Collection ? name : draftOf(one, verb)}/${namespace}.${verb}${$Kind === 'Function' ? '()' : ''}`,
          ),
        ),
      ]
    }),
  ]
}

function keysOf(schema: Schema, type: string, namespace: string): string {
  const definition = schema[type.slice(namespace.length + 1)]
  return (definition?.$Key ?? []).map((key) => `${key}=${KEYS[definition?.[key]?.$Type ?? ''] ?? "'-'"}`).join(',')
}

/** Of drafts, not of what is active. */
function draftOf(one: string, verb: string): string {
  return ['draftPrepare', 'draftActivate'].includes(verb) ? one.replace('IsActiveEntity=true', 'IsActiveEntity=false') : one
}
