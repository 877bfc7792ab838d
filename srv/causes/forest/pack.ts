import { crc32 } from 'node:zlib'
import { rankOf } from './bins.ts'
import { ForestBuilder } from './builder.ts'
import { broken, ByteReader, ByteWriter } from './bytes.ts'
import type { Forest } from './forest.ts'
import { shareOf } from './library-gini.ts'
import { thresholdsOf } from './ranks.ts'

/**
 * A forest as few bytes, about eight a node: thresholds stand once each, nodes name them by their rank, the place of a child goes without saying (depth first), and shares are counts of
 * cases. `CSFO`, a byte for the version of this format, the forest, and CRC-32 of all that, the lowest byte first.
 */
/** `CSFO` */
const MAGIC = [0x43, 0x53, 0x46, 0x4f] as const
const VERSION = 1
/** Bytes before and after the forest. */
const [HEAD, TAIL] = [MAGIC.length + 1, 4]
/** Counts of so many cases stand as they are. */
const MOST = 2 ** 24

/** How a leaf's shares come from its counts; where they don't, shares and covers stand as they are. */
const FORMS = [(count: number, cover: number): number => count / cover, shareOf] as const
const PLAIN = FORMS.length

const countOf = (share: number, cover: number): number => Math.round(share * cover)

function formOf(forest: Forest): number {
  const { feature, left, right, cover, start, share } = forest
  const fits = FORMS.map(() => true)
  for (const [node, own] of cover.entries()) {
    if ((feature[node] ?? -1) >= 0) {
      if (own !== (cover[left[node] ?? 0] ?? 0) + (cover[right[node] ?? 0] ?? 0)) return PLAIN
      continue
    }
    let counted = 0
    for (let at = start[node] ?? 0; at < (start[node + 1] ?? 0); at++) {
      const count = countOf(share[at] ?? 0, own)
      counted += count
      for (const [form, shareFrom] of FORMS.entries()) if (count < 1 || shareFrom(count, own) !== share[at]) fits[form] = false
    }
    if (counted !== own || own >= MOST) return PLAIN
  }
  const form = fits.indexOf(true)
  return form < 0 ? PLAIN : form
}

/** @returns bytes that `unpackForest` makes the forest of again: the same predictions; the same arrays, too, when its nodes stand depth first, left before right */
export function packForest(forest: Forest): Uint8Array {
  const { width, classes, roots, feature, threshold, left, right, cover, start, label, share } = forest
  const writer = new ByteWriter()
  const form = formOf(forest)
  const thresholds = thresholdsOf(forest)
  for (const each of [...MAGIC, VERSION, form]) writer.byte(each)
  for (const each of [width, classes, roots.length]) writer.whole(each)
  for (const own of thresholds) {
    writer.whole(own.length)
    for (const each of own) writer.float(each)
  }
  const open = [...roots].reverse()
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const own = feature[node] ?? -1
    writer.whole(own + 1)
    if (form === PLAIN) writer.float(cover[node] ?? 0)
    if (own >= 0) {
      writer.whole(rankOf(thresholds[own] ?? new Float64Array(0), threshold[node] ?? 0) - 1)
      open.push(right[node] ?? 0, left[node] ?? 0)
      continue
    }
    const [from, to] = [start[node] ?? 0, start[node + 1] ?? 0]
    writer.whole(to - from)
    for (let at = from; at < to; at++) {
      writer.whole(label[at] ?? 0)
      if (form === PLAIN) writer.float(share[at] ?? 0)
      else writer.whole(countOf(share[at] ?? 0, cover[node] ?? 0))
    }
  }
  const body = writer.finish()
  const bytes = new Uint8Array(body.length + TAIL)
  bytes.set(body)
  new DataView(bytes.buffer).setUint32(body.length, crc32(body), true)
  return bytes
}

/** @throws ModelError `COUNTERSIGN/MODEL_BROKEN` when `bytes` aren't what `packForest` wrote: a single wrong, lost or added byte is noticed */
export function unpackForest(bytes: Uint8Array): Forest {
  if (bytes.length < HEAD + TAIL || MAGIC.some((each, at) => bytes[at] !== each)) throw broken('These bytes are no model.', 'magic')
  if (bytes[MAGIC.length] !== VERSION) throw broken(`Version ${bytes[MAGIC.length] ?? 0} of the format isn't known.`, 'version')
  const body = bytes.subarray(0, -TAIL)
  const sum = new DataView(bytes.buffer, bytes.byteOffset + body.length).getUint32(0, true)
  if (crc32(body) !== sum) throw broken('The model was changed or cut.', 'checksum')
  return readForest(new ByteReader(body.subarray(HEAD)), body.length)
}

/** Every number is checked, so that bytes made up by someone who knows the checksum can't lead anyone astray either. @param most more than anything there can be as many of */
function readForest(reader: ByteReader, most: number): Forest {
  const form = reader.byte()
  if (form > PLAIN) throw broken(`Shares of form ${form} aren't known.`, 'form')
  const width = reader.whole(65_536, 'width')
  const classes = reader.whole(65_536, 'classes')
  const trees = reader.whole(most, 'trees')
  if (width === 0 || trees === 0) throw broken('The model has no trees.', 'trees')
  const thresholds = Array.from({ length: width }, () => {
    const own = new Float64Array(reader.whole(most, 'thresholds'))
    for (let at = 0; at < own.length; at++) own[at] = reader.float('thresholds')
    if (own.some((each, at) => at > 0 && each <= (own[at - 1] ?? 0))) throw broken('Thresholds are out of order.', 'thresholds')
    return own
  })
  const builder = new ForestBuilder(width, classes)
  for (let tree = 0; tree < trees; tree++) {
    const open = [{ parent: -1, isRight: false }]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const feature = reader.whole(width + 1, 'feature') - 1
      const node = builder.add(form === PLAIN ? reader.float('cover') : 0)
      if (next.parent < 0) builder.root(node)
      else builder.attach(node, next.parent, next.isRight)
      if (feature < 0) readLeaf(reader, builder, node, classes, FORMS[form])
      else {
        const own = thresholds[feature] ?? new Float64Array(0)
        builder.split(node, feature, own[reader.whole(own.length, 'threshold')] ?? NaN)
        open.push({ parent: node, isRight: true }, { parent: node, isRight: false })
      }
    }
  }
  if (!reader.isAtEnd) throw broken('The model goes on behind its last tree.', 'length')
  const forest = builder.finish()
  if (form !== PLAIN) sumUpCovers(forest)
  return forest
}

function readLeaf(
  reader: ByteReader,
  builder: ForestBuilder,
  node: number,
  classes: number,
  shareFrom: (typeof FORMS)[number] | undefined,
): void {
  const [labels, values]: [number[], number[]] = [[], []]
  const length = reader.whole(classes + 1, 'shares')
  for (let at = 0; at < length; at++) {
    const label = reader.whole(classes, 'label')
    if (label <= (labels.at(-1) ?? -1)) throw broken('Labels are out of order.', 'label')
    labels.push(label)
    values.push(shareFrom === undefined ? reader.float('share') : reader.whole(MOST, 'count'))
  }
  if (values.length === 0 || values.some((each) => each <= 0)) throw broken('A leaf holds no shares.', 'shares')
  const total = values.reduce((sum, each) => sum + each, 0)
  if (shareFrom !== undefined) builder.cover(node, total)
  else if (Math.abs(total - 1) > 1e-6) throw broken(`The shares of a leaf add up to ${total}.`, 'shares')
  for (const [at, value] of values.entries()) builder.share(labels[at] ?? 0, shareFrom?.(value, total) ?? value)
}

/** Children stand behind their parents. */
function sumUpCovers({ feature, left, right, cover }: Forest): void {
  for (let node = cover.length - 1; node >= 0; node--) {
    if ((feature[node] ?? -1) >= 0) cover[node] = (cover[left[node] ?? 0] ?? 0) + (cover[right[node] ?? 0] ?? 0)
  }
}
