import { createWriteStream } from 'node:fs'
import { glob, mkdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

/** The pages as apps of the HTML5 repository, from which SAP Build Work Zone shows them: one zip each, and one with what the launchpad shows. */

const APP = resolve(import.meta.dirname, '../../../app')
/** Under which Work Zone finds what belongs to them: a business service of `mta.yaml`. */
const SERVICE = 'countersign.service'
/** Where requests for data go: a destination of `mta.yaml`. */
const DESTINATION = 'countersign-srv'
/** The same files make the same zip, whenever it is made. */
const MOMENT = { mtime: new Date(2000, 0, 1) }

interface Manifest {
  readonly 'sap.app': {
    readonly id: string
    readonly crossNavigation?: { readonly inbounds?: Readonly<Record<string, { semanticObject: string; action: string }>> }
  }
}
interface Route {
  readonly source: string
  readonly destination?: string
  readonly target?: string
}
type Files = Readonly<Record<string, string | Buffer>>

/** Writes the zips into this folder. */
export async function zipPages(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const [name, files] of await pages()) await zip(join(folder, `${name}.zip`), files)
}

/** What each zip holds, by its name. */
export async function pages(): Promise<ReadonlyMap<string, Files>> {
  const zips = new Map<string, Files>()
  const manifests: Manifest[] = []
  const xsApp = { 'xs-app.json': json(await routes()) }
  const common = await filesOf('common/webapp', 'common/')
  for await (const path of glob('*/webapp/manifest.json', { cwd: APP })) {
    const files: Files = { ...common, ...(await filesOf(dirname(path))), ...xsApp }
    const manifest = JSON.parse(String(files['manifest.json'])) as Manifest
    manifests.push(manifest)
    zips.set(nameOf(manifest), { ...files, 'manifest.json': json({ ...manifest, ...PUBLIC }) })
  }
  return zips.set('countersignworkzone', { ...launchpad(manifests), ...xsApp })
}

const PUBLIC = { 'sap.cloud': { public: true, service: SERVICE } }

/** Data by the destination, UI5 for the page that is printed on its own, all else from the repository. */
async function routes(): Promise<object> {
  const router = JSON.parse(await readFile(join(APP, 'router/xs-app.json'), 'utf8')) as { routes: readonly Route[] }
  const ui5 = router.routes.find(({ destination }) => destination === 'ui5')
  return {
    authenticationMethod: 'route',
    routes: [
      { source: '^/?odata/(.*)$', target: '/odata/$1', destination: DESTINATION, authenticationType: 'xsuaa', csrfProtection: true },
      { ...ui5, source: '^/?resources/(.*)$', target: ui5?.target?.replace('$1', 'resources/$1') },
      { source: '^(.*)$', target: '$1', service: 'html5-apps-repo-rt', authenticationType: 'xsuaa' },
    ],
  }
}

/** Files by the name that they have in the zip, as they must be where an app has no neighbours and its address is its own root. */
async function filesOf(folder: string, prefix = ''): Promise<Record<string, string | Buffer>> {
  const files: Record<string, string | Buffer> = {}
  const found: string[] = []
  for await (const each of glob('**/*.*', { cwd: join(APP, folder) })) found.push(each)
  for (const each of found.sort()) {
    const content = await readFile(join(APP, folder, each))
    files[prefix + each] = /\.(js|json|html|xml)$/.test(each) ? atRoot(content.toString()) : content
  }
  return files
}

function atRoot(text: string): string {
  return text
    .replaceAll('../../common/webapp', './common')
    .replaceAll(/\.\.\/\.\.\/(?=odata\/|resources\/)/g, '')
    .replaceAll(/(?<="uri": ")\/(?=odata\/)/g, '')
}

/** What Work Zone shows: every page's tile in one group, as the manifests say. */
function launchpad(manifests: readonly Manifest[]): Files {
  const tiles = manifests
    .flatMap(({ 'sap.app': { id, crossNavigation } }) =>
      Object.values(crossNavigation?.inbounds ?? {}).map(({ semanticObject, action }) => ({
        appId: id,
        vizId: `${semanticObject}-${action}`,
      })),
    )
    .sort((a, b) => a.appId.localeCompare(b.appId))
  const entity = (entityType: string, viz: readonly object[]): object => ({
    _version: '3.0.0',
    identification: { id: `countersign-${entityType}`, title: 'Countersign', entityType },
    payload: { viz },
  })
  return {
    'cdm.json': json({
      _version: '3.0.0',
      identification: { id: 'countersign-workzone', title: 'Countersign', entityType: 'bundle' },
      payload: {
        catalogs: [entity('catalog', tiles)],
        groups: [
          entity(
            'group',
            tiles.map((each) => ({ id: `${each.appId}-${each.vizId}`, ...each })),
          ),
        ],
      },
    }),
    'manifest.json': json({
      _version: '2.0.0',
      'sap.app': { id: 'countersign.workzone', type: 'application', applicationVersion: { version: '0.1.0' } },
      ...PUBLIC,
    }),
  }
}

/** As the repository names it. */
function nameOf({ 'sap.app': { id } }: Manifest): string {
  return id.replaceAll('.', '')
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

async function zip(file: string, files: Files): Promise<void> {
  const archive = new ZipFile()
  for (const [name, content] of Object.entries(files)) archive.addBuffer(Buffer.from(content), name, MOMENT)
  archive.end()
  await pipeline(archive.outputStream, createWriteStream(file))
}
