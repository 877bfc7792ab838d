import fc from 'fast-check'

/** An answer as a server might give it, or as a hostile one might. */
export interface ErrorBody {
  readonly status: number
  readonly text: string
}

const status = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(200, 201, 400, 401, 403, 404, 408, 409, 412, 423, 428, 429, 500, 502, 503, 504) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 999 }) },
)

const word = fc.oneof(
  fc.constantFrom(
    '',
    'Order 1000777 is held',
    '10,5 KG',
    'Größe "M"',
    "O'Hara & Söhne",
    '<b>&lt;</b>',
    ']]>',
    '&1 of &2',
    '{"code":"M7/021"}',
    '%',
    '%E0%A4%A',
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
)
const messageClass = fc.constantFrom('M7', 'RU', 'CO', 'BS', 'M3', 'CO_MES_INT', '/IWBEP/CX_MGW_BUSI_EXCEPTION', '/CSX/Z1', 'Z<1>', '')
const number = fc.oneof(
  fc.integer({ min: 0, max: 999 }).map((each) => String(each).padStart(3, '0')),
  fc.constantFrom('', '7', '0000', 'abc'),
)
const code = fc.oneof(
  fc.tuple(messageClass, number).map(([id, no]) => `${id}/${no}`),
  messageClass,
  word,
)
const type = fc.constantFrom('E', 'A', 'S', 'I', 'W', 'X', '', 'error', 'warning', 'info', 'success', '0')

/** A value where another one is due now and then: what a careless sender makes. */
function mostly<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) })
}

const message = mostly(
  fc.oneof(
    word,
    fc.record({ lang: fc.constant('en'), value: word }),
    fc.array(fc.record({ lang: fc.constantFrom('de', 'en'), value: word }), { maxLength: 3 }),
    fc.record({ '@lang': fc.constant('en'), $: word }),
  ),
)

const longText = fc
  .tuple(word, word, word, word)
  .map((values) => `/text(MSGID='M7',${values.map((each, at) => `MESSAGE_V${at + 1}='${each.replaceAll("'", "''")}'`).join(',')})/$value`)

const detail = fc.record({ code, message, severity: type, longtext_url: fc.oneof(longText, word) }, { requiredKeys: ['code', 'message'] })
const errordetails = mostly(
  fc.oneof(
    fc.array(detail, { maxLength: 5 }),
    fc.array(detail, { maxLength: 2 }).map((errordetail) => ({ errordetail })),
  ),
)
const odata = fc.record(
  { code: mostly(code), message, innererror: mostly(fc.record({ transactionid: word, errordetails })) },
  { requiredKeys: ['code', 'message'] },
)

const row = fc.record(
  {
    TYPE: mostly(type),
    ID: messageClass,
    NUMBER: number,
    MESSAGE: mostly(word),
    MESSAGE_V1: word,
    MESSAGE_V2: word,
    MESSAGE_V3: word,
    MESSAGE_V4: word,
    ROW: fc.constantFrom('0', '1', ''),
    FIELD: word,
    SYSTEM: word,
    FLG_LOCKED: fc.constantFrom('', 'X', ' '),
    CONF_NO: fc.constantFrom('', '0000001234'),
    CONF_CNT: fc.constantFrom('', '00000001'),
  },
  { requiredKeys: ['TYPE', 'MESSAGE'] },
)
const rows = fc.array(row, { maxLength: 4 })
const bapi = fc.record(
  {
    ES_RETURN: row,
    RETURN: fc.oneof(row, rows),
    ET_DETAIL_RETURN: fc.oneof(
      rows,
      rows.map((item) => ({ item })),
    ),
  },
  { requiredKeys: [] },
)

const record = fc.record(
  {
    STATUS: fc.oneof(fc.integer({ min: 50, max: 75 }).map(String), word),
    STACOD: fc.oneof(
      fc.tuple(messageClass, number).map(([id, no]) => `SAP${id}${no}`),
      word,
    ),
    STATXT: fc.oneof(fc.constantFrom('Order & closed', '& & & & &', '&1 &4 &V2&', ''), word),
    STATYP: type,
    STAMID: messageClass,
    STAMNO: number,
    STAPA1: word,
    STAPA2: word,
    STAPA3: word,
    STAPA4: word,
  },
  { requiredKeys: ['STATUS'] },
)
const idoc = fc.record(
  { EDI_DC40: fc.record({ DOCNUM: word }), E1STATS: fc.oneof(record, fc.array(record, { maxLength: 4 })) },
  { requiredKeys: ['E1STATS'] },
)

const dm = fc.oneof(
  fc.record({ code, message: word, causeMessage: word, correlationId: word }, { requiredKeys: ['message'] }),
  fc.record({ error: fc.record({ code, message: word, details: fc.array(fc.record({ code, message: word }), { maxLength: 3 }) }) }),
  fc.record({ errorMessageKey: code, displayMessage: word, technicalMessage: word }),
  fc.record({ errors: fc.array(fc.record({ message: word, parameter: word }), { maxLength: 3 }) }),
  fc.record({ error: word, error_description: word }),
)

/** The same content as XML, the way that such services write it: a list repeats its name, or holds `item`s. */
function xmlOf(name: string, value: unknown, prefix: string): string {
  const tag = `${prefix}${/^[A-Za-z_][\w.-]*$/.test(name) ? name : 'value'}`
  if (Array.isArray(value)) return value.map((each) => xmlOf(name, each, prefix)).join('')
  const content =
    typeof value === 'object' && value !== null
      ? Object.entries(value)
          .map(([key, each]) => xmlOf(key, each, prefix))
          .join('')
      : String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return content === '' ? `<${tag}/>` : `<${tag}>${content}</${tag}>`
}

const prefix = fc.constantFrom('', '', 'm:', 'rfc:')
const xml = fc
  .oneof(
    fc.tuple(fc.constant('error'), odata),
    fc.tuple(fc.constant('BAPI_PRODORDCONF_CREATE_TT.Response'), bapi),
    fc.tuple(fc.constant('IDOC'), idoc),
  )
  .chain(([name, value]) => prefix.map((each) => `<?xml version="1.0"?>${xmlOf(name, value, each)}`))

const json = fc
  .oneof(
    odata.map((error) => ({ error })),
    odata,
    bapi,
    idoc,
    dm,
    fc.record({ failureReason: word, status: fc.constant('FAILED') }),
    fc.jsonValue({ maxDepth: 4 }),
  )
  .map((each) => JSON.stringify(each))

const page = fc.tuple(word, word).map(([title, text]) => `<html><head><title>${title}</title></head><body><h1>${text}</h1></body></html>`)

/** Well-formed answers in every dialect. */
const wellFormed = fc.oneof(
  { weight: 4, arbitrary: json },
  { weight: 3, arbitrary: xml },
  { weight: 1, arbitrary: page },
  { weight: 1, arbitrary: word },
)

const wrapped = fc
  .tuple(
    fc.constantFrom(
      'External System S4HANA_CLOUD has Exception: ',
      'Collaboration execution failed due to the external error: External System ERP has Exception: ',
      'HTTP 400: ',
    ),
    wellFormed,
    word,
  )
  .map(([frame, inner, rest]) => `${frame}${inner}${rest}`)

const scraps = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<error>',
        '</error>',
        '<m:code>',
        '</m:code>',
        '<RETURN>',
        '<item>',
        '</item>',
        '<E1STATS SEGMENT="1">',
        '<![CDATA[',
        ']]>',
        '<!--',
        '&#99999999;',
        '&#x110000;',
        '&amp;',
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '&b;',
        '{"',
        '":',
        '[',
        '}',
        '\\u0000',
        '\ufeff',
        '<__proto__>',
        '"__proto__":',
      ),
      word,
    ),
    { maxLength: 30 },
  )
  .map((each) => each.join(''))

/** Damaged on the way: cut off, something in the middle gone or put in, or told many times. */
const damaged = fc
  .tuple(fc.oneof(wellFormed, wrapped), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat({ max: 9 }), word, fc.nat({ max: 3 }))
  .map(([text, share, gone, put, how]) => {
    const at = Math.floor(text.length * share)
    if (how === 0) return text.slice(0, at)
    if (how === 1) return text.slice(0, at) + put + text.slice(at + gone)
    return how === 2 ? text.slice(at) : text.repeat(gone)
  })

/**
 * Answers of an ERP, of DM or of something between: every dialect well-formed, wrapped, damaged, and plain noise. The same seed makes
 * the same answers; none is longer than some ten thousand characters.
 */
export const errorBodies: fc.Arbitrary<ErrorBody> = fc.record(
  {
    status,
    text: fc.oneof(
      { weight: 5, arbitrary: wellFormed },
      { weight: 2, arbitrary: wrapped },
      { weight: 2, arbitrary: damaged },
      { weight: 1, arbitrary: scraps },
    ),
  },
  { noNullPrototype: true },
)
