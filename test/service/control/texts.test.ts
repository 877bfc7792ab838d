import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Control, openControl } from './stand.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const FOLDERS = ['srv/_i18n', 'srv/worklist/_i18n', 'srv/triage/_i18n', 'srv/control/_i18n']

/** Keys of a file of texts, with the numbers of what is put into each. */
async function textsOf(file: string): Promise<Map<string, string>> {
  const lines = (await readFile(join(ROOT, file), 'utf8')).split('\n').filter((line) => /^[^#\s]/.test(line))
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('=')).trim(), (line.match(/\{\d\}/g) ?? []).sort().join()]))
}

describe('what people read when something is refused', () => {
  test('is there in both languages, with the same values in it', async () => {
    for (const folder of FOLDERS) {
      const english = new Map([
        ...(await textsOf(`${folder}/messages.properties`)),
        ...(await textsOf(`${folder}/messages_en.properties`).catch(() => [])),
      ])
      const german = await textsOf(`${folder}/messages_de.properties`)
      assert.deepEqual([...german].sort(), [...english].sort(), folder)
    }
  })

  test('is there for every decision that can be refused', async () => {
    const known = new Set(
      (await Promise.all(FOLDERS.map((each) => textsOf(`${each}/messages.properties`)))).flatMap((each) => [...each.keys()]),
    )
    const missing: string[] = []
    for await (const file of glob('srv/{pipeline,worklist,triage,control,corrections}/**/*.ts', { cwd: ROOT })) {
      const text = await readFile(join(ROOT, file), 'utf8')
      const refused = text.matchAll(/DecisionError\(\s*\d+,\s*'([^']+)'|code: '(ADJUST_\w+)'/g)
      for (const [, decision, adjustment] of refused)
        if (!known.has(decision ?? adjustment ?? '')) missing.push(`${dirname(file)}: ${decision ?? adjustment ?? ''}`)
    }
    assert.deepEqual(missing, [])
  })
})

describe('an administrator', () => {
  let control: Control
  before(async () => (control = await openControl()))
  after(() => control.close())

  test('reads German where the browser asks for it', async () => {
    const ask = async (method: string, path: string, body?: object, user?: string) => {
      const { status, body: answer } = await control.ask(method, path, body as never, user, 'de')
      return [status, answer.error?.code, answer.error?.message]
    }
    const reason = { reason: 'Try it' }
    assert.deepEqual(await ask('POST', `ModelVersions('none')/ControlService.promote`, reason), [
      404,
      'COUNTERSIGN/NOT_FOUND',
      'Das gibt es nicht, oder nicht mehr: neu laden zeigt, was es gibt',
    ])
    assert.deepEqual(await ask('POST', 'rollBack', reason), [
      409,
      'COUNTERSIGN/NOTHING_BEFORE',
      'Vor diesem Modell war keines im Einsatz, zu dem man zurückkehren kann',
    ])
    assert.deepEqual(await ask('POST', 'rollBack', { reason: ' ' }), [400, 'ASSERT_MANDATORY', 'Geben Sie den fehlenden Wert ein.'])
    assert.deepEqual(await ask('POST', 'rollBack', reason, 'auditor'), [403, '403', 'Das ist mit Ihrer Rolle nicht möglich'])
    const draft = await control.ask('POST', 'FailureCodes', { textPattern: 'x', cause_code: 'lock', queue_code: 'planner' })
    const saved = await ask('POST', `FailureCodes(ID='${String(draft.body.ID)}',IsActiveEntity=false)/ControlService.draftActivate`, {})
    assert.deepEqual(saved, [
      400,
      'COUNTERSIGN/TEXT_TOO_SHORT',
      'Ohne Code braucht der Text neben den Variablen mindestens sechs Buchstaben',
    ])
  })
})
