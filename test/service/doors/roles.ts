import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Door } from './model-doors.ts'

/** Reads `roles.md`. */

export const ROLES = ['planner', 'supervisor', 'controller', 'administrator', 'auditor', 'sender'] as const
export type Role = (typeof ROLES)[number]

interface Line {
  readonly section: string
  readonly doors: readonly string[]
  readonly verbs: readonly string[]
  readonly who: readonly string[]
}

export interface Address {
  readonly path: string
  readonly method: string
  readonly who: ReadonlySet<Role> | 'everybody'
}

const LINES = read()

/** Who may, as the table says. Throws where there is no line, or more than one. */
export function whoMay({ service, name, verb }: Door): ReadonlySet<Role> {
  const lines = LINES.filter((line) => line.section === service && line.verbs.includes(verb))
  const named = lines.filter(({ doors }) => doors.some((each) => isNamed(each, name)))
  const found = named.length > 0 ? named : lines.filter(({ doors }) => doors.includes('others'))
  const [line, second] = found
  if (!line || second) throw new Error(`roles.md has ${found.length === 0 ? 'no line' : 'several lines'} for ${verb} of ${service}/${name}`)
  return rolesOf(line)
}

/** Doors and verbs that the table names and that there aren't. */
export function leftOver(doors: readonly Door[]): string[] {
  return LINES.filter(({ section }) => section !== MACHINES).flatMap(({ section, doors: names, verbs }) =>
    names
      .filter((each) => each !== 'others')
      .flatMap((each) =>
        verbs
          .filter((verb) => !doors.some(({ service, name, verb: v }) => service === section && v === verb && isNamed(each, name)))
          .map((verb) => `${verb} of ${section}/${each}`),
      ),
  )
}

/** What isn't in the model: the doors of machines, and what everybody may see. */
export function addresses(): Address[] {
  return LINES.filter(({ section }) => section === MACHINES).flatMap((line) =>
    line.doors.flatMap((path) =>
      line.verbs.map((method) => ({ path, method, who: line.who.includes('everybody') ? 'everybody' : rolesOf(line) }) as const),
    ),
  )
}

const MACHINES = 'machines and pages'

function read(): Line[] {
  let section = ''
  return readFileSync(join(import.meta.dirname, 'roles.md'), 'utf8')
    .split('\n')
    .flatMap((text) => {
      section = /^## (.+)$/.exec(text)?.[1] ?? section
      const cells = text
        .split('|')
        .slice(1, -1)
        .map((each) => each.trim())
      const [doors = '', verbs = '', who = ''] = cells
      if (cells.length !== 3 || verbs === 'verbs' || verbs === '---') return []
      return [{ section, doors: listOf(doors), verbs: listOf(verbs), who: listOf(who) }]
    })
}

function rolesOf({ who, section }: Line): ReadonlySet<Role> {
  const names = who.filter((each) => each !== 'nobody').map((each) => each.replace(/ \(own( plant| draft)?\)$/, ''))
  const wrong = names.find((each) => !ROLES.includes(each as Role))
  if (wrong !== undefined) throw new Error(`roles.md names ${wrong} in ${section}, which is no role`)
  return new Set(names as Role[])
}

/** Addresses have commas in their keys, lists one and a space. */
function listOf(text: string): string[] {
  return text.split(', ')
}

function isNamed(pattern: string, name: string): boolean {
  if (pattern === '(the service)') return name === ''
  return pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : pattern === name
}
