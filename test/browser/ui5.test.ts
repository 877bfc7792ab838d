import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { copyFile, glob, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { test, type TestContext } from 'node:test'
import { promisify } from 'node:util'
import express from 'express'
import { mountUi5, type Ui5Options, type Ui5Status } from '../../app/ui5/serve.ts'

const APP = resolve(import.meta.dirname, '../../app')

test('a built runtime is served, and what it lacks is not found', async (t) => {
  const runtime = await folder(t)
  await makeRuntime(runtime)
  const url = await product(t, { mode: 'auto', runtime })
  assert.equal((await status(url)).mode, 'local')
  assert.equal(await (await fetch(`${url}/resources/sap-ui-core.js`)).text(), 'core')
  assert.equal((await fetch(`${url}/test-resources/sap/x.js`)).status, 404)
})

test('without a runtime the pages are told so, and a runtime that appears later is served without a restart', async (t) => {
  const runtime = await folder(t)
  const url = await product(t, { mode: 'off', runtime })
  assert.equal((await status(url)).mode, 'missing')
  const answer = await fetch(`${url}/resources/sap-ui-core.js`)
  assert.equal(answer.status, 503)
  assert.ok(answer.headers.get('retry-after'))

  await makeRuntime(`${runtime}.unfinished`)
  assert.equal((await status(url)).mode, 'missing')
  await rename(`${runtime}.unfinished`, runtime)
  assert.equal((await status(url)).mode, 'local')
  assert.equal((await fetch(`${url}/resources/sap-ui-core.js`)).status, 200)
})

test('a reachable CDN is passed on under our own address', async (t) => {
  const cdn = await listen(t, (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/resources/none.js') response.writeHead(404).end()
    else response.setHeader('content-type', 'application/javascript').end(`cdn ${request.url}`)
  })
  const url = await product(t, { mode: 'auto', runtime: await folder(t), cdn })
  assert.equal((await status(url)).mode, 'cdn')
  const answer = await fetch(`${url}/resources/sap/m/library.js?v=1`)
  assert.equal(await answer.text(), 'cdn /resources/sap/m/library.js?v=1')
  assert.match(answer.headers.get('content-type') ?? '', /javascript/)
  assert.equal((await fetch(`${url}/resources/none.js`)).status, 404)
})

test('what pages share, the approuter ships and routes as well', async (t) => {
  const shipped = await ship(t)
  const { routes } = await json<{ routes: { source: string; localDir?: string }[] }>(join(APP, 'router/xs-app.json'))
  const route = new RegExp(routes.find((each) => each.localDir !== undefined)?.source ?? '')
  for await (const manifest of glob('*/webapp/manifest.json', { cwd: APP })) {
    const { resourceRoots = {} } = (await json<{ 'sap.ui5': { resourceRoots?: Record<string, string> } }>(join(APP, manifest)))['sap.ui5']
    for (const root of Object.values(resourceRoots)) {
      const shared = resolve(APP, dirname(manifest), root)
      for (const name of await readdir(shared)) {
        const path = relative(APP, join(shared, name))
        assert.match(`/${path}`, route, manifest)
        assert.ok(existsSync(join(shipped, path)), `${path}, which ${manifest} asks for`)
      }
    }
  }
})

/** Builds the approuter's resources as its deployment does, but elsewhere; answers their folder. */
async function ship(t: TestContext): Promise<string> {
  const app = await folder(t)
  await mkdir(join(app, 'router'), { recursive: true })
  for (const name of await readdir(APP)) if (name !== 'router') await symlink(join(APP, name), join(app, name))
  await copyFile(join(APP, 'router/resources.ts'), join(app, 'router/resources.ts'))
  await promisify(execFile)(process.execPath, [join(app, 'router/resources.ts')])
  return join(app, 'router/resources')
}

async function json<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(file, 'utf8')) as T
}

async function folder(t: TestContext): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'countersign-ui5-'))
  t.after(() => rm(parent, { recursive: true, force: true }))
  return join(parent, 'runtime')
}

async function makeRuntime(runtime: string): Promise<void> {
  await mkdir(join(runtime, 'resources'), { recursive: true })
  await writeFile(join(runtime, 'resources/sap-ui-core.js'), 'core')
}

async function product(t: TestContext, options: Ui5Options): Promise<string> {
  const app = express()
  mountUi5(app, { log: () => undefined, ...options })
  return listen(t, app)
}

async function listen(t: TestContext, listener: RequestListener | express.Application): Promise<string> {
  const server: Server = createServer(listener as RequestListener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function status(url: string): Promise<Ui5Status> {
  return (await (await fetch(`${url}/ui5/status`)).json()) as Ui5Status
}
