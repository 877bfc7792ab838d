import { getDestination } from '@sap-cloud-sdk/connectivity'
import type { Destination, HttpDestination } from '@sap-cloud-sdk/connectivity'
import { reasonOf } from './reason.ts'

/** By name (environment, service bindings, destination service: the SDK's own order), or plainly by URL. */
export type ErpDestination = { readonly destinationName: string } | (HttpDestination & { readonly url: string })

/** Milliseconds that a destination is used before it's asked for again: well within what tokens live. */
const FRESH = 30_000

/** Answers a function that resolves the destination, tokens included. It rejects when there's no such destination. */
export function destinationOf(given: ErpDestination): () => Promise<HttpDestination> {
  if (!('destinationName' in given)) return () => Promise.resolve(given)
  const name = given.destinationName
  let last: { readonly until: number; readonly found: Promise<HttpDestination> } | undefined
  return () => {
    if (last && Date.now() < last.until) return last.found
    const found = find(name)
    const current = { until: Date.now() + FRESH, found }
    last = current
    found.catch(() => {
      if (last === current) last = undefined
    })
    return found
  }
}

async function find(name: string): Promise<HttpDestination> {
  const found = await getDestination({ destinationName: name, useCache: true }).catch((error: unknown) => {
    throw new Error(`The destination ${name} can't be had: ${reasonOf(error)}`)
  })
  if (!isHttp(found)) throw new Error(`No HTTP destination is named ${name}.`)
  return found
}

function isHttp(destination: Destination | null): destination is HttpDestination {
  return destination !== null && Boolean(destination.url)
}
