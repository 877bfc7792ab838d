import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { describe, it } from 'node:test'
import { normalise } from '../../../../srv/erp/errors/normalise.ts'

/** Answers in every dialect, and beside each what it means. `details`: code and severity of each. */
const corpus = new URL('corpus/', import.meta.url)

interface Expected {
  readonly status: number
  readonly details: readonly (readonly [code: string, severity: string])[]
}

function expectedOf(name: string): Expected & Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${name}.expected.json`, corpus), 'utf8')) as Expected & Record<string, unknown>
}

describe('an answer of the corpus means what stands beside it', () => {
  for (const file of readdirSync(corpus).filter((each) => !each.endsWith('.expected.json'))) {
    it(file, () => {
      const text = readFileSync(new URL(file, corpus), 'utf8')
      const { status, ...expected } = expectedOf(file.slice(0, file.lastIndexOf('.')))
      const { code, text: said, severity, isTransient, variables, details, raw, ...named } = normalise(status, text)
      const seen = { code, text: said, severity, isTransient, variables, details: details.map((each) => [each.code, each.severity]) }
      assert.deepEqual(seen, expected)
      assert.equal(raw, text)
      const isNamed = /\/\d{3}$/.test(code)
      assert.deepEqual(named, { class: isNamed ? code.slice(0, -4) : '', number: isNamed ? code.slice(-3) : '' })
    })
  }
})
