import { fork } from 'node:child_process'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import express, { type Application, type Request, type Response } from 'express'
import { isBuilt, packageDir, runtimeDir, UI5_VERSION } from './paths.ts'

/** `local`: the built runtime; `cdn`: passed on from SAP's; `building`: not yet, see `percent`; `missing`: none, and none will come. */
export interface Ui5Status {
  readonly mode: 'local' | 'cdn' | 'building' | 'missing'
  /** 0 to 100 while building. */
  readonly percent: number
  /** One line for people. */
  readonly message: string
}

export interface Ui5Options {
  /** `auto` tries a built runtime, the CDN and a build in this order; `off` serves only what is built. `UI5_MODE` by default. */
  readonly mode?: 'auto' | 'off' | 'local' | 'cdn' | 'build'
  /** Folder of the built runtime; `UI5_RUNTIME` by default. */
  readonly runtime?: string
  readonly cdn?: string
  /** Called with every line of progress; the terminal by default. */
  readonly log?: (line: string) => void
}

const MODES = ['auto', 'off', 'local', 'cdn', 'build'] as const
const PROBE_TIMEOUT = 2000
const CDN_TIMEOUT = 30_000

/**
 * Serves SAPUI5 under our own address, `/resources/…` and `/test-resources/…`, whichever way it comes, and `/ui5/status` (a `Ui5Status`).
 * What is found is decided at the first request, at once where `UI5_MODE` asks for `auto` or `build`, and again after a build; no restart
 * is needed.
 */
export function mountUi5(app: Application, options: Ui5Options = {}): void {
  const { runtime = runtimeDir(), cdn = `https://ui5.sap.com/${UI5_VERSION}`, log = console.log } = options
  const mode = options.mode ?? MODES.find((each) => each === process.env.UI5_MODE) ?? 'auto'
  const files = Object.fromEntries(FOLDERS.map((folder) => [folder, express.static(join(runtime, folder), STATIC)]))
  let status: Ui5Status = { mode: 'missing', percent: 0, message: 'SAPUI5 is not there: run npm run ui5' }
  let deciding: Promise<void> | undefined

  const decide = async (): Promise<void> => {
    if (isBuilt(runtime)) status = { mode: 'local', percent: 100, message: 'SAPUI5 is served from this machine' }
    else if (mode === 'cdn' || (mode === 'auto' && (await isReachable(cdn))))
      status = { mode: 'cdn', percent: 100, message: `SAPUI5 comes from ${cdn}` }
    else if (mode === 'auto' || mode === 'build') build()
  }

  const build = (): void => {
    status = { mode: 'building', percent: 0, message: 'SAPUI5 is being built for this machine, once' }
    const child = fork(join(packageDir, 'build.ts'), {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, UI5_RUNTIME: runtime },
    })
    child.on('message', ({ percent, message }: { percent: number; message: string }) => {
      log(`ui5 ${percent} % ${message}`)
      status = { mode: 'building', percent, message }
    })
    child.on('error', (error) => (status = { mode: 'missing', percent: 0, message: error.message }))
    child.on('close', (code) => {
      if (code === 0) deciding = decide()
      else status = { mode: 'missing', percent: 0, message: 'SAPUI5 could not be built; the terminal says why. Try npm run ui5' }
    })
    // A build must not outlive us, nor keep us alive.
    const end = (): void => void child.kill()
    process.once('exit', end)
    child.once('close', () => process.off('exit', end))
    child.unref()
    child.channel?.unref()
  }

  const decided = async (): Promise<Ui5Status> => {
    // A runtime built by another process appears without our doing.
    if (status.mode === 'missing' && deciding && isBuilt(runtime)) deciding = undefined
    await (deciding ??= decide())
    return status
  }

  if (process.env.UI5_MODE === 'auto' || mode === 'build') void decided()

  app.get('/ui5/status', async (_, res) => void res.set('cache-control', 'no-store').json(await decided()))
  for (const folder of FOLDERS) {
    app.use(`/${folder}`, async (req, res, next) => {
      const { mode: found, message } = await decided()
      if (found === 'local') return files[folder]?.(req, res, () => void res.status(404).type('text').send('Not part of the runtime'))
      if (found === 'cdn') return passOn(`${cdn}/${folder}${req.url}`, req, res).catch(next)
      res.status(503).set('retry-after', '5').type('text').send(message)
    })
  }
}

const FOLDERS = ['resources', 'test-resources'] as const
const STATIC = { maxAge: '1h', fallthrough: true, index: false, redirect: false } as const

async function isReachable(cdn: string): Promise<boolean> {
  try {
    return (await fetch(`${cdn}/resources/sap-ui-version.json`, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_TIMEOUT) })).ok
  } catch {
    return false
  }
}

/** A redirect would make the browser leave our address, and cross-origin rules would stop it; so the answer is passed on. */
async function passOn(url: string, req: Request, res: Response): Promise<void> {
  const answer = await fetch(url, { method: req.method === 'HEAD' ? 'HEAD' : 'GET', signal: AbortSignal.timeout(CDN_TIMEOUT) })
  res.status(answer.status)
  for (const name of ['content-type', 'cache-control', 'etag', 'last-modified']) {
    const value = answer.headers.get(name)
    if (value !== null) res.set(name, value)
  }
  if (answer.body) await pipeline(Readable.fromWeb(answer.body), res)
  else res.end()
}
