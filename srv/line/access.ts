import { getDestination } from '@sap-cloud-sdk/connectivity'
import type { HttpDestination } from '@sap-cloud-sdk/connectivity'
import { reasonOf } from './reason.ts'

/** How to get at a destination, with all that lets us in. */
export interface Access {
  readonly name: string
  /** The same object as long as nothing about it has changed. Rejects with the reason when it can't be had. */
  resolve(): Promise<HttpDestination>
  /** What let us in does so no more. @returns whether there may be something newer than `used` */
  forget(used: HttpDestination): boolean
}

/** By name (environment, service bindings, destination service: the SDK's own order), or plainly by URL. */
export type NamedOrPlain = { readonly destinationName: string } | (HttpDestination & { readonly url: string })

export function accessTo(given: NamedOrPlain): Access {
  if ('destinationName' in given) return new Named(given.destinationName)
  return { name: given.url, resolve: () => Promise.resolve(given), forget: () => false }
}

/** Milliseconds that a destination is used before it's asked for again, while the old one is still used. */
const FRESH = 30_000
/** Milliseconds that it is used at most while nobody can be asked; less where its tokens end before. */
const USABLE = 600_000
/** Milliseconds by which a token is given up before it ends. */
const MARGIN = 10_000
/** Milliseconds after which it is asked for again when that failed. */
const AGAIN = 5000

/** A destination by name; renewed behind the scenes, so that no request waits and an identity provider may be down for a while. */
class Named implements Access {
  readonly name: string
  #kept: { readonly found: HttpDestination; freshUntil: number; readonly usableUntil: number } | undefined
  #finding: Promise<HttpDestination> | undefined

  constructor(name: string) {
    this.name = name
  }

  resolve(): Promise<HttpDestination> {
    const now = performance.now()
    const kept = this.#kept
    if (kept && now < kept.freshUntil) return Promise.resolve(kept.found)
    this.#finding ??= this.#renew()
    if (!kept || now >= kept.usableUntil) return this.#finding
    kept.freshUntil = now + AGAIN
    this.#finding.catch(() => undefined)
    return Promise.resolve(kept.found)
  }

  forget(used: HttpDestination): boolean {
    if (!used.authTokens?.length) return false
    // Somebody else may have been refused first.
    if (this.#kept?.found === used) this.#kept = undefined
    return true
  }

  async #renew(): Promise<HttpDestination> {
    try {
      const found = await find(this.name)
      const now = performance.now()
      const usableUntil = now + Math.min(USABLE, ...lifetimes(found))
      this.#kept = { found, freshUntil: Math.min(now + FRESH, usableUntil), usableUntil }
      return found
    } finally {
      this.#finding = undefined
    }
  }
}

/** Milliseconds that its tokens can be used. */
function lifetimes({ authTokens }: HttpDestination): number[] {
  const seconds = (authTokens ?? []).filter((each) => !each.error).map((each) => Number(each.expiresIn))
  return seconds.filter((each) => each > 0).map((each) => each * 1000 - MARGIN)
}

async function find(name: string): Promise<HttpDestination> {
  // It's kept here, with the life of its tokens; a second cache behind this one would bring back what was just forgotten.
  const found = await getDestination({ destinationName: name, useCache: false }).catch((error: unknown) => {
    throw new Error(`The destination ${name} can't be had: ${reasonOf(error)}`)
  })
  if (!found?.url) throw new Error(`No HTTP destination is named ${name}.`)
  return { ...found, url: found.url }
}
