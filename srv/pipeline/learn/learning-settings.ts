import { LearningSettings } from '#cds-models/countersign'

export type Settings = Awaited<ReturnType<typeof settingsNow>>

/** How models are trained and put to work, as administrators have it now. */
export async function settingsNow() {
  const row = await SELECT.one.from(LearningSettings).where({ ID: '1' })
  return {
    isAutomatic: row?.isAutomatic ?? true,
    retrainEvery: row?.retrainEvery ?? 1000,
    window: row?.window ?? 20_000,
    shadowLeast: row?.shadowLeast ?? 1000,
    shadowMost: row?.shadowMost ?? 3000,
    reversalDays: row?.reversalDays ?? 14,
    spotCheckPercent: Number((row?.spotCheckPercent as unknown) ?? 1),
  }
}
