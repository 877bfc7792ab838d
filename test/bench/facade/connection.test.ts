import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { after, test } from 'node:test'
import { Connection } from './connection.ts'
import { listenOnLoopback } from './wire.ts'

let connections = 0
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    if (request.url === '/gone') return void request.socket.destroy()
    response.writeHead(201, {
      'x-said': request.url ?? '',
      ...(request.url === '/length' && { 'content-length': 5 }),
      ...(request.url === '/last' && { connection: 'close' }),
    })
    if (request.url === '/empty') return void response.end()
    if (request.url !== '/length') response.write('x'.repeat(200_000))
    response.end('hello')
  })
}).on('connection', () => connections++)
const url = await listenOnLoopback(server)
after(() => server.close())

const post = (path: string): string => `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-length: 2\r\n\r\n{}`

test('answers of any framing are told apart on one connection', async () => {
  const connection = new Connection(url)
  const before = connections
  for (const path of ['/length', '/chunks', '/empty', '/chunks', '/length']) {
    const { status, head } = await connection.send(post(path))
    assert.equal(status, 201)
    assert.match(head, new RegExp(`\r\nx-said: ${path}\r\n`))
  }
  assert.equal(connections - before, 1)
  connection.close()
})

test('a connection that broke or was closed is opened anew', async () => {
  const connection = new Connection(url)
  await assert.rejects(connection.send(post('/gone')))
  for (const path of ['/last', '/length']) assert.equal((await connection.send(post(path))).status, 201)
  connection.close()
})
