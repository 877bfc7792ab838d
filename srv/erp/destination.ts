import { getDestination } from '@sap-cloud-sdk/connectivity'
import type { Destination, HttpDestination } from '@sap-cloud-sdk/connectivity'

/** By name (environment, service bindings, destination service: the SDK's own order), or plainly by URL. */
export type ErpDestination = { readonly destinationName: string } | (HttpDestination & { readonly url: string })

/**
 * Answers a function that resolves the destination anew for every request, so that tokens of the destination and of the
 * connectivity proxy stay fresh; the SDK caches what may be cached. It rejects when there's no such destination.
 */
export function destinationOf(given: ErpDestination): () => Promise<HttpDestination> {
  if (!('destinationName' in given)) return () => Promise.resolve(given)
  return async () => {
    const found = await getDestination({ destinationName: given.destinationName, useCache: true })
    if (!isHttp(found)) throw new Error(`No HTTP destination is named ${given.destinationName}.`)
    return found
  }
}

function isHttp(destination: Destination | null): destination is HttpDestination {
  return destination !== null && Boolean(destination.url)
}
