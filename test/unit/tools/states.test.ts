import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { draw, withDrawing } from '../../tools/states/draw.ts'
import { drawnFromModel } from '../../tools/states/model.ts'

const README = resolve(import.meta.dirname, '../../../README.md')

test('what the model lists is drawn in its order, with where it begins and where it ends', () => {
  const drawing = draw(
    ['new', 'open', 'done'],
    [
      { to: 'new', by: 'recorded' },
      { from: 'new', to: 'open', by: 'judged' },
      { from: 'open', to: 'new', by: 'tried again' },
      { from: 'open', to: 'done', by: 'booked' },
    ],
  )
  assert.equal(
    drawing,
    `stateDiagram-v2
  [*] --> new: recorded
  new --> open: judged
  open --> new: tried again
  open --> done: booked
  done --> [*]`,
  )
})

test('a label that Mermaid would misread is none', () => {
  for (const by of ['held: by whom', 'a;b', 'no. #1']) assert.throws(() => draw(['a'], [{ to: 'a', by }]), /Mermaid/)
})

test('a drawing takes the place of the one before, and nothing else changes', () => {
  const text = 'One\n<!-- states -->\nold\n<!-- /states -->\nTwo\n'
  const once = withDrawing(text, 'drawn')
  assert.equal(once, 'One\n<!-- states -->\n\n```mermaid\ndrawn\n```\n\n<!-- /states -->\nTwo\n')
  assert.equal(withDrawing(once, 'drawn'), once)
  assert.throws(() => withDrawing('One\n<!-- /states --> <!-- states -->', 'drawn'), /There is no/)
})

test('README shows the states of the model', async () => {
  const readme = await readFile(README, 'utf8')
  assert.equal(withDrawing(readme, await drawnFromModel()), readme, 'node test/tools/states.ts --write README.md')
})
