/** The innermost message of an error and its causes; network errors without a text give their code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  if (inner instanceof Error) return reasonOf(inner)
  return error.message || ('code' in error ? String(error.code) : error.name)
}
