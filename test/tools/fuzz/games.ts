import fc from 'fast-check'
import type { FuzzRequest } from './request.ts'

/** Games with methods, paths and headers. */

type Change = Partial<Pick<FuzzRequest, 'method' | 'path' | 'headers' | 'token'>>
type Line = Pick<FuzzRequest, 'method' | 'path' | 'headers'>

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'MERGE', 'DELETE', 'TRACE', 'PROPFIND', 'REPORT']

export const overrides: fc.Arbitrary<(request: Line) => Change> = fc
  .tuple(
    fc.constantFrom('x-http-method', 'x-http-method-override', 'x-method-override', 'X-HTTP-Method'),
    fc.oneof(
      fc.constantFrom(...METHODS, 'merge', 'POST, MERGE', '', ' '),
      fc.string({ unit: fc.constantFrom('A', 'z', ',', ' '), maxLength: 6 }),
    ),
    fc.constantFrom(...METHODS.filter((each) => each !== 'TRACE')),
    fc.boolean(),
  )
  .map(([name, value, method, isTunnelled]) => ({ headers, method: own }) => ({
    headers: { ...headers, [name]: value },
    method: isTunnelled ? own : method,
  }))

const piece = fc.constantFrom(
  '/',
  '//',
  '/./',
  '/../',
  ';v=2',
  ";v='2'",
  '()',
  "('1')",
  "('",
  ')',
  '%2F',
  '%252F',
  '%5C',
  '%00',
  '%',
  '%ff',
  '%20',
  "'",
  '?',
  '&',
  '=',
  '$batch',
  '/$batch',
  '/$links/x',
  '/$value',
  '%2e%2e',
  '*',
  '@',
  ':',
  '~',
  '?$format=xml',
  '?sap-language=XX',
  '?$expand=to_X',
  '/to_ProdnOrdConfMatlDocItm',
  '%C3%B6',
)

/** Pieces put anywhere into the path, its case changed, or another service or root altogether. */
export const pathGames: fc.Arbitrary<(request: Line) => Change> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(fc.array(fc.tuple(piece, fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 3 }), fc.boolean())
      .map(([pieces, isTail]) => ({ path }: Line) => ({
        path: pieces.reduce((text, [put, share]) => {
          const at = isTail ? text.length : 21 + Math.floor((text.length - 21) * share)
          return text.slice(0, at) + put + text.slice(at)
        }, path),
      })),
  },
  { weight: 1, arbitrary: fc.constant(({ path }: Line) => ({ path: path.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) })) },
  {
    weight: 1,
    arbitrary: fc.constant(({ path }: Line) => ({
      path: path.replace(/(?<=\/sap\/.*\/sap\/.*)[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('API_NOT_THERE_SRV/X', '', '/', 'API_PRODUCT_SRV/A_Product', 'API_PROD_ORDER_CONFIRMATION_2_SRV')
      .map((tail) => () => ({ path: `/sap/opu/odata/sap/${tail}` })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(100, 600, 3000, 5000)
      .map((length) => ({ path }: Line) => ({ path: `${path}${path.includes('?') ? '&' : '?'}x=${'y'.repeat(length)}` })),
  },
)

const word = fc.string({ unit: fc.constantFrom(...Array.from('abcxml/json;=+,"*. gzip-\u00e9')), maxLength: 30 })
const TYPES = [
  'application/json; charset=utf-8',
  'APPLICATION/JSON',
  'application/json;odata=verbose',
  'application/json; charset=utf-16',
  'application/json; charset="utf-8"',
  'text/json',
  'text/plain',
  'application/xml',
  'application/atom+xml;type=entry',
  'multipart/mixed; boundary=x',
  'application/x-www-form-urlencoded',
  '',
  ';',
  'application/json, application/xml',
]
const ACCEPTS = [
  'application/json',
  'application/xml',
  'application/atom+xml',
  '*/*',
  '',
  'text/html',
  'application/json;q=0, application/xml',
  'image/png',
]
const ENCODINGS = ['gzip', 'deflate', 'br', 'identity', 'zstd', 'GZIP', 'gzip, gzip', 'x']

export const headerGames: fc.Arbitrary<(headers: Readonly<Record<string, string>>) => Change> = fc
  .oneof(
    fc.oneof(fc.constantFrom(...TYPES), word).map((type) => ({ 'content-type': type })),
    fc.oneof(fc.constantFrom(...ACCEPTS), word).map((accept) => ({ accept })),
    fc.tuple(fc.constantFrom(...ACCEPTS), fc.constantFrom(...TYPES)).map(([accept, type]) => ({ accept, 'content-type': type })),
    fc.constantFrom(...ENCODINGS).map((encoding) => ({ 'content-encoding': encoding })),
    fc.constantFrom('gzip', 'br', 'identity;q=0', '*;q=0').map((encoding) => ({ 'accept-encoding': encoding })),
    fc.constantFrom('*', 'W/"1"', '"x"', '').map((tag) => ({ 'if-match': tag })),
    fc.oneof(fc.constantFrom('', ' ', 'x'.repeat(500)), word).map((id) => ({ 'repeatability-request-id': id })),
    fc.constantFrom('close', 'keep-alive, x-csrf-token', 'content-type', 'upgrade').map((connection) => ({ connection })),
    fc
      .constantFrom(
        'sap-language',
        'dataserviceversion',
        'maxdataserviceversion',
        'sap-message-scope',
        'cookie2',
        'x-forwarded-host',
        'x-original-url',
      )
      .chain((name) => word.map((value) => ({ [name]: value }))),
    fc.constantFrom(100, 3000).map((length) => ({ 'x-long': 'l'.repeat(length) })),
  )
  .map((game) => (headers) => ({ headers: { ...headers, ...(game as Record<string, string>) } }))
