import type { EntitySet, FunctionImport, Property, Service } from '../contract.ts'
import { escapeXml } from './errors.ts'

/** The `$metadata` document of a service: EDMX 1.0 of OData 2.0 with SAP's annotations, as generators and UI clients read it. */
export function metadataOf(service: Service): string {
  const complexes = new Map(service.functions.flatMap(({ returns: { complex } }) => (complex ? [[complex.name, complex] as const] : [])))
  const links = service.sets.flatMap((set) => set.navigations.map((navigation) => linkOf(service, set, navigation)))
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<edmx:Edmx Version="1.0" xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" xmlns:sap="http://www.sap.com/Protocols/SAPData">',
    '<edmx:DataServices m:DataServiceVersion="2.0">',
    `<Schema Namespace="${service.namespace}" xml:lang="en" sap:schema-version="1" xmlns="http://schemas.microsoft.com/ado/2008/09/edm">`,
    ...service.sets.map((set) => entityType(service, set)),
    ...[...complexes.values()].map(
      ({ name, properties }) => `<ComplexType Name="${name}">${properties.map((each) => property(each)).join('')}</ComplexType>`,
    ),
    ...links.map((each) => each.association),
    `<EntityContainer Name="${service.namespace}_Entities" m:IsDefaultEntityContainer="true" sap:supported-formats="json">`,
    ...service.sets.map((set) => entitySet(service, set)),
    ...links.map((each) => each.associationSet),
    ...service.functions.map((each) => functionImport(service, each)),
    '</EntityContainer></Schema></edmx:DataServices></edmx:Edmx>',
  ].join('\n')
}

function entityType(service: Service, set: EntitySet): string {
  const keys = set.keys.map((each) => `<PropertyRef Name="${each}"/>`).join('')
  const properties = set.properties.map((each) => property(each, set.keys.includes(each.name), each.name === set.etag)).join('')
  const navigations = set.navigations.map((each) => {
    const { name, from, to } = linkOf(service, set, each)
    return `<NavigationProperty Name="${each.name}" Relationship="${service.namespace}.${name}" FromRole="${from}" ToRole="${to}"/>`
  })
  return `<EntityType Name="${set.type}" sap:content-version="1"><Key>${keys}</Key>${properties}${navigations.join('')}</EntityType>`
}

function property(each: Property, isKey = false, isEtag = false): string {
  return `<Property Name="${each.name}" Type="${each.type}"${isKey ? ' Nullable="false"' : ''}${facets(each)}${isEtag ? ' ConcurrencyMode="Fixed"' : ''} sap:label="${escapeXml(each.name)}"/>`
}

function facets({ type, maxLength, precision, scale }: Property): string {
  const given = { MaxLength: maxLength, Precision: precision ?? (/^Edm\.(DateTime|Time)/.test(type) ? 0 : undefined), Scale: scale }
  return Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')
}

interface Link {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly association: string
  readonly associationSet: string
}

function linkOf(service: Service, set: EntitySet, navigation: EntitySet['navigations'][number]): Link {
  const target = service.sets.find((each) => each.name === navigation.target)
  if (!target)
    throw new Error(`${service.name}: ${set.name}.${navigation.name} leads to ${navigation.target}, which is no set of the service`)
  const name = `assoc_${set.type}_${navigation.name}`
  const [from, to] = [`FromRole_${name}`, `ToRole_${name}`]
  const end = (type: string, multiplicity: string, role: string): string =>
    `<End Type="${service.namespace}.${type}" Multiplicity="${multiplicity}" Role="${role}"/>`
  return {
    name,
    from,
    to,
    association: `<Association Name="${name}" sap:content-version="1">${end(set.type, '1', from)}${end(target.type, navigation.isMany ? '*' : '0..1', to)}</Association>`,
    associationSet: `<AssociationSet Name="${name}_set" Association="${service.namespace}.${name}" sap:creatable="false" sap:updatable="false" sap:deletable="false"><End EntitySet="${set.name}" Role="${from}"/><End EntitySet="${target.name}" Role="${to}"/></AssociationSet>`,
  }
}

function entitySet(service: Service, { name, type }: EntitySet): string {
  const flags = { creatable: name in service.create, updatable: name in service.update, deletable: false }
  const annotations = Object.entries(flags).map(([flag, value]) => (value ? '' : ` sap:${flag}="false"`))
  return `<EntitySet Name="${name}" EntityType="${service.namespace}.${type}"${annotations.join('')} sap:content-version="1"/>`
}

function functionImport(service: Service, { name, method, parameters, returns }: FunctionImport): string {
  const type = returns.complex?.name ?? service.sets.find((each) => each.name === returns.set)?.type
  const full = `${service.namespace}.${type}`
  const answers = type === undefined ? '' : ` ReturnType="${returns.isMany ? `Collection(${full})` : full}"`
  const inner = parameters.map(
    (each) =>
      `<Parameter Name="${each.name}" Type="${each.type}" Mode="In"${facets(each)}${each.isRequired ? '' : ' Nullable="true"'} sap:label="${escapeXml(each.name)}"/>`,
  )
  return `<FunctionImport Name="${name}"${answers}${returns.set === undefined ? '' : ` EntitySet="${returns.set}"`} m:HttpMethod="${method}">${inner.join('')}</FunctionImport>`
}
