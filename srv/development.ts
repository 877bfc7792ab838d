import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import cds from '@sap/cds'
import type { Application } from 'express'
import type { Settings } from './settings.ts'

/** What only the development profile brings: UI5 under our own address, and an S/4 and a DM to talk to. */
export interface Development {
  mount(app: Application): void
  /** Starts the local landscape, unless something answers at the S/4's address already. */
  begin(s4: URL): Promise<void>
}

export async function development({ isLocal, ui5, landscape }: Settings): Promise<Development> {
  const mountUi5 = ui5
    ? ((await import(pathToFileURL(resolve(cds.root, ui5)).href)) as { mountUi5: (app: Application) => void }).mountUi5
    : undefined
  return {
    mount(app) {
      if (isLocal) listenOnLoopback(app)
      mountUi5?.(app)
    },
    async begin(s4) {
      if (!landscape || (await answers(s4))) return
      const child = spawn(process.execPath, [resolve(cds.root, landscape)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
      cds.on('shutdown', () => void child.kill())
    },
  }
}

/** The development users' passwords are known to everybody: only this machine may come in. */
function listenOnLoopback(app: Application): void {
  const listen = app.listen.bind(app) as (port: number, host: string) => ReturnType<Application['listen']>
  app.listen = ((port: number) => listen(port, '127.0.0.1')) as Application['listen']
}

function answers({ hostname, port }: URL): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host: hostname, port: Number(port) }, () => resolve(true))
  socket.once('error', () => resolve(false))
  return promise.finally(() => socket.destroy())
}
