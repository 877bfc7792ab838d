import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const here = import.meta.dirname

/** The line of SAPUI5 that the apps are written for; its CDN has the same one. */
export const UI5_VERSION = '1.136.20'

/** Folder of the package whose lock file names every library. */
export const packageDir = here

/** Scratch folder of builds, and home of the lock that lets one build run at a time. */
export const buildDir = join(here, 'build')

const DEFAULT_RUNTIME = join(here, 'runtime')

/** Where the finished runtime lies: `UI5_RUNTIME`, else `app/ui5/runtime`. */
export function runtimeDir(): string {
  return resolve(process.env.UI5_RUNTIME ?? DEFAULT_RUNTIME)
}

/** True once a whole runtime is there; a runtime under construction has another name. */
export function isBuilt(runtime: string = runtimeDir()): boolean {
  return existsSync(join(runtime, 'resources', 'sap-ui-core.js'))
}

/** Where a runtime grows until it is whole: on the disk where it will lie, so that the last step is a rename. */
export function unfinishedDir(runtime: string): string {
  const name = `unfinished-${process.pid}`
  return runtime === DEFAULT_RUNTIME ? join(buildDir, name) : `${runtime}.${name}`
}
