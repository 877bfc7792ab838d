import fc from 'fast-check'
import { type Tree, changed, placesIn, treeOf } from './json.ts'

/** What can go wrong with a good message, from a wrong type to broken bytes. */

/** Values where others are due. */
const hostile: fc.Arbitrary<Tree> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom<Tree>(
      '',
      ' ',
      'x',
      '1,5',
      '1.234,5',
      'ten',
      '-1',
      '+1',
      '1e2',
      '1e999',
      '0x10',
      'NaN',
      'Infinity',
      '٣',
      '½',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Tree>(
      '12345678901',
      '1.2345',
      '0'.repeat(40),
      '9'.repeat(70),
      'PIECE',
      '2025-02-30',
      '/Date(99999999999999)/',
      '/Date(x)/',
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<Tree>(
      '\u0000',
      '\ud800',
      '\u202e',
      '\ufeff',
      "'; DROP TABLE x; --",
      "o'k",
      '<a>&amp;</a>',
      '${x}',
      '%00',
      '../..',
      '\\',
      '"',
    ),
  },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom('0', '-0', '1.10', '1e400', '1e-400', '1E+2', '12345678901234567890', '0.1234567')
      .map((raw): Tree => ({ raw })),
  },
  { weight: 2, arbitrary: fc.constantFrom('01', '.5', '1.', '+1', 'NaN', 'undefined', "'x'", 'tru', '1e').map((raw): Tree => ({ raw })) },
  { weight: 3, arbitrary: fc.constantFrom<Tree>(null, true, false, [], [[]], { members: [] }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }).map(treeOf) },
  { weight: 1, arbitrary: fc.constantFrom(100, 1000, 60_000).map((length): Tree => 'y'.repeat(length)) },
  { weight: 1, arbitrary: fc.constantFrom(10, 31, 34, 3000).map((depth): Tree => ({ raw: '['.repeat(depth) + ']'.repeat(depth) })) },
)

const NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'd',
  'results',
  '__metadata',
  '__deferred',
  'isLosslessNumber',
  'ZZ1_Customer',
  '',
  'OrderID',
]
const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 12 }))

type Mutation = (tree: Tree, at: number) => Tree

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 8, arbitrary: hostile.map((value) => everyKey((key) => [[key, value]])) },
  { weight: 3, arbitrary: fc.constant(everyKey(() => [])) },
  {
    weight: 3,
    arbitrary: fc.tuple(name, hostile).map(([key, value]) =>
      everyKey((own, kept) => [
        [own, kept],
        [key, value],
      ]),
    ),
  },
  { weight: 2, arbitrary: name.map((key) => everyKey((_, value) => [[key, value]])) },
  { weight: 2, arbitrary: fc.constant(everyKey((key, value) => [[key.toLowerCase(), value]])) },
  // The same key twice, with the same or another value.
  {
    weight: 2,
    arbitrary: fc.constant(
      everyKey((key, value) => [
        [key, value],
        [key, value],
      ]),
    ),
  },
  {
    weight: 2,
    arbitrary: hostile.map((value) =>
      everyKey((key, kept) => [
        [key, kept],
        [key, value],
      ]),
    ),
  },
  { weight: 2, arbitrary: fc.constant(everyKey((key, value) => [[key, [value]]])) },
  { weight: 2, arbitrary: name.map((inner) => everyKey((key, value) => [[key, { members: [[inner, value]] }]])) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(50, 700).map((times) => everyKey((key, value) => [[key, Array.from({ length: times }, () => value)]])),
  },
)

function everyKey(change: Parameters<typeof changed>[2]): Mutation {
  return (tree, at) => {
    const places = placesIn(tree)
    const place = places[at % Math.max(1, places.length)]
    return place === undefined ? tree : changed(tree, place, change)
  }
}

/** One to four mutations of a body. */
export const mutations: fc.Arbitrary<(tree: Tree) => Tree> = fc
  .array(fc.tuple(mutation, fc.nat({ max: 400 })), { minLength: 1, maxLength: 4 })
  .map((all) => (tree) => all.reduce((next, [mutate, at]) => mutate(next, at), tree))

const scrap = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\\u',
  '\u0000',
  '\ufeff',
  '\r\n',
  '/*',
  'null',
  '\x80',
  '\xff\xfe',
  '<',
  '--',
)

/** Broken on the way: cut off, a piece gone, something put in, told twice, or in another encoding. Latin1 in, latin1 out: a character is a byte. */
export const breakages: fc.Arbitrary<(text: string) => string> = fc
  .tuple(fc.nat({ max: 5 }), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 12 }), scrap)
  .map(([how, share, size, put]) => (text) => {
    const at = Math.floor(text.length * share)
    if (how === 0) return text.slice(0, at)
    if (how === 1) return text.slice(0, at) + text.slice(at + size + 1)
    if (how === 2) return text.slice(0, at) + put + text.slice(at)
    if (how === 3) return text.slice(0, at) + put + text.slice(at + size)
    if (how === 4) return text + text
    return Buffer.from(text, 'latin1')
      .toString('utf8')
      .replace(/[^]/g, (char) => `${char}\u0000`)
  })

/** Any JSON, with names that mean something. */
export const noise: fc.Arbitrary<Tree> = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }).map(treeOf),
  fc
    .array(
      fc.tuple(
        fc.constantFrom(
          'OrderID',
          'OrderOperation',
          'ConfirmationYieldQuantity',
          'to_ProdnOrdConfMatlDocItm',
          'to_MaterialDocumentItem',
          ...NAMES,
        ),
        hostile,
      ),
      { maxLength: 8 },
    )
    .map((members): Tree => ({ members })),
  hostile,
)
