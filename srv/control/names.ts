import cds, { type Request } from '@sap/cds'
import { say } from './say.ts'

/** What codes are called, in the language of the request that is being served. */

/** Names by their codes. */
type Names = ReadonlyMap<string, string>

/** An element of the model, as far as it tells what its values are called. */
interface Element {
  readonly type?: string
  readonly target?: string
  readonly '@Common.Text'?: { readonly '=': string }
}

export interface Entity {
  readonly elements: Readonly<Record<string, Element>>
  readonly '@changelog'?: readonly { readonly '=': string }[]
}

/** Elements that hold several codes, separated by commas, of these lists. */
const LISTS: Readonly<Record<string, string>> = { automaticActions: 'Corrections', controllerFor: 'ControllerCases' }

export async function namesIn(list: string): Promise<Names> {
  const rows = (await cds.run(SELECT.localized.from(list).columns('code', 'name'))) as { code: string | number; name: string | null }[]
  return new Map(rows.map(({ code, name }) => [String(code), name ?? String(code)]))
}

/** Names labels and values for one request; each list is read once. */
export class Namer {
  readonly #req: Request
  readonly #read = new Map<string, Promise<Names>>()

  constructor(req: Request) {
    this.#req = req
  }

  /** What the pages call an entity, or an element; undefined where they have no name for it. */
  label(definition: object | undefined): string | undefined {
    const { i18n } = cds as unknown as { i18n: { labels: { at(definition: object, locale: string): string | undefined } } }
    return definition && i18n.labels.at(definition, this.#req.locale ?? '')
  }

  number(value: number): string {
    return new Intl.NumberFormat(this.#req.locale ?? 'en', { maximumFractionDigits: 4 }).format(value)
  }

  /** An entity of the control service. */
  entity(name: string): Entity | undefined {
    return cds.model?.definitions[`ControlService.${name}`] as Entity | undefined
  }

  /** What a value of an element is called, or itself. */
  async value(value: string, attribute: string, entity: Entity | undefined): Promise<string> {
    const element = entity?.elements[attribute]
    if (element?.type === 'cds.Boolean') return say(this.#req, value === 'true' ? 'YES' : 'NO')
    if (attribute === 'plant' && value === '*') return (await this.#names('countersign.Placeholders')).get('everywhere') ?? value
    const list = LISTS[attribute]
    if (list) {
      const names = await this.#names(`ControlService.${list}`)
      const codes = value.split(',').map((each) => each.trim())
      return codes.map((code) => names.get(code) ?? code).join(', ')
    }
    const target = targetOf(entity, element)
    return (target && (await this.#names(target)).get(value)) ?? value
  }

  #names(list: string): Promise<Names> {
    const names = this.#read.get(list) ?? namesIn(list)
    this.#read.set(list, names)
    return names
  }
}

/** The code list that tells what the values of an element are called: `phaseText.name` leads to it. */
function targetOf(entity: Entity | undefined, element: Element | undefined): string | undefined {
  const [association = '', name] = element?.['@Common.Text']?.['='].split('.') ?? []
  return name === 'name' ? entity?.elements[association]?.target : undefined
}
