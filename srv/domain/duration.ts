/** Units from the largest, and the symbol that all languages have for them. */
const UNITS = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
] as const
const DAY = 86_400
/** From here on, a minute is more than half over. */
const NEARLY_A_MINUTE = 59.5

/**
 * A duration as people say it: `353 ms`, `4.4 s`, `48 s`, `35 min`, `2 h 5 min`, `3 d 4 h`; two units at most, rounded to the smaller one, with the
 * decimal sign of `locale`.
 * @param seconds 0 or more
 */
export function durationWords(seconds: number, locale: string): string {
  if (seconds > 0 && seconds < 0.9995) return `${String(Math.round(1000 * seconds))} ms`
  if (seconds < NEARLY_A_MINUTE)
    return `${new Intl.NumberFormat(locale, { maximumFractionDigits: seconds < 10 ? 1 : 0 }).format(seconds)} s`
  const size = seconds < DAY - 30 ? 60 : 3600
  const said: string[] = []
  let rest = Math.round(seconds / size) * size
  for (const [unit, symbol] of UNITS) {
    if (rest >= unit && unit >= size) said.push(`${String(Math.floor(rest / unit))} ${symbol}`)
    rest %= unit
  }
  return said.join(' ')
}
