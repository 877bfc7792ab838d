import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import cds from '@sap/cds'

/** What XSUAA must know of the roles in the model: the content of `xs-security.json`. */

const ROOT = resolve(import.meta.dirname, '../../..')

/** What administrators read where they assign roles. Whoever is no person gets no role there, but a client of its own. */
const ROLES: Readonly<Record<string, { readonly title: string; readonly words: string; readonly isMachine?: true }>> = {
  planner: { title: 'Planner', words: 'Approves, adjusts or rejects proposed corrections' },
  supervisor: { title: 'Supervisor', words: 'Approves, adjusts or rejects proposed corrections of the own plants' },
  controller: { title: 'Controller', words: 'Signs off corrections of high impact, reads the audit log' },
  administrator: { title: 'Administrator', words: 'Keeps failure codes, policies and models, watches the flow' },
  auditor: { title: 'Auditor', words: 'Reads everything, changes nothing' },
  sender: { title: 'Sender', words: 'Sends messages to the ERP through Countersign', isMachine: true },
}
const ATTRIBUTES: Readonly<Record<string, string>> = { plant: 'Plants that somebody answers for' }

/** The service instance whose client sends messages; others are added beside it. */
const SENDERS = ['countersign-sender']

interface Compiled {
  readonly scopes: readonly { readonly name: string }[]
  readonly attributes: readonly { readonly name: string }[]
}

/**
 * The descriptor, made from the model of this working copy. A role that is restricted by an attribute has no default role, and so is in no role
 * collection: an administrator makes one for each plant. @throws where the model has a role or an attribute without words here
 */
export async function securityDescriptor(): Promise<object> {
  const { scopes, attributes } = await compiled()
  const names = scopes.map(({ name }) => name.replace('$XSAPPNAME.', ''))
  const without = [...names.filter((name) => !ROLES[name]), ...attributes.map(({ name }) => name).filter((name) => !ATTRIBUTES[name])]
  if (without.length > 0) throw new Error(`The model has roles or attributes that nobody has described: ${without.join(', ')}`)
  const restricted = await attributesByRole()
  const roles = Object.entries(ROLES).filter(([name]) => names.includes(name))
  const people = roles.filter(([, { isMachine }]) => !isMachine)
  return {
    scopes: roles.map(([name, { words, isMachine }]) => ({
      name: `$XSAPPNAME.${name}`,
      description: words,
      ...(isMachine ? { 'grant-as-authority-to-apps': SENDERS.map((each) => `$XSSERVICENAME(${each})`) } : {}),
    })),
    attributes: attributes.map(({ name }) => ({ name, description: ATTRIBUTES[name], valueType: 's', valueRequired: true })),
    'role-templates': people.map(([name, { words }]) => ({
      name,
      description: words,
      'scope-references': [`$XSAPPNAME.${name}`],
      'attribute-references': [...(restricted.get(name) ?? [])],
    })),
    'role-collections': people
      .filter(([name]) => !restricted.has(name))
      .map(([name, { title, words }]) => ({
        name: `Countersign ${title}`,
        description: words,
        'role-template-references': [`$XSAPPNAME.${name}`],
      })),
  }
}

/** As the file holds it. */
export function textOf(descriptor: object): string {
  return `${JSON.stringify(descriptor, null, 2)}\n`
}

/** What CAP's own tool finds in the model. */
async function compiled(): Promise<Compiled> {
  const args = [resolve(ROOT, 'node_modules/.bin/cds'), 'compile', '*', '--to', 'xsuaa']
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, maxBuffer: 1 << 24 })
  return JSON.parse(stdout) as Compiled
}

interface Restricted {
  readonly '@restrict'?: readonly { readonly to?: string | readonly string[]; readonly where?: unknown }[]
  readonly actions?: Readonly<Record<string, Restricted>>
}

/** Which attributes of users the rows are chosen by that a role may see; CAP's tool doesn't say whose they are. */
async function attributesByRole(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  cds.root = ROOT
  const { definitions } = await cds.load(['db', 'srv'])
  const found = new Map<string, Set<string>>()
  const look = (each: Restricted): void => {
    for (const { to = [], where } of each['@restrict'] ?? [])
      for (const [, attribute = ''] of JSON.stringify(where ?? '').matchAll(/\$user(?:\.|",")(\w+)/g))
        if (ATTRIBUTES[attribute]) for (const role of [to].flat()) found.set(role, (found.get(role) ?? new Set()).add(attribute))
    Object.values(each.actions ?? {}).forEach(look)
  }
  Object.values(definitions as unknown as Record<string, Restricted>).forEach(look)
  return found
}
