import type { Day } from './types.ts'

const DAY = 86_400_000

export function dayOf(moment: Date | string): Day {
  return new Date(moment).toISOString().slice(0, 10)
}

export function addDays(day: Day, count: number): Day {
  return dayOf(new Date(new Date(day).getTime() + count * DAY))
}
