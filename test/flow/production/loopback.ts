import { Server } from 'node:net'

/** Loaded before a server (`node --import`) that would listen to everybody, as it must in production: here to this machine alone. */

type Listen = (this: Server, options: object, listening?: () => void) => Server

const { listen } = Server.prototype as unknown as { listen: Listen }
Server.prototype.listen = function (this: Server, port: unknown, ...rest: unknown[]) {
  const listening = rest.find((each): each is () => void => typeof each === 'function')
  return listen.call(this, { port: Number(port), host: '127.0.0.1' }, listening)
} as Server['listen']
