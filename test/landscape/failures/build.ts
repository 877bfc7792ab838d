import type { FaultPlan } from '../s4/faults.ts'
import type { FailingMessage, LandscapeFailure } from './failure.ts'
import { confirmation } from './messages.ts'
import { play, type Props, type Scene } from './scene.ts'

interface Script extends Omit<LandscapeFailure, 'arrange'> {
  readonly props?: Props
  /** Sets the scene, for the healthy twin too. */
  readonly prepare?: (scene: Scene) => void
  /** Changes the S/4's data, so that the message can't be posted. */
  readonly spoil?: (scene: Scene) => void
  /** What is sent where all is well; a confirmation with its goods movements if empty. */
  readonly message?: (scene: Scene) => FailingMessage
  /** What is sent instead, where it's the message that is wrong. */
  readonly mistake?: (scene: Scene) => FailingMessage
  readonly faults?: (scene: Scene) => FaultPlan
}

/** Makes a failure of what is spoiled in a scene, or said wrongly about it. */
export function failure({
  props = {},
  prepare,
  spoil,
  message = (scene) => confirmation(scene),
  mistake,
  faults,
  ...described
}: Script): LandscapeFailure {
  return {
    ...described,
    arrange(stage, isHealed = false) {
      const { rows, result } = play(stage, props, (scene) => {
        prepare?.(scene)
        if (!isHealed) spoil?.(scene)
        const sent = isHealed ? message(scene) : (mistake ?? message)(scene)
        return { message: sent, order: scene.order, material: scene.product, ...(faults && !isHealed && { faults: faults(scene) }) }
      })
      return { rows, ...result }
    },
  }
}
