import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import cds from '@sap/cds'
import { linksOf } from '../../../srv/pipeline/triage/links.ts'
import { openTriage, type Triage } from './stand.ts'

const TEMPLATES = {
  order: 'https://erp.example/ui#ProductionOrder-display?ProductionOrder={order}&Plant={plant}',
  material: 'https://erp.example/ui#Material-display?Material={material}',
  confirmation: "{s4}/Confirmations(ConfirmationGroup='{group}',ConfirmationCount='{count}')",
  materialDocument: 'https://erp.example/ui#MaterialDocument-display?MaterialDocument={document}&MaterialDocumentYear={year}',
}
const env = cds.env as unknown as { countersign: { links?: Record<string, string> } | undefined }
const own = env.countersign
const use = (links: Record<string, string> | undefined) => (env.countersign = { ...own, ...(links ? { links } : { links: {} }) })

describe('a link to the ERP', () => {
  afterEach(() => (env.countersign = own))

  test('is the template of its object with its values, encoded for URLs', () => {
    use(TEMPLATES)
    assert.deepEqual(linksOf({ order: '1000001', plant: '1710', material: "A/1 'b'&c", erpDocument: '2026/4900000012, 207/1' }), {
      orderLink: 'https://erp.example/ui#ProductionOrder-display?ProductionOrder=1000001&Plant=1710',
      materialLink: 'https://erp.example/ui#Material-display?Material=A%2F1%20%27b%27%26c',
      documentLink: 'https://erp.example/ui#MaterialDocument-display?MaterialDocument=4900000012&MaterialDocumentYear=2026',
    })
    assert.match(linksOf({ erpDocument: '207/1' }).documentLink ?? '', /\/Confirmations\(ConfirmationGroup='207',ConfirmationCount='1'\)$/)
  })

  test('is none without a template, without a value, and where a value of the template is missing', () => {
    const none = { orderLink: null, materialLink: null, documentLink: null }
    use(TEMPLATES)
    assert.deepEqual(linksOf({ order: '', material: null, erpDocument: undefined }), none)
    assert.equal(linksOf({ order: '1000001', plant: null }).orderLink, null)
    use(undefined)
    assert.deepEqual(linksOf({ order: '1000001', plant: '1710', material: 'FG1', erpDocument: '207/1' }), none)
  })
})

describe('a failure', () => {
  let triage: Triage

  before(async () => (triage = await openTriage()))
  after(() => triage.close())
  afterEach(() => (env.countersign = own))

  test('bears the links of its order and material, whichever columns are asked for', async () => {
    use(TEMPLATES)
    const { ID } = await triage.refused({ order: '3000001' })
    const orderLink = 'https://erp.example/ui#ProductionOrder-display?ProductionOrder=3000001&Plant=1710'
    for (const select of ['', '?$select=orderLink', '?$select=order,orderLink']) {
      const [row] = await triage.rows('planner', `Conflicts(${ID})${select}`)
      assert.equal(row?.orderLink, orderLink, select)
    }
    const [row] = await triage.rows('planner', `Conflicts?$filter=ID eq ${ID}&$select=materialLink,documentLink`)
    assert.deepEqual([row?.materialLink, row?.documentLink], ['https://erp.example/ui#Material-display?Material=FG1', null])
  })

  test('bears none where nobody has configured any', async () => {
    use(undefined)
    const { ID } = await triage.refused({ order: '3000002' })
    const [row] = await triage.rows('planner', `Conflicts(${ID})`)
    assert.deepEqual([row?.orderLink, row?.materialLink, row?.order], [null, null, '3000002'])
  })
})
