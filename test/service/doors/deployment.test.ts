import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, test } from 'node:test'
import { parse } from 'yaml'
import { pages } from '../../tools/build/pages.ts'
import { modelDoors } from './model-doors.ts'

/** What is deployed names nothing that there isn't: modules, services, destinations, pages. */

const ROOT = resolve(import.meta.dirname, '../../..')
const read = (path: string): string => readFileSync(resolve(ROOT, path), 'utf8')
const json = (path: string): unknown => JSON.parse(read(path))

type Values = Readonly<Record<string, unknown>>
interface Named {
  readonly name: string
}
interface Requirement extends Named {
  readonly group?: string
  readonly properties?: Values
  readonly parameters?: Values
}
interface Module extends Named {
  readonly type: string
  readonly path?: string
  readonly parameters?: Values
  readonly 'build-parameters'?: Values
  readonly properties?: Values
  readonly provides?: readonly (Named & { readonly properties: Readonly<Record<string, string>> })[]
  readonly requires?: readonly Requirement[]
}
interface Resource extends Named {
  readonly type: string
  readonly active?: boolean
  readonly parameters: Values & {
    readonly service: string
    readonly 'service-plan': string
    readonly path?: string
    readonly config?: Values
  }
  readonly requires?: readonly Requirement[]
  readonly 'processed-after'?: readonly string[]
}
interface Descriptor {
  readonly ID: string
  readonly version: string
  readonly modules: readonly Module[]
  readonly resources: readonly Resource[]
}

const mta = parse(read('mta.yaml')) as Descriptor
const { modules, resources } = mta
const provided = modules.flatMap(({ provides = [] }) => provides)

/** Keys that MTA's schema knows at each place, as far as they are used here. */
const KEYS = {
  descriptor: ['_schema-version', 'ID', 'version', 'description', 'parameters', 'build-parameters', 'modules', 'resources'],
  extension: ['_schema-version', 'ID', 'extends', 'modules', 'resources'],
  module: ['name', 'type', 'path', 'parameters', 'build-parameters', 'properties', 'provides', 'requires'],
  extendedModule: ['name', 'parameters', 'properties'],
  resource: ['name', 'type', 'active', 'parameters', 'requires', 'processed-after'],
  extendedResource: ['name', 'active', 'parameters'],
  requirement: ['name', 'group', 'properties', 'parameters'],
  provision: ['name', 'properties'],
} as const
const MODULE_TYPES = ['nodejs', 'hdb', 'approuter.nodejs', 'com.sap.application.content']
const RESOURCE_TYPES = ['com.sap.xs.hdi-container', 'org.cloudfoundry.managed-service']
/** What the deployer fills in. */
const PLACEHOLDERS = ['org', 'space', 'default-url', 'default-uri', 'protocol']

function hasOnly(what: object, keys: readonly string[], where: string): void {
  assert.deepEqual(
    Object.keys(what).filter((key) => !keys.includes(key)),
    [],
    where,
  )
}

describe('mta.yaml', () => {
  test('has the form that deployers read', () => {
    hasOnly(mta, KEYS.descriptor, 'mta.yaml')
    for (const each of modules) {
      hasOnly(each, KEYS.module, each.name)
      assert.ok(MODULE_TYPES.includes(each.type), each.type)
      assert.ok(each.path !== undefined || each['build-parameters']?.['no-source'] === true, each.name)
    }
    for (const each of resources) {
      hasOnly(each, KEYS.resource, each.name)
      assert.ok(RESOURCE_TYPES.includes(each.type), each.type)
      assert.ok(each.parameters.service && each.parameters['service-plan'], each.name)
    }
    for (const each of [...modules, ...resources].flatMap(({ requires = [] }) => requires)) hasOnly(each, KEYS.requirement, each.name)
    for (const each of provided) hasOnly(each, KEYS.provision, each.name)
  })

  test('is of the version that package.json names', () => assert.equal(mta.version, (json('package.json') as { version: string }).version))

  test('names each thing once, and requires what there is', () => {
    const names = [...modules, ...resources, ...provided].map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
    const needed = [...modules, ...resources].flatMap((each) => [
      ...(each.requires ?? []).map(({ name }) => name),
      ...('processed-after' in each ? (each['processed-after'] ?? []) : []),
    ])
    for (const name of needed) assert.ok(resources.some((each) => each.name === name) || provided.some((each) => each.name === name), name)
    for (const { name } of resources) assert.ok(needed.includes(name), `nobody needs ${name}`)
  })

  test('refers to properties that are provided, and to nothing that the deployer does not know', () => {
    for (const each of [...modules, ...resources]) {
      const own = (each.requires ?? []).map(({ name }) => name)
      const texts = [JSON.stringify({ ...each, requires: undefined }), ...(each.requires ?? []).map((one) => JSON.stringify(one))]
      for (const [at, text] of texts.entries()) {
        for (const [, path = ''] of text.matchAll(/~\{([^}]+)\}/g)) {
          const [property = '', from = own[at - 1]] = path.split('/').reverse()
          const source = provided.find(({ name }) => name === from)
          assert.ok(own.includes(from ?? '') && source && property in source.properties, `${each.name}: ~{${path}}`)
        }
        for (const [, name = ''] of text.matchAll(/\$\{([^}]+)\}/g)) assert.ok(PLACEHOLDERS.includes(name), `${each.name}: \${${name}}`)
      }
    }
  })

  test('deploys what is there, or what the build makes', () => {
    for (const { name, path } of modules)
      if (path !== undefined)
        assert.ok(['gen/srv', 'gen/db', 'gen/apps'].includes(path) || existsSync(resolve(ROOT, path, 'package.json')), name)
    for (const { name, parameters } of resources)
      if (parameters.path !== undefined) assert.ok(existsSync(resolve(ROOT, parameters.path)), name)
  })

  test('binds to the server what its configuration asks for', () => {
    const bound = (modules.find(({ name }) => name === 'countersign-srv')?.requires ?? []).map(
      ({ name }) => resources.find((each) => each.name === name)?.parameters.service,
    )
    const asked = execFileSync(process.execPath, ['-p', "JSON.stringify(require('@sap/cds').env.requires)"], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, NODE_ENV: 'production', CDS_ENV: 'event-mesh' },
    })
    const requires = JSON.parse(asked.toString()) as Record<
      string,
      { kind?: string; vcap?: { label?: string }; credentials?: { destination?: string } } | undefined
    >
    const needed = ['db', 'auth', 'messaging'].map((name) => requires[name]?.vcap?.label ?? requires[name]?.kind)
    for (const service of [...needed, 'destination', 'connectivity']) assert.ok(service && bound.includes(service), service)
    assert.deepEqual([requires.S4?.credentials?.destination, requires.DM?.credentials?.destination], ['S4', 'DM'])
  })

  test('signs senders in with a client of their own, to which the scope is granted', () => {
    const { scopes } = json('xs-security.json') as { scopes: { 'grant-as-authority-to-apps'?: string[] }[] }
    const granted = scopes.flatMap((each) => each['grant-as-authority-to-apps'] ?? [])
    const names = granted.map((each) => /^\$XSSERVICENAME\((.+)\)$/.exec(each)?.[1])
    const auth = resources.find(({ name }) => name === 'countersign-auth')
    assert.deepEqual(auth?.['processed-after'], names)
    for (const name of names) {
      const sender = resources.find((each) => each.name === name)
      assert.equal(sender?.parameters.service, 'xsuaa')
      assert.deepEqual(sender.parameters.config?.authorities, ['$ACCEPT_GRANTED_AUTHORITIES'])
    }
  })
})

describe('sample.mtaext', () => {
  const extension = parse(read('.config/sample.mtaext')) as Partial<Descriptor> & { readonly extends: string }

  test('extends what there is, in places that can be extended', () => {
    hasOnly(extension, KEYS.extension, 'sample.mtaext')
    assert.equal(extension.extends, mta.ID)
    for (const each of extension.modules ?? []) {
      hasOnly(each, KEYS.extendedModule, each.name)
      assert.ok(
        modules.some(({ name }) => name === each.name),
        each.name,
      )
    }
    for (const each of extension.resources ?? []) {
      hasOnly(each, KEYS.extendedResource, each.name)
      assert.ok(
        resources.some(({ name }) => name === each.name),
        each.name,
      )
    }
  })

  test('sets what the server understands, and profiles that there are', () => {
    const { CDS_CONFIG, CDS_ENV } = extension.modules?.find(({ name }) => name === 'countersign-srv')?.properties as Record<string, string>
    const given = JSON.parse(CDS_CONFIG ?? '') as { countersign: object }
    assert.deepEqual(Object.keys(given), ['countersign'])
    for (const key of Object.keys(given.countersign)) assert.ok(['senders', 'reasons', 'policy', 'lines', 'doors'].includes(key), key)
    for (const profile of (CDS_ENV ?? '').split(',')) assert.ok(read('.cdsrc.json').includes(`"[${profile}]"`), profile)
  })
})

interface Route {
  readonly source: string
  readonly destination?: string
  readonly localDir?: string
  readonly authenticationType: string
  readonly csrfProtection?: boolean
}

describe('the approuter', () => {
  const { routes } = json('app/router/xs-app.json') as { routes: readonly Route[] }
  const routeOf = (path: string): Route | undefined => routes.find(({ source }) => new RegExp(source).test(path))

  test('goes to destinations that it is given', () => {
    const router = modules.find(({ type }) => type === 'approuter.nodejs')
    const given = (router?.requires ?? []).filter(({ group }) => group === 'destinations').map(({ properties }) => properties?.name)
    const all = JSON.stringify(resources.map(({ parameters }) => parameters.config))
    for (const { destination } of routes)
      if (destination !== undefined) assert.ok(given.includes(destination) || all.includes(`"Name":"${destination}"`), destination)
  })

  test('leads to every service for people, who sign in, with protection against foreign pages', async () => {
    for (const { path } of await modelDoors()) {
      const { destination, authenticationType, csrfProtection } = routeOf(path) ?? {}
      assert.deepEqual(
        { destination, authenticationType, csrfProtection },
        { destination: 'srv-api', authenticationType: 'xsuaa', csrfProtection: true },
        path,
      )
    }
  })

  test('serves every page to those who have signed in, and nothing else of what lies beside them', () => {
    const found = globSync('*/webapp/manifest.json', { cwd: resolve(ROOT, 'app') })
    for (const path of [...found.map((each) => `/${each}`), '/launchpad.html', '/launchpad.js', '/ui5/status']) {
      const { localDir, authenticationType } = routeOf(path) ?? {}
      assert.deepEqual({ localDir, authenticationType }, { localDir: 'resources', authenticationType: 'xsuaa' }, path)
    }
    for (const path of ['/package.json', '/worklist/layouts.cds', '/router/xs-app.json', '/health', '/health/ready'])
      assert.equal(routeOf(path), undefined, path)
  })

  test('lets machines through to where they sign in with their own tokens', () => {
    for (const path of ['/sap/opu/odata/sap/API_MATERIAL_DOCUMENT_SRV/$batch', '/intake/attempts/1'])
      assert.deepEqual([routeOf(path)?.destination, routeOf(path)?.authenticationType], ['srv-api', 'none'], path)
  })
})

describe('pages for Work Zone', () => {
  const destinations = JSON.stringify(modules.map(({ parameters }) => parameters))

  test('each stands for itself: no address leads out of it, and each destination and service is one of mta.yaml', async () => {
    for (const [name, files] of await pages()) {
      for (const [file, content] of Object.entries(files))
        if (/\.(js|json|html|xml)$/.test(file) && file !== 'xs-app.json')
          assert.doesNotMatch(String(content), /\.\.\/\.\.\/|"\/odata\//, `${name}: ${file}`)
      const { 'sap.cloud': cloud } = JSON.parse(String(files['manifest.json'])) as { 'sap.cloud': { service: string } }
      assert.ok(destinations.includes(`"sap.cloud.service":"${cloud.service}"`), name)
      const { routes } = JSON.parse(String(files['xs-app.json'])) as { routes: readonly Route[] }
      assert.ok(destinations.includes(`"Name":"${String(routes[0]?.destination)}"`), name)
    }
  })

  interface Tile {
    readonly appId: string
    readonly vizId: string
  }

  test('every page has a tile, here and in Work Zone', async () => {
    const zips = new Map(await pages())
    const workzone = JSON.parse(String(zips.get('countersignworkzone')?.['cdm.json'])) as {
      payload: Record<'catalogs' | 'groups', readonly { payload: { viz: readonly Tile[] } }[]>
    }
    zips.delete('countersignworkzone')
    const own = read('app/launchpad.js')
    const tiles = [...zips.values()].flatMap((files) => {
      const { 'sap.app': app } = JSON.parse(String(files['manifest.json'])) as {
        'sap.app': { id: string; crossNavigation?: { inbounds: Record<string, { semanticObject: string; action: string }> } }
      }
      const intents = Object.values(app.crossNavigation?.inbounds ?? {}).map((each) => `${each.semanticObject}-${each.action}`)
      assert.ok(
        intents.some((each) => own.includes(`'${each}'`)),
        app.id,
      )
      return intents.map((vizId) => ({ appId: app.id, vizId }))
    })
    const sorted = (viz: readonly Tile[] = []): string[] => viz.map(({ appId, vizId }) => `${appId}#${vizId}`).sort()
    for (const place of ['catalogs', 'groups'] as const)
      assert.deepEqual(sorted(workzone.payload[place][0]?.payload.viz), sorted(tiles), place)
  })
})
