import { parseArgs, type ParseArgsConfig } from 'node:util'

type Options = NonNullable<ParseArgsConfig['options']>

/**
 * What a command is asked by its options, as `parseArgs` takes them. With `--help` it prints `help` and ends; what it doesn't know it says in one line and ends
 * with 2.
 */
export function asked<const T extends Options>(help: string, options: T): ReturnType<typeof parseArgs<{ options: T }>>['values'] {
  if (process.argv.slice(2).includes('--help')) {
    console.log(help)
    process.exit(0)
  }
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return misused(error instanceof Error ? error.message : String(error))
  }
}

/** A whole number of at least one. */
export function whole(option: string, text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1) misused(`--${option} must be a whole number of at least 1`)
  return Number(text)
}

/** Whole numbers of at least one, separated by commas. */
export function wholes(option: string, text: string): number[] {
  return text.split(',').map((each) => whole(option, each))
}

/** Which of those that are `known`, in their order, out of a list that is separated by commas. */
export function chosen<T extends string>(option: string, text: string, known: readonly T[]): T[] {
  const wanted = text.split(',')
  const unknown = wanted.find((each) => !known.some((one) => one === each))
  if (unknown !== undefined) misused(`--${option} ${unknown}: ${known.join(', ')} are known`)
  return known.filter((each) => wanted.includes(each))
}

/** Says what is wrong with what was asked, and ends with 2. */
export function misused(why: string): never {
  console.error(`${why}; --help says what there is`)
  process.exit(2)
}
