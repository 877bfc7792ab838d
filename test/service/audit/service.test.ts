import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { inflateRawSync } from 'node:zlib'
import cds from '@sap/cds'
import { tell } from '../../../srv/audit/log.ts'
import { Sealer } from '../../../srv/audit/sealer.ts'
import { type Desk, openDesk } from './desk.ts'
import { openDatabase } from '../database.ts'
import { append, entries, tamper } from './stand.ts'

const run = promisify(execFile)

describe('the audit service', () => {
  let desk: Desk
  let folder: string
  before(async () => {
    await openDatabase()
    desk = await openDesk()
    folder = await mkdtemp(join(tmpdir(), 'countersign-export-'))
    await append(30)
    await cds.tx(() =>
      tell({ actor: '=cmd()', role: 'sender', action: 'received', reason: '-1+2, "quoted"\nand <more> & \u0001', details: { a: 1 } }),
    )
    await new Sealer({ batch: 8 }).seal()
  })
  after(async () => {
    desk.close()
    await rm(folder, { recursive: true, force: true })
  })
  const query = (text: string) => encodeURIComponent(text.replaceAll("'", "''"))

  test('verifies in plain words, in the language of whoever asks', async () => {
    const { status, body } = await desk.ask('verify', { body: {} })
    assert.equal(status, 200)
    assert.deepEqual([body.isWhole, body.entries, body.seals, body.unsealed], [true, 31, 4, 0])
    assert.match(String(body.text), /^The log is whole: 31 entries in 4 seals, 0 waiting/)
    const german = await desk.ask('verify', { body: {}, locale: 'de' })
    assert.match(String(german.body.text), /^Das Protokoll ist unversehrt: 31 Einträge in 4 Siegeln/)
  })

  test('is for controllers, auditors and administrators', async () => {
    for (const user of ['planner', 'supervisor', 'dm']) {
      assert.equal((await desk.ask('verify', { user, body: {} })).status, 403)
      assert.equal((await desk.ask('AuditLog', { user })).status, 403)
      assert.equal((await desk.ask(`exportLog(format='csv',query='')`, { user })).status, 403)
    }
    for (const user of ['controller', 'auditor', 'admin']) assert.equal((await desk.ask('verify', { user, body: {} })).status, 200)
  })

  test('a seal is exported, kept, and held against the log', async () => {
    const { status, text, type } = await desk.ask('exportSeal(number=2)')
    assert.equal(status, 200)
    assert.match(type, /json/)
    const kept = JSON.parse(text) as { number: number; hash: string }
    assert.equal(kept.number, 2)
    assert.equal((await desk.ask('verify', { body: { against: text } })).body.isWhole, true)
    const other = JSON.stringify({ ...kept, hash: '0'.repeat(64) })
    const { body } = await desk.ask('verify', { body: { against: other } })
    assert.deepEqual(body.isWhole, false)
    assert.match(String(body.text), /Seal 2 isn't the one that was kept elsewhere: the log was rewritten/)
    assert.equal((await desk.ask('verify', { body: { against: 'nonsense' } })).status, 400)
    assert.equal((await desk.ask('exportSeal(number=99)')).status, 404)
  })

  test('the exported log is proven by the exported verifier alone, and tampering with the file is found', async () => {
    const log = await desk.ask('exportProof()')
    const verifier = await desk.ask('verifier()')
    const seal = await desk.ask('exportSeal(number=null)')
    const paths = { log: join(folder, 'log.jsonl'), verifier: join(folder, 'verify.mjs'), seal: join(folder, 'seal.json') }
    await writeFile(paths.log, log.bytes)
    await writeFile(paths.verifier, verifier.bytes)
    await writeFile(paths.seal, seal.bytes)
    const whole = await run(process.execPath, [paths.verifier, paths.log, '--against', paths.seal], { cwd: folder })
    assert.match(whole.stdout, /^The log is whole: 31 entries in 4 seals/)
    const lines = log.text.trim().split('\n')
    const tampered: [name: string, lines: string[], told: RegExp][] = [
      [
        'changed',
        lines.map((line, index) => (index === 3 ? line.replace('told 2', 'told 3') : line)),
        /Entry 3 \([-0-9a-f]+\) was changed/,
      ],
      ['missing', lines.filter((_, index) => index !== 4), /position 4 \(seal 1\) is missing/],
      ['swapped', [...lines.slice(0, 2), lines[3] ?? '', lines[2] ?? '', ...lines.slice(4)], /position 2/],
      ['cut', lines.slice(0, -3), /its end is missing/],
      ['added', [...lines, lines[1] ?? ''], /Behind the end of the log stands the entry [-0-9a-f]+: it was inserted/],
      ['inserted', [...lines.slice(0, 2), (lines[1] ?? '').replace(/"position":1/, '"position":2'), ...lines.slice(2)], /was inserted/],
      ['broken', [...lines.slice(0, 2), '{', ...lines.slice(2)], /Line 3 can't be read/],
    ]
    for (const [name, changed, told] of tampered) {
      await writeFile(paths.log, changed.join('\n'))
      const result = await run(process.execPath, [paths.verifier, paths.log]).then(
        () => assert.fail(name),
        (error: unknown) => error as { code: number; stdout: string },
      )
      assert.equal(result.code, 1, name)
      assert.match(result.stdout, told, name)
    }
  })

  test('is exported as CSV, filtered as the list is, and no cell is a formula', async () => {
    const { status, text, type } = await desk.ask(
      `exportLog(format='csv',query='${query(`$filter=contains(reason,'told 1')&$orderby=at`)}')`,
    )
    assert.equal(status, 200)
    assert.match(type, /text\/csv/)
    assert.ok(text.startsWith('\uFEFF'))
    const [, ...lines] = text.trim().split('\r\n')
    assert.equal(lines.length, 11)
    const all = await desk.ask(`exportLog(format='csv',query='')`)
    assert.ok(all.text.includes(`,'=cmd(),`))
    assert.ok(all.text.includes(`"'-1+2, ""quoted""\nand <more> & \u0001"`))
    const searched = await desk.ask(`exportLog(format='csv',query='${query('$search=cmd')}')`)
    assert.equal(searched.text.trim().split('\r\n').length > 1, true)
    assert.equal((await desk.ask(`exportLog(format='csv',query='${query(`$filter=nonsense eq 1`)}')`)).status, 400)
    assert.equal((await desk.ask(`exportLog(format='pdf',query='')`)).status, 400)
  })

  test('is exported as XLSX, whose cells are text', async () => {
    const { status, bytes, type } = await desk.ask(`exportLog(format='xlsx',query='')`)
    assert.equal(status, 200)
    assert.match(type, /spreadsheetml/)
    const sheet = unzipped(bytes, 'xl/worksheets/sheet1.xml')
    assert.equal(sheet.match(/<row>/g)?.length, 32)
    assert.ok(sheet.includes('s="2"><is><t xml:space="preserve">=cmd()</t>'))
    assert.ok(sheet.includes('and &lt;more&gt; &amp; \uFFFD'))
    assert.match(sheet, /<row><c><v>31<\/v><\/c><c><v>31<\/v><\/c><c><v>4<\/v><\/c>/)
    assert.doesNotMatch(sheet, /<f>/)
  })

  test('shows where each entry is sealed', async () => {
    const { body } = await desk.ask('AuditLog?$expand=leaf($expand=seal)&$top=1&$orderby=sequence')
    const [row] = body.value as { leaf: { position: string; seal: { number: string } } }[]
    assert.deepEqual([row?.leaf.position, row?.leaf.seal.number], ['1', '1'])
  })

  test('names the entry that somebody changed behind its back', async () => {
    const [first] = await entries()
    await tamper(`UPDATE countersign_AuditLog SET actor = 'nobody' WHERE ID = '${first?.ID ?? ''}'`)
    const { body } = await desk.ask('verify', { body: {}, locale: 'de' })
    assert.match(String(body.text), new RegExp(`Eintrag 1 \\(${first?.ID ?? ''}\\) wurde nach Siegel 1 geändert`))
    const [finding] = body.findings as Record<string, unknown>[]
    assert.deepEqual([finding?.kind, finding?.sequence, finding?.entry], ['changed', 1, first?.ID])
  })
})

/** One file of an archive, found by its central directory. */
function unzipped(archive: Buffer, name: string): string {
  const at = archive.lastIndexOf(Buffer.from(name)) - 46
  assert.equal(archive.readUInt32LE(at), 0x02014b50)
  const size = archive.readUInt32LE(at + 20)
  const local = archive.readUInt32LE(at + 42)
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  return inflateRawSync(archive.subarray(start, start + size)).toString()
}
