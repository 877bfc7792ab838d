import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { RunningS4 } from '../../landscape/s4/listen.ts'
import { ask, at, SERVICE, startWorkshop, type Answered } from './workshop.ts'

describe('reading from the local S/4', () => {
  let s4: RunningS4
  before(async () => {
    s4 = await startWorkshop()
  })
  after(() => s4.close())

  const get = (path: string, headers: Record<string, string> = {}): Promise<Answered> => ask(`${s4.url}${SERVICE}${path}`, { headers })
  const idsOf = async (query: string): Promise<unknown> => {
    const { status, json, text } = await get(`/Jobs?${query}`)
    assert.equal(status, 200, text)
    return (at(json, 'd', 'results') as { JobID: string }[]).map((each) => each.JobID)
  }

  test('an entity carries metadata, V2 values and deferred navigations, with URIs of the host asked', async () => {
    const { status, headers, json } = await get("/Jobs('9')")
    const root = `${s4.url}${SERVICE}`
    assert.equal(status, 200)
    assert.equal(headers.get('dataserviceversion'), '2.0')
    assert.equal(headers.get('etag'), `W/"'20260101000000'"`)
    assert.deepEqual(json, {
      d: {
        __metadata: { id: `${root}/Jobs('9')`, uri: `${root}/Jobs('9')`, type: 'ZWORKSHOP_SRV.JobType', etag: `W/"'20260101000000'"` },
        JobID: '9',
        Operation: '0010',
        Title: "O'Hara",
        Quantity: '10.000',
        StartedAt: '/Date(1767225600000)/',
        SentAt: '/Date(1767225600000+0000)/',
        Duration: 'PT01H02M03S',
        IsOpen: true,
        Ref: 'ab4ef2a1-0c1b-4c7c-9e36-000000000001',
        Priority: 5,
        ChangedAt: '20260101000000',
        to_Part: { __deferred: { uri: `${root}/Jobs('9')/to_Part` } },
      },
    })
  })

  test('what was never filled shows as the initial value of its type', async () => {
    const { json } = await get("/Jobs('A%2F7')")
    const { Operation, StartedAt, Duration, IsOpen, Ref, Priority } = at(json, 'd') as Record<string, unknown>
    assert.deepEqual(
      { Operation, StartedAt, Duration, IsOpen, Ref, Priority },
      { Operation: '', StartedAt: null, Duration: 'PT00H00M00S', IsOpen: false, Ref: '00000000-0000-0000-0000-000000000000', Priority: 0 },
    )
  })

  const filters: readonly [filter: string, ids: readonly string[]][] = [
    ["JobID eq '9'", ['9']],
    ["JobID eq '0000000009'", ['9']],
    ["JobID lt '10'", ['9']],
    ["Title eq 'O''Hara'", ['9']],
    ['Quantity gt 9.5M', ['9']],
    ['Quantity ge 9.50', ['9', '10']],
    ['Quantity eq 10', ['9']],
    ['Quantity lt -0.5m', ['A/7']],
    ["StartedAt ge datetime'2026-01-02T00:00:00'", ['10']],
    ["SentAt eq datetimeoffset'2026-01-01T01:00:00+01:00'", ['9']],
    ["Duration gt time'PT1H2M'", ['9']],
    ['IsOpen eq true', ['9']],
    ['IsOpen', ['9']],
    ['not IsOpen', ['10', 'A/7']],
    ["Ref eq guid'AB4EF2A1-0C1B-4C7C-9E36-000000000001'", ['9']],
    ['Priority lt 0', ['10']],
    ['StartedAt eq null', ['A/7']],
    ["substringof('ain',Title)", ['10']],
    ["startswith(Title,'seed') or endswith(Title, 'nt') eq true", ['10', 'A/7']],
    ["toupper(Title) eq 'PAINT'", ['10']],
    ["(JobID eq '9' or JobID eq '10') and (Quantity lt 10 and (Priority ne 5))", ['10']],
    ["Operation eq ''", ['A/7']],
  ]
  for (const [filter, ids] of filters) {
    test(`$filter=${filter}`, async () => assert.deepEqual(await idsOf(`$filter=${encodeURIComponent(filter)}`), ids))
  }

  const wrongQueries = [
    '$filter=JobID eq 9',
    "$filter=Nope eq '9'",
    "$filter=JobID eq '9' and",
    "$filter=JobID eq 'unclosed",
    '$filter=Title',
    `$filter=${'('.repeat(300)}`,
    '$select=Nope',
    '$expand=to_Nope',
    '$orderby=Nope',
    '$top=-1',
    '$skip=x',
    '$inlinecount=some',
    '$apply=x',
  ]
  for (const query of wrongQueries) {
    test(`a wrong query is a 400 in error form: ${query.slice(0, 40)}`, async () => {
      const { status, json } = await get(`/Jobs?${query}`)
      assert.equal(status, 400)
      assert.equal(typeof at(json, 'error', 'message', 'value'), 'string')
    })
  }

  test('paging, sorting and counting', async () => {
    assert.deepEqual(await idsOf(''), ['9', '10', 'A/7'], 'by key, numbers as if padded')
    assert.deepEqual(await idsOf('$orderby=Quantity desc'), ['9', '10', 'A/7'], 'by value, not by text')
    assert.deepEqual(await idsOf('$orderby=IsOpen asc,StartedAt desc&$top=1'), ['10'])
    assert.deepEqual(await idsOf('$skip=1&$top=1'), ['10'])
    const { json } = await get('/Jobs?$inlinecount=allpages&$top=1&$filter=Quantity%20gt%200')
    assert.equal(at(json, 'd', '__count'), '2')
    assert.equal((await get('/Jobs/$count?$filter=Quantity%20gt%200')).text, '2')
    assert.equal((await get("/Jobs('9')/to_Part/$count")).text, '2')
  })

  test('nested $expand and $select show what they name and nothing else', async () => {
    const { json } = await get("/Jobs('9')?$expand=to_Part,to_Part/to_Job&$select=Title,to_Part/Item,to_Part/to_Job/JobID")
    const { __metadata, ...rest } = at(json, 'd') as Record<string, unknown>
    assert.ok(__metadata)
    assert.deepEqual(Object.keys(rest), ['Title', 'to_Part'])
    const [first] = at(rest, 'to_Part', 'results') as Record<string, unknown>[]
    assert.deepEqual(Object.keys(first ?? {}), ['__metadata', 'Item', 'to_Job'])
    assert.equal(at(first, 'to_Job', 'JobID'), '9')
    const whole = await get('/Jobs?$expand=to_Part&$select=JobID,to_Part')
    assert.deepEqual(Object.keys(at(whole.json, 'd', 'results', 0, 'to_Part', 'results', 0) as object).length, 6)
  })

  test('paths: navigations, properties, raw values, padded keys, a trailing slash', async () => {
    assert.equal(at((await get("/Jobs('0000000009')/to_Part(JobID='9',Item='0002')")).json, 'd', 'Material'), 'FG226')
    assert.equal(at((await get("/Parts(Item='0001',JobID='10')/to_Job")).json, 'd', 'Title'), 'Paint')
    assert.deepEqual((await get("/Jobs('9')/Quantity")).json, { d: { Quantity: '10.000' } })
    assert.equal((await get("/Jobs('9')/Quantity/$value")).text, '10.000')
    assert.equal((await get('/Jobs/')).status, 200)
    assert.deepEqual((await get('/')).json, { d: { EntitySets: ['Jobs', 'Parts'] } })
  })

  const missing: readonly [path: string, status: number, code: string][] = [
    ['/Nope', 404, '005056A509B11EE1B9A8FEC11C21D78E'],
    ["/Jobs('9')/to_Nope", 404, '005056A509B11EE1B9A8FEC11C21D78E'],
    ["/Jobs('404')", 404, '/IWBEP/CM_MGW_RT/020'],
    ['/Jobs(9)', 400, '/IWCOR/CX_DS_KEY_ERROR'],
    ["/Parts('9')", 400, '/IWCOR/CX_DS_KEY_ERROR'],
    ["/Parts(JobID='9')", 400, '/IWCOR/CX_DS_KEY_ERROR'],
  ]
  for (const [path, status, code] of missing) {
    test(`${path} is ${status} ${code}`, async () => {
      const answer = await get(path)
      assert.deepEqual([answer.status, at(answer.json, 'error', 'code')], [status, code])
    })
  }

  test('the metadata document describes sets, keys, associations and functions as EDMX 1.0', async () => {
    const { headers, text } = await get('/$metadata', { accept: 'application/xml' })
    assert.match(headers.get('content-type') ?? '', /^application\/xml/)
    assert.match(text, /<edmx:Edmx Version="1.0"/)
    assert.match(text, /<EntitySet Name="Parts" EntityType="ZWORKSHOP_SRV.PartType" sap:creatable="false"/)
    assert.match(text, /<Property Name="ChangedAt" Type="Edm.String" MaxLength="14" ConcurrencyMode="Fixed"/)
    assert.match(text, /<FunctionImport Name="FindJob" ReturnType="ZWORKSHOP_SRV.JobType" EntitySet="Jobs" m:HttpMethod="POST">/)
  })

  test('an error is XML for a client that asks for XML', async () => {
    const { status, text } = await get('/Nope', { accept: 'application/atom+xml,application/xml' })
    assert.equal(status, 404)
    assert.match(text, /^<\?xml.*<error xmlns=.*<code>005056A509B11EE1B9A8FEC11C21D78E<\/code>/s)
  })
})
