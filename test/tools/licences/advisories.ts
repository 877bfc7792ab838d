/** Reads what `npm audit --json` says. */

export type Advisories = { readonly isKnown: false; readonly why: string } | { readonly isKnown: true; readonly found: readonly Advisory[] }

interface Advisory {
  readonly name: string
  readonly severity: string
  readonly range: string
}

interface Report {
  readonly message?: string
  readonly error?: { readonly summary?: string }
  readonly vulnerabilities?: Readonly<Record<string, Advisory>>
}

/** Known weaknesses, or why they aren't known: the registry doesn't answer, or answers something else. Never throws. */
export function advisoriesIn(text: string): Advisories {
  try {
    const { vulnerabilities, message, error } = JSON.parse(text) as Report
    if (vulnerabilities) return { isKnown: true, found: Object.values(vulnerabilities) }
    return { isKnown: false, why: message ?? error?.summary ?? 'no list of weaknesses' }
  } catch {
    return { isKnown: false, why: text.trim().split('\n', 1)[0] || 'no answer' }
  }
}

export function isGrave({ severity }: Advisory): boolean {
  return severity === 'high' || severity === 'critical'
}
