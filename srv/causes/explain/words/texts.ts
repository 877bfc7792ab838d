import type { Text } from './say.ts'

/**
 * What is said of a message. `{name}` is the place of a fact in the reader's notation (`{issued}`: 2.4 kg), `{count|one|many}` that of a number
 * with the words that fit it.
 */

const text = (en: string, de: string): Text => ({ en, de })

export const CONSUMPTION = {
  erp: text(
    '{issued} of {material} issued where the ERP itself would issue {expected} for {made}',
    '{issued} {material} entnommen, wo das ERP selbst {expected} für {made} entnähme',
  ),
  bom: text(
    '{issued} of {material} issued where the BOM expects {expected} for {made}',
    '{issued} {material} entnommen, wo die Stückliste {expected} für {made} vorsieht',
  ),
  open: text(
    '{issued} of {material} issued where the order is still open for {expected}',
    '{issued} {material} entnommen, wo im Auftrag noch {expected} offen sind',
  ),
  factorKnown: text('{line}; {many} = {one} is a known factor', '{line}; {many} = {one} ist ein bekannter Faktor'),
  factorFar: text('{line}; {many} = {one} does not explain it', '{line}; {many} = {one} erklärt das nicht'),
  factorNone: text('{line}; no other unit is known', '{line}; eine andere Einheit ist nicht bekannt'),
  slipNear: text(
    '{line}; about {ratio} times, as a slipped decimal point makes it',
    '{line}; etwa das {ratio}-Fache, wie bei verrutschtem Komma',
  ),
  slipFar: text('{line}; {ratio} times, not like a slipped decimal point', '{line}; das {ratio}-Fache, nicht wie bei verrutschtem Komma'),
  median: text(
    '{count|component|components} compared, the middle at {ratio} times what was expected',
    '{count|Komponente|Komponenten} verglichen, in der Mitte beim {ratio}-Fachen des Erwarteten',
  ),
  spread: text(
    'Components from {low} times ({lowest}) to {high} times ({highest}) what was expected',
    'Komponenten vom {low}-Fachen ({lowest}) bis zum {high}-Fachen ({highest}) des Erwarteten',
  ),
  over: text(
    '{some} of {count|component|components} issued more than 5 % above what was expected',
    '{some} von {count|Komponente|Komponenten} mehr als 5 % über dem Erwarteten entnommen',
  ),
  under: text(
    '{some} of {count|component|components} issued more than 5 % below what was expected',
    '{some} von {count|Komponente|Komponenten} mehr als 5 % unter dem Erwarteten entnommen',
  ),
  nothing: text('No issue that could be compared with what was expected', 'Keine Entnahme, die sich mit dem Erwarteten vergleichen lässt'),
  foreign: text(
    '{issued} of {material} issued, which order {order} does not list',
    '{issued} {material} entnommen, das Auftrag {order} nicht kennt',
  ),
  noForeign: text('No material issued that the order does not list', 'Kein Material entnommen, das der Auftrag nicht kennt'),
  missing: text(
    '{expected} of {material} expected but not issued ({some} of {count|component|components} missing)',
    '{expected} {material} erwartet, aber nicht entnommen ({some} von {count|Komponente|Komponenten} fehlen)',
  ),
  noMissing: text('No expected component is missing', 'Keine erwartete Komponente fehlt'),
  instead: text(
    '{issued} of {material} issued while {expected} of {lacking} are missing',
    '{issued} {material} entnommen, während {expected} {lacking} fehlen',
  ),
}

export const SUPPLY = {
  here: text(
    '{quantity} of {material} in stock{place} where {need} are to be issued',
    '{quantity} {material} auf Lager{place}, {need} sollen entnommen werden',
  ),
  expected: text(
    '{quantity} of {material} in stock{place} where {need} were expected',
    '{quantity} {material} auf Lager{place}, {need} waren zu erwarten',
  ),
  elsewhere: text(
    '{quantity} of {material} in stock elsewhere in plant {plant} where {need} are to be issued',
    '{quantity} {material} an anderen Orten im Werk {plant} auf Lager, {need} sollen entnommen werden',
  ),
  quality: text(
    '{quantity} of {material} in quality inspection or blocked where {need} are to be issued',
    '{quantity} {material} in Qualitätsprüfung oder gesperrt, {need} sollen entnommen werden',
  ),
  nothing: text('No issue that could be compared with stock', 'Keine Entnahme, die sich mit Bestand vergleichen lässt'),
  place: text(' in {place}', ' in {place}'),
  amountOf: text('{quantity} of {material}', '{quantity} {material}'),
  materialAt: text('{material} in {place}', '{material} in {place}'),
}

export const ORDER = {
  remaining: text('{made} confirmed where {left} are left to confirm', '{made} rückgemeldet, {left} sind noch offen'),
  planned: text('{made} confirmed where order {order} plans {planned}', '{made} rückgemeldet, Auftrag {order} plant {planned}'),
  slipNear: text(
    '{line}; about {ratio} times, as a slipped decimal point makes it',
    '{line}; etwa das {ratio}-Fache, wie bei verrutschtem Komma',
  ),
  slipFar: text('{line}; not like a slipped decimal point', '{line}; nicht wie bei verrutschtem Komma'),
  excess: text(
    '{total} in all, {excess} above {planned} planned + {tolerance} tolerance',
    'Insgesamt {total}, {excess} über {planned} Plan + {tolerance} Toleranz',
  ),
  within: text(
    '{total} in all, within {planned} planned + {tolerance} tolerance',
    'Insgesamt {total}, innerhalb von {planned} Plan + {tolerance} Toleranz',
  ),
  unlimited: text('Order {order} takes any surplus', 'Auftrag {order} nimmt jede Mehrmenge an'),
  shortfall: text('The final confirmation leaves {short} of {planned} open', 'Die Endrückmeldung lässt {short} von {planned} offen'),
  noShortfall: text('No final confirmation leaves anything open', 'Keine Endrückmeldung lässt etwas offen'),
  scrap: text('{scrap} scrap beside {made} yield', '{scrap} Ausschuss neben {made} Gutmenge'),
  noScrap: text('No scrap reported', 'Kein Ausschuss gemeldet'),
  ahead: text(
    'Operation {operation} comes to {total} where operation {before} yielded {done}',
    'Vorgang {operation} kommt auf {total}, Vorgang {before} ergab {done}',
  ),
  noPredecessor: text('No operation before this one to compare with', 'Kein voriger Vorgang zum Vergleichen'),
  noYield: text('No yield that could be compared with an order', 'Keine Gutmenge, die sich mit einem Auftrag vergleichen lässt'),
  noOrder: text('No order was read', 'Kein Auftrag wurde gelesen'),
  noOperation: text('No operation was read', 'Kein Vorgang wurde gelesen'),
}

export const RECORD = {
  after: text(
    'Posting date {date}, {count|day|days} after the open period {period} began',
    'Buchungsdatum {date}, {count|Tag|Tage} nach Beginn der offenen Periode {period}',
  ),
  before: text(
    'Posting date {date}, {count|day|days} before the open period {period} began',
    'Buchungsdatum {date}, {count|Tag|Tage} vor Beginn der offenen Periode {period}',
  ),
  noPeriod: text('The open period is not known', 'Die offene Periode ist nicht bekannt'),
  ahead: text('Posting date {date}, {count|day|days} after today', 'Buchungsdatum {date}, {count|Tag|Tage} nach heute'),
  notAhead: text('Posting date {date}, not in the future', 'Buchungsdatum {date}, nicht in der Zukunft'),
  sameQuantity: text(
    '{count|earlier message has|earlier messages have} the same order, operation and quantities',
    '{count|frühere Meldung|frühere Meldungen} mit gleichem Auftrag, Vorgang und Mengen',
  ),
  sameBody: text(
    '{count|earlier message is|earlier messages are} the same byte for byte',
    '{count|frühere Meldung|frühere Meldungen}, Byte für Byte gleich',
  ),
  noBody: text('No earlier message is the same byte for byte', 'Keine frühere Meldung ist Byte für Byte gleich'),
  hours: text(
    'The latest message with the same quantities came {count|hour|hours} before',
    'Die letzte Meldung mit denselben Mengen kam {count|Stunde|Stunden} vorher',
  ),
  nothingSame: text('No earlier message with the same quantities', 'Keine frühere Meldung mit denselben Mengen'),
  rate: text(
    '{rate} of the earlier messages of {name} {key} failed (drawn towards the share of all)',
    '{name} {key}: {rate} der früheren Meldungen schlugen fehl (zum Anteil aller gezogen)',
  ),
  rateNone: text(
    '{rate} of all earlier messages failed (this one names no {name})',
    '{rate} aller früheren Meldungen schlugen fehl (ohne Angabe: {name})',
  ),
  seen: text(
    '{count|earlier message|earlier messages} of {name} {key} with a known end',
    '{name} {key}: {count|frühere Meldung|frühere Meldungen} mit bekanntem Ausgang',
  ),
  seenAbout: text(
    'About {count|earlier message|earlier messages} of {name} {key} with a known end',
    '{name} {key}: etwa {count|frühere Meldung|frühere Meldungen} mit bekanntem Ausgang',
  ),
  seenNone: text('The message names no {name}', 'Ohne Angabe: {name}'),
  habits: text('What failures that looked like this turned out to be here', 'Was sich hier hinter Fehlschlägen verbarg, die so aussahen'),
  base: text('What is usual, before anything is known of the message', 'Was üblich ist, bevor etwas über die Meldung bekannt ist'),
  rest: text(
    'All else together, and how far rules and model agree',
    'Alles andere zusammen, und wie weit sich Regeln und Modell einig sind',
  ),
  unread: text('{count|source|sources} in the ERP could not be read', '{count|Quelle|Quellen} im ERP nicht lesbar'),
  found: text('{count|finding|findings} about {name}', '{count|Befund|Befunde} zu {name}'),
  asFarAsRead: text('{line}, as far as could be read', '{line}, soweit lesbar'),
  plain: text('{name}: {value}', '{name}: {value}'),
}

/** What is said of a flag that is raised, and of one that isn't. */
export const FLAGS = {
  unitUnknown: [
    text('{subject}: the unit cannot be converted', '{subject}: Einheit nicht umrechenbar'),
    text('All units can be converted', 'Alle Einheiten sind umrechenbar'),
  ],
  unitDiffers: [
    text('{subject} where {usual} is the usual unit', '{subject}, wo {usual} die übliche Einheit ist'),
    text('All quantities are in the usual units', 'Alle Mengen sind in den üblichen Einheiten'),
  ],
  batchMissing: [
    text('{subject} needs a batch, and none is named', '{subject} braucht eine Charge, keine ist genannt'),
    text('No batch is missing', 'Keine Charge fehlt'),
  ],
  materialMissing: [
    text('{subject}: no such material in the plant', '{subject}: kein solches Material im Werk'),
    text('All materials exist in the plant', 'Alle Materialien gibt es im Werk'),
  ],
  materialBlocked: [
    text('{subject} is blocked or marked for deletion', '{subject} ist gesperrt oder zum Löschen vorgemerkt'),
    text('No material is blocked', 'Kein Material ist gesperrt'),
  ],
  locationUnknown: [
    text('{subject}: not set up there', '{subject}: dort nicht angelegt'),
    text('All materials are set up in their storage locations', 'Alle Materialien sind an ihren Lagerorten angelegt'),
  ],
  locationBlocked: [
    text('{subject}: blocked by a physical inventory', '{subject}: durch Inventur gesperrt'),
    text('No physical inventory blocks a storage location', 'Keine Inventur sperrt einen Lagerort'),
  ],
  serialRequired: [
    text('{subject} needs serial numbers', '{subject} braucht Serialnummern'),
    text('No serial numbers are needed', 'Keine Serialnummern sind nötig'),
  ],
  orderUnknown: [
    text('The ERP does not know order {subject}', 'Das ERP kennt Auftrag {subject} nicht'),
    text('The ERP knows the order', 'Das ERP kennt den Auftrag'),
  ],
  orderNotReleased: [
    text('Order {subject} is not released', 'Auftrag {subject} ist nicht freigegeben'),
    text('The order is released', 'Der Auftrag ist freigegeben'),
  ],
  orderEnded: [
    text('Order {subject} is completed, closed or marked for deletion', 'Auftrag {subject} ist abgeschlossen oder zum Löschen vorgemerkt'),
    text('The order is still open', 'Der Auftrag ist noch offen'),
  ],
  orderLocked: [
    text('Order {subject} is locked', 'Auftrag {subject} ist gesperrt'),
    text('The order is not locked', 'Der Auftrag ist nicht gesperrt'),
  ],
  operationEnded: [
    text('Operation {subject} is finally confirmed or closed', 'Vorgang {subject} ist endrückgemeldet oder abgeschlossen'),
    text('The operation is still open', 'Der Vorgang ist noch offen'),
  ],
  operationNotReady: [
    text('Operation {subject} is unknown or not released', 'Vorgang {subject} ist unbekannt oder nicht freigegeben'),
    text('The operation is released', 'Der Vorgang ist freigegeben'),
  ],
  firstConfirmation: [
    text('Nothing was confirmed for operation {subject} before', 'Zu Vorgang {subject} wurde noch nichts rückgemeldet'),
    text('The operation was confirmed before', 'Der Vorgang wurde schon rückgemeldet'),
  ],
  finalConfirmation: [
    text('Final confirmation of operation {subject}', 'Endrückmeldung zu Vorgang {subject}'),
    text('No final confirmation', 'Keine Endrückmeldung'),
  ],
  reasonUnknown: [
    text('The ERP does not know reason {subject}', 'Das ERP kennt Grund {subject} nicht'),
    text('The ERP knows the reasons', 'Das ERP kennt die Gründe'),
  ],
  reasonMissing: [
    text('{subject} scrap without a reason', '{subject} Ausschuss ohne Grund'),
    text('No reason is missing', 'Kein Grund fehlt'),
  ],
} as const

/** What is learnt about (`rateOf…`, `seen…`), and what findings are about. */
export const NAMES: Readonly<Record<string, Text>> = {
  Plant: text('plant', 'Werk'),
  WorkCenter: text('work centre', 'Arbeitsplatz'),
  Material: text('material', 'Material'),
  Unit: text('unit', 'Einheit'),
  MovementType: text('movement type', 'Bewegungsart'),
  Sender: text('sender', 'Absender'),
  supplyFindings: text('stock, place, batch and holds', 'Bestand, Ort, Charge und Sperren'),
  quantityFindings: text('quantities, units and components', 'Mengen, Einheiten und Komponenten'),
  statusFindings: text('status, sequence and locks', 'Status, Reihenfolge und Sperren'),
  duplicateFindings: text('doubled messages', 'doppelten Meldungen'),
  dateFindings: text('posting dates', 'Buchungsdaten'),
  masterFindings: text('master data and accounts', 'Stammdaten und Konten'),
  technicalFindings: text('interface, authorisation and lost answers', 'Schnittstelle, Berechtigung und verlorenen Antworten'),
}
