import express from 'express'

/** Loaded before Countersign (`node --import`): tells, when asked, under which addresses something was mounted. */

const mounted = new Set<string>()
const app = express.application as unknown as Record<string, (...args: unknown[]) => unknown>

for (const verb of ['use', 'all', 'get', 'post', 'put', 'patch', 'delete']) {
  const mount = app[verb]
  app[verb] = function (this: unknown, ...args) {
    for (const path of [args[0]].flat()) if (typeof path === 'string' && args.length > 1) mounted.add(path)
    return mount?.apply(this, args)
  }
}

process.on('message', (message) => {
  if (message === 'mounted') process.send?.({ mounted: [...mounted] })
})
