import type { Pipeline } from './pipeline.ts'

let current: Pipeline | undefined

/** The one pipeline of this process, once start-up has made it. */
export function pipeline(): Pipeline {
  if (!current) throw new Error('The pipeline is not started yet')
  return current
}

export function usePipeline(made: Pipeline): void {
  current = made
}
