import {
  AllFields,
  CustomField,
  Entity,
  FieldBuilder,
  GetAllRequestBuilder,
  GetByKeyRequestBuilder,
  OneToManyLink,
  OneToOneLink,
} from '@sap-cloud-sdk/odata-v2'
import { RequestBuilder, entityBuilder, mergeDefaultDeSerializersWith } from '@sap-cloud-sdk/odata-v2'
import type { Selectable } from '@sap-cloud-sdk/odata-common'
import type { Constructable, EntityApi, OrderableEdmTypeField } from '@sap-cloud-sdk/odata-v2'
import { isObject } from '../json.ts'

/**
 * Numbers, dates and times stay the text that the ERP sent: decimals are never floats. In addresses they're written as OData V2
 * wants them.
 */
const deSerializers = mergeDefaultDeSerializersWith({
  'Edm.Decimal': { deserialize: String, serialize: String, serializeToUri: (value: string) => `${value}M` },
  'Edm.DateTime': { deserialize: String, serialize: String, serializeToUri: dateLiteral },
  'Edm.Time': { deserialize: String, serialize: String, serializeToUri: (value: string) => `time'${value}'` },
})
export type Texts = typeof deSerializers

/** The SDK hands over null, too, as its types don't say. */
function dateLiteral(value: string | null): string {
  return value === null ? 'null' : `datetime'${value}'`
}

type EdmName = 'Edm.String' | 'Edm.Decimal' | 'Edm.Boolean' | 'Edm.DateTime' | 'Edm.Time' | 'Edm.Guid'
type Fields = Readonly<Record<string, EdmName>>
type Links = Readonly<Record<string, { readonly isMany: boolean; readonly to: AnyApi }>>
// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- an index signature instead would make every field of a row never
type NoLinks = Record<never, never>
type AnyApi = EntityApi<Entity, Texts> & { readonly names: Fields }

type FieldValue<T extends EdmName> = T extends 'Edm.Boolean' ? boolean : string
type LinkName<K> = K extends `to_${infer Name}` ? `to${Name}` : K
type LinkValue<L> = L extends { readonly isMany: infer M; readonly to: { readonly entityConstructor: Constructable<infer E> } }
  ? M extends true
    ? readonly E[]
    : E | null
  : never

/** A row as the SDK reads it: `ManufacturingOrder` → `manufacturingOrder`, `to_Plant` → `toPlant`; a link that wasn't expanded is empty. */
export type Row<F extends Fields, L extends Links> = Entity & {
  readonly [K in keyof F as Uncapitalize<K & string>]: FieldValue<F[K]> | null
} & {
  readonly [K in keyof L as LinkName<K>]: LinkValue<L[K]> | undefined
}

/**
 * A row as it stands in the ERP's JSON, all its fields there or not. Where a message waits for its context, rows are read as they are: making the SDK's
 * entities of them costs more than all the rest.
 */
export type Plain<A> = A extends { readonly names: infer F extends Fields; readonly links: infer L extends Links }
  ? { readonly [K in keyof F]?: Written<F[K]> | null } & { readonly [K in keyof L]?: Expanded<Plain<L[K]['to']>> }
  : never
/** OData V2 writes decimals as texts; nothing stops a server from writing numbers. */
type Written<T extends EdmName> = T extends 'Edm.Decimal' ? string | number : FieldValue<T>
/** A link to many; without `results` it wasn't expanded. */
type Expanded<T> = { readonly results?: readonly T[] } | null

/** Rows that hang on a row; undefined where the ERP left them out. */
export function linked<T>(link: Expanded<T> | undefined): readonly T[] | undefined {
  const results: unknown = link?.results
  return Array.isArray(results) ? (results.filter(isObject) as unknown as readonly T[]) : undefined
}

/** What the SDK's request builders need to know of an entity, typed by the fields given. */
export interface TypedApi<EntityT extends Entity, F extends Fields, L extends Links> extends EntityApi<EntityT, Texts> {
  /** Fields and links by the ERP's names; the SDK itself looks them up in `schema`, by its own. */
  readonly fields: { readonly [K in keyof F]: OrderableEdmTypeField<EntityT, Texts, F[K], true, true> } & {
    readonly [K in keyof L]: OneToManyLink<EntityT, Texts, L[K]['to']>
  }
  readonly names: F
  readonly links: L
  /** From the root of the server: `/sap/opu/odata/sap/API_PRODUCT_SRV/A_Product`. */
  readonly address: string
  /** `$select` and `$expand` of every field and link given. */
  readonly everything: string
  /** Whatever fields the ERP has of it, links not included. */
  readonly whole: AllFields<EntityT>
  requestBuilder(): RequestBuilder<EntityT, Texts> & Requests<EntityT>
}

interface Requests<EntityT extends Entity> {
  getAll(): GetAllRequestBuilder<EntityT, Texts>
  getByKey(keys: Readonly<Record<string, string>>): GetByKeyRequestBuilder<EntityT, Texts>
}

/** One entity set of the ERP with the fields that we read of it, and nothing of the rest. */
export function entityApi<const F extends Fields, const L extends Links = NoLinks>(
  service: string,
  set: string,
  keys: readonly (keyof F & string)[],
  fields: F,
  links?: L,
): TypedApi<Row<F, L>, F, L> {
  type Self = Row<F, L>
  class Described extends Entity {
    static override readonly _entityName = set
    static override readonly _defaultBasePath = `/sap/opu/odata/sap/${service}`
    static readonly _keys = [...keys]
  }
  // Its fields are there by description, not by declaration.
  const entityConstructor = Described as unknown as Constructable<Self>
  class Builder extends RequestBuilder<Self, Texts> {
    getAll() {
      return new GetAllRequestBuilder<Self, Texts>(described)
    }
    getByKey(key: Readonly<Record<string, string>>) {
      return new GetByKeyRequestBuilder<Self, Texts>(described, key)
    }
  }
  const described: EntityApi<Self, Texts> = {
    deSerializers,
    entityConstructor,
    schema: {},
    requestBuilder: () => new Builder(described),
    entityBuilder: () => entityBuilder<Self, Texts>(described),
    customField: <N extends boolean>(name: string) => new CustomField<Self, Texts, N>(name, entityConstructor, deSerializers),
  }
  const builder = new FieldBuilder(entityConstructor, deSerializers)
  const byName: Record<string, unknown> = {}
  for (const [name, type] of Object.entries(fields)) byName[name] = builder.buildEdmTypeField(name, type, true)
  for (const [name, link] of Object.entries(links ?? {})) {
    // Links without a choice of their own would be asked for with all fields that the ERP has.
    const Link = link.isMany ? OneToManyLink : OneToOneLink
    byName[name] = new Link(name, described, link.to).select(...(Object.values(link.to.schema) as Selectable<Entity, Texts>[]))
  }
  for (const [name, field] of Object.entries(byName)) described.schema[inSdk(name)] = field
  const more = {
    fields: byName,
    names: fields,
    links: links ?? {},
    address: `/sap/opu/odata/sap/${service}/${set}`,
    everything: everythingOf(fields, links ?? {}),
    whole: new AllFields('*', entityConstructor),
  }
  // They've just been filled from the same description that their types are made of.
  return Object.assign(described, more) as unknown as TypedApi<Self, F, L>
}

function everythingOf(fields: Fields, links: Links): string {
  const ofLinks = Object.entries(links).flatMap(([link, { to }]) => Object.keys(to.names).map((name) => `${link}/${name}`))
  const expand = Object.keys(links).join(',')
  return `$select=${[...Object.keys(fields), ...ofLinks].join(',')}${expand && `&$expand=${expand}`}`
}

/** `ManufacturingOrder` → `MANUFACTURING_ORDER` */
function inSdk(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2').toUpperCase()
}
