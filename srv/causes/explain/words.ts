import type { Influence } from '../../domain/judgement.ts'
import type { Evidenced } from '../features/features.ts'
import type { FeatureName } from '../features/schema.ts'
import { consumptionWords } from './words/consumption.ts'
import { orderWords } from './words/order.ts'
import { recordWords } from './words/record.ts'
import { say, sentence } from './words/say.ts'
import type { Locale, Saying } from './words/say.ts'
import { supplyWords } from './words/supply.ts'
import { RECORD } from './words/texts.ts'

/** What has words of its own: every feature of the schema, and the beginning and the rest of a pooled prediction. */
type Worded = FeatureName | 'base' | 'rest'
const WORDS: Readonly<Record<Worded, (evidenced: Evidenced, influence: Influence) => Saying>> = {
  ...consumptionWords,
  ...supplyWords,
  ...orderWords,
  ...recordWords,
}

function isWorded(name: string): name is Worded {
  return Object.hasOwn(WORDS, name)
}

/**
 * One sentence, without a full stop, on what a feature saw in a message: "2.4 kg of RM100 issued where the BOM expects 1 kg for 10 pieces".
 * Quantities are those of the message and of what was read for it, computed as decimals; only counts and learnt rates come from
 * `influence.value`. Of several parts the one is told that made the feature what it is. A fact, whether it speaks for the cause or against:
 * the contribution says that. A check speaks with the text of its gravest finding, which is English in every locale; what is neither
 * a feature nor such a check is named with value and unit.
 */
export function wordsOf(influence: Influence, evidenced: Evidenced, locale: Locale): string {
  const { feature, value, unit } = influence
  if (isWorded(feature)) return sentence(locale, WORDS[feature](evidenced, influence))
  const spoken = evidenced.findings.filter((each) => each.check === feature && each.text !== '')
  const finding = spoken.find((each) => each.isDecisive) ?? spoken.find((each) => each.severity === 'error') ?? spoken[0]
  return finding ? finding.text.replace(/\.$/, '') : sentence(locale, say(RECORD.plain, { name: feature, value: { value, unit } }))
}

export type { Locale } from './words/say.ts'
