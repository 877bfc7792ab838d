sap.ui.define(
  ['require', 'countersign/common/textsOf', 'sap/ui/core/format/DateFormat', 'sap/ui/core/format/NumberFormat'],
  function (require, textsOf, DateFormat, NumberFormat) {
    'use strict'

    const { loaded, say } = textsOf(require.toUrl('../i18n/i18n.properties'))

    const whole = NumberFormat.getIntegerInstance({ groupingEnabled: true })
    const full = DateFormat.getDateTimeInstance({ style: 'medium' })
    const formats = new Map()
    const fractions = (digits) => {
      if (!formats.has(digits)) formats.set(digits, NumberFormat.getFloatInstance({ minFractionDigits: digits, maxFractionDigits: digits }))
      return formats.get(digits)
    }
    const isEmpty = (value) => value === null || value === undefined || value === ''

    return {
      /** Resolves once `say` has texts. */
      loaded: loaded,
      say: (key, ...values) => say(key, ...values) ?? key,
      /** A code's text of this app, or the code where it has none. */
      sayCode: (prefix, code) => say(`${prefix}.${code}`) ?? code,
      count: (value) => (isEmpty(value) ? '–' : whole.format(Number(value))),
      number: (value, digits) => (isEmpty(value) ? '–' : fractions(digits).format(Number(value))),
      /** 0 to 1, as percent. */
      percent: (value, digits = 1) => (isEmpty(value) ? '–' : `${fractions(digits).format(100 * Number(value))} %`),
      /** Already in percent. */
      percents: (value) => (isEmpty(value) ? '–' : `${fractions(1).format(Number(value))} %`),
      moment: (value) => (isEmpty(value) ? '–' : full.format(new Date(value))),
      trigger: (code) => say(`trigger.${code}`) ?? code,
      origin: (code) => say(`origin.${code}`) ?? code,
      /** Object kind and API that a model is made for. */
      boundTo: (kind, service) => [kind, service].filter((each) => each && each !== '*').join(', ') || say('boundTo.all'),
      /** JSON of parameters as one line: `trees 100, seed 7`. */
      parameters: (json) => {
        try {
          return Object.entries(JSON.parse(json ?? '{}'))
            .map(([name, value]) => `${name} ${value}`)
            .join(', ')
        } catch {
          return json
        }
      },
    }
  },
)
