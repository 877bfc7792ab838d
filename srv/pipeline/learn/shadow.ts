import cds from '@sap/cds'
import { ITSELF } from '../../audit/log.ts'
import { fought, hear, lossOf, NO_DUEL, type Sign, verdictOf } from '../../causes/index.ts'
import type { Settings } from './learning-settings.ts'
import { drop, keepFigures, type Kept, promote } from './registry.ts'

const LOG = cds.log('countersign/learning')
const COUNTERSIGN = { id: ITSELF.actor, role: ITSELF.role }

/** A labelled case as models hear it. */
interface Heard {
  readonly signs: readonly Sign[]
  readonly features: readonly number[]
  readonly habits?: ArrayLike<number>
}

/** The challenger, who is asked about every case beside the one at work, until it proved better or had its chance. */
export class Shadow {
  #challenger: Kept | undefined
  #duel = NO_DUEL
  #looks = 0

  get challenger(): Kept | undefined {
    return this.#challenger
  }

  /** Another one begins anew. */
  use(challenger: Kept | undefined): void {
    if (challenger?.model.facts.version !== this.#challenger?.model.facts.version) {
      this.#duel = NO_DUEL
      this.#looks = 0
    }
    this.#challenger = challenger
  }

  /** @param ours loss of the one at work on the case with this label and number */
  hear({ signs, features, habits }: Heard, ours: number, label: number, number: number): void {
    if (!this.#challenger || number <= this.#challenger.lastNumber) return
    this.#duel = fought(this.#duel, ours, lossOf(hear(this.#challenger, signs, features, habits).both, label))
  }

  /** Promotes or drops it when the time has come. @returns whether it did */
  async judge({ isAutomatic, shadowLeast, shadowMost }: Settings): Promise<boolean> {
    if (!this.#challenger) return false
    const { version } = this.#challenger.model.facts
    const { messages, gain, z, verdict } = verdictOf(this.#duel, { least: shadowLeast, most: shadowMost })
    // Whoever looks after every message sees what chance does: one look each time that as many more have come.
    const look = Math.floor(messages / shadowLeast)
    if (look === this.#looks) return false
    this.#looks = look
    const reason = `${messages} messages in the shadow: log loss ${gain.toFixed(4)} better than what was at work (z = ${z.toFixed(2)})`
    const isOver = verdict === 'drop' || (verdict === 'promote' && isAutomatic)
    if (!isOver && messages === 0) return false
    await cds.tx({ user: new cds.User(ITSELF.actor) }, async () => {
      await keep(version, messages, gain, z)
      if (!isOver) return
      if (verdict === 'promote') await promote(version, COUNTERSIGN, reason)
      else await drop(version, COUNTERSIGN, `Not proven better. ${reason}`)
    })
    if (isOver) LOG.info(`Model ${version}: ${verdict}. ${reason}`)
    return isOver
  }
}

async function keep(version: string, messages: number, gain: number, z: number): Promise<void> {
  await DELETE.from('countersign.ModelFigures').where({ model_version: version, chart: 'shadow' })
  await keepFigures(version, [
    { chart: 'shadow', name: 'gain', value: gain, count: messages },
    { chart: 'shadow', name: 'z', value: z, count: messages },
  ])
}
