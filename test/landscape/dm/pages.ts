/** One page of a list, in the form that DM's lists have. */
export function pageOf(
  asked: { readonly page?: unknown; readonly size?: unknown },
  all: readonly unknown[],
  defaultSize: number,
  isSorted: boolean,
): Record<string, unknown> {
  const number = whole(asked.page, 0, 0)
  const size = whole(asked.size, defaultSize, 1)
  const content = all.slice(number * size, (number + 1) * size)
  const totalPages = Math.ceil(all.length / size)
  const sort = { empty: !isSorted, sorted: isSorted, unsorted: !isSorted }
  return {
    content,
    pageable: { pageNumber: number, pageSize: size, offset: number * size, paged: true, unpaged: false, sort },
    totalPages,
    totalElements: all.length,
    numberOfElements: content.length,
    first: number === 0,
    last: number >= totalPages - 1,
    number,
    size,
    sort,
    empty: content.length === 0,
  }
}

/** Values of a list parameter: repeated, or separated by commas. */
export function listOf(value: unknown): string[] {
  return [value]
    .flat()
    .filter((each) => typeof each === 'string')
    .flatMap((each) => each.split(','))
    .filter((each) => each !== '')
}

function whole(value: unknown, otherwise: number, least: number): number {
  const text = typeof value === 'number' ? String(value) : value
  const number = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : otherwise
  return Math.max(number, least)
}
