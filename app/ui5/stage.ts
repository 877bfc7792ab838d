import { existsSync } from 'node:fs'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'

/** A project of the UI5 builder: a node of its dependency tree. */
export interface Project {
  readonly id: string
  readonly version: string
  readonly path: string
  readonly configuration: Configuration
  readonly dependencies: Project[]
}

interface Bundle {
  readonly bundleDefinition: { readonly name: string }
}

interface Configuration {
  readonly specVersion: string
  readonly type: string
  readonly metadata: { readonly name: string }
  readonly resources?: { readonly configuration?: { readonly paths?: { readonly src?: string; readonly test?: string } } }
  framework?: { readonly libraries?: readonly { readonly name: string }[] }
  builder?: { bundles?: readonly Bundle[]; readonly minification?: unknown }
}

interface PackageFile {
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
}

const THEMES = ['base', 'sap_horizon']
const THEME_LIBRARY = 'themelib_sap_horizon'
const NEEDED_BUNDLE = /^sap-ui-core\.js$|\/library-preload(-lazy|-apply|-write)?\.js$|\/homepage-af-dep\.js$/
/** Editors, design time, test pages and whatever else a running list or object page never loads. */
const UNUSED =
  /\.(ts|support\.js|designtime\.js)$|\/(designtime|qunit|sinon|demokit)(\/|$)|^sap\/ui\/(integration\/editor|integration\/thirdparty|richtexteditor\/thirdparty)(\/|$)/
const OTHER_LANGUAGE = /_(?!(en|de)\.)[a-z]{2,3}(_[A-Za-z]+)*\.properties$|_(en|de)_[A-Za-z_]+\.properties$/
const OTHER_LOCALE_DATA = /\/cldr\/(?!(en|de|en_GB|de_AT|de_CH)\.json$)[^/]+\.json$/

/**
 * Copies the libraries that `packageDir` installed to `target`, cut down to themes base and Horizon, English and German.
 * Answers the root of the dependency tree that the UI5 builder takes; the root itself is an application without content.
 */
export async function stage(packageDir: string, target: string): Promise<Project> {
  const yaml = (await import(import.meta.resolve('js-yaml'))) as { readonly load: (text: string) => Configuration }
  const own = await json<PackageFile>(join(packageDir, 'package.json'))
  const names = Object.keys(own.dependencies ?? {})
  const libraries = names.map(libraryOf)
  const projects = new Map<string, Project>()
  const wanted = new Map<string, Set<string>>()

  for (const name of names) {
    const source = join(packageDir, 'node_modules', name)
    const meta = await json<PackageFile>(join(source, 'package.json'))
    const { framework, ...configuration } = yaml.load(await readFile(join(source, 'ui5.yaml'), 'utf8'))
    const id = configuration.metadata.name
    const bundles = configuration.builder?.bundles?.filter((bundle) => NEEDED_BUNDLE.test(bundle.bundleDefinition.name))
    if (configuration.builder) configuration.builder = { ...configuration.builder, ...(bundles ? { bundles } : {}) }
    projects.set(id, { id, version: meta.version, path: join(target, id), configuration, dependencies: [] })
    wanted.set(
      id,
      new Set([...Object.keys(meta.dependencies ?? {}).map(libraryOf), ...(framework?.libraries ?? []).map((entry) => entry.name)]),
    )
    await copy(source, join(target, id), configuration, libraries)
  }

  const openUi5 = names.filter((name) => name.startsWith('@openui5/')).map(libraryOf)
  for (const [id, needs] of wanted) {
    // Themes of OpenUI5 libraries lie in the theme library, which builds on them; those of the others build on the theme library.
    if (id === THEME_LIBRARY) openUi5.forEach((library) => needs.add(library))
    else if (!openUi5.includes(id)) needs.add(THEME_LIBRARY)
    for (const need of needs) {
      const dependency = projects.get(need)
      if (dependency && need !== id) projects.get(id)?.dependencies.push(dependency)
    }
  }

  const root = join(target, 'runtime')
  await mkdir(join(root, 'webapp'), { recursive: true })
  await writeFile(join(root, 'webapp', 'manifest.json'), JSON.stringify({ 'sap.app': { id: 'countersign.runtime', type: 'application' } }))
  return {
    id: 'countersign.runtime',
    version: own.version,
    path: root,
    configuration: { specVersion: '4.0', type: 'application', metadata: { name: 'countersign.runtime' } },
    dependencies: [...projects.values()],
  }
}

async function copy(source: string, target: string, configuration: Configuration, libraries: readonly string[]): Promise<void> {
  const paths = configuration.resources?.configuration?.paths
  for (const folder of [paths?.src ?? 'src', ...(paths?.test ? [paths.test] : [])]) {
    const from = join(source, folder)
    if (!existsSync(from)) continue
    await cp(from, join(target, folder), {
      recursive: true,
      filter: (file) => isNeeded(relative(from, file).split(sep).join('/'), configuration.type === 'theme-library' ? libraries : undefined),
    })
  }
}

function isNeeded(path: string, onlyLibraries?: readonly string[]): boolean {
  const theme = /\/themes\/([^/]+)/.exec(path)?.[1]
  if (theme !== undefined && !THEMES.includes(theme)) return false
  if (onlyLibraries && theme !== undefined && !onlyLibraries.includes(path.slice(0, path.indexOf('/themes/')).replaceAll('/', '.')))
    return false
  return !(UNUSED.test(path) || OTHER_LANGUAGE.test(basename(path)) || OTHER_LOCALE_DATA.test(path))
}

function libraryOf(packageName: string): string {
  return packageName.slice(packageName.indexOf('/') + 1)
}

async function json<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T
}
