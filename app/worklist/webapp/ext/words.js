sap.ui.define(['require', 'countersign/common/textsOf', 'sap/ui/core/format/NumberFormat'], function (require, textsOf, NumberFormat) {
  'use strict'

  const { loaded, say } = textsOf(require.toUrl('../i18n/i18n.properties'))

  /** `-12.34` → "-12.34", as people of this language write it. */
  function number(value, digits) {
    return NumberFormat.getFloatInstance({ maxFractionDigits: digits }).format(Number(value))
  }

  function percent(value) {
    return `${number(value, 1)}\u00a0%`
  }

  /** What belongs to no single observation: where a prediction begins, and what is left of it. */
  const NEITHER = new Set(['base', 'rest'])

  /** Puts what the service keeps for machines into words. */
  return {
    /** Resolves to the resource bundle of the app. */
    loaded: loaded,

    /**
     * `movements/2/quantity` → "Component 3: Quantity", `activities/0/unit` → "Activity 1: Unit", `parts/1/yield` → "Posting 2: Yield". What has no
     * word stays as it is.
     */
    field: function (path) {
      const [, part, rest] = /^parts\/(\d+)\/(.+)$/.exec(path ?? '') ?? []
      if (part !== undefined) return say('partOf', Number(part) + 1, this.field(rest)) ?? path
      const [, list, index, name] = /^(movements|activities)\/(\d+)\/(\w+)$/.exec(path ?? '') ?? [undefined, '', '', path ?? '']
      const text = say('field.' + name) ?? name
      return (list && say('fieldOf.' + list, Number(index) + 1, text)) || text
    },

    /**
     * `[{"name":"required","value":"2.500","unit":"KG"}]` → "Required: 2.5 KG", one fact a line. A value that is a word of ours is said in those of the
     * reader. Only what has a point is a number for sure: operations, orders and documents stay as they are.
     */
    evidence: function (json) {
      try {
        return JSON.parse(json || '[]')
          .map(({ name, value, unit }) => {
            const [, count] = /^variable (\d+)$/.exec(name) ?? []
            const title = count ? say('evidence.variable', count) : say('evidence.' + name)
            const said = /^-?\d+\.\d+$/.test(value) ? number(value, 6) : (say(`evidence.${name}.${value}`) ?? value)
            return `${title ?? name}: ${[said, unit && (say('unit.' + unit) ?? unit)].filter(Boolean).join(' ')}`
          })
          .join('\n')
      } catch {
        return json
      }
    },

    /** `0.9` → "Of failures, 90 % have their true cause among the marked ones"; a dash where nothing is stated. */
    coverage: function (share) {
      return (share && say('coverageStated', percent(Number(share) * 100))) || '–'
    },

    /** How long the bar of a contribution is. */
    size: function (value) {
      return Math.min(100, Math.abs(Number(value ?? 0)))
    },

    /** `12.34` → "+12.3 %". */
    signed: function (value) {
      return (Number(value) > 0 ? '+' : '') + percent(value ?? 0)
    },

    /** What speaks for the cause is coloured; what speaks against it, and what belongs to no single observation, is grey. */
    leaning: function (value, feature) {
      return Number(value) > 0 && !NEITHER.has(feature) ? 'Information' : 'None'
    },

    /** `0.25`, `share` → "0.25 share"; what was observed need not be a number. */
    measured: function (value, unit) {
      const isNumber = /^-?\d+(\.\d+)?$/.test(value ?? '')
      return [isNumber ? number(value, 4) : value, unit ? (say('unit.' + unit) ?? unit) : ''].filter(Boolean).join('\u00a0')
    },

    /** Numbers of messages have no thousands separators. */
    plain: function (number) {
      return String(number ?? '')
    },

    /** Address of a held message's page. */
    page: function (ID) {
      return ID ? `#Suggestion-approve&/Suggestions(${ID})` : undefined
    },
  }
})
