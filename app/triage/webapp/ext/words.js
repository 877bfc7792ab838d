sap.ui.define(['require', 'countersign/common/textsOf', 'sap/ui/core/format/DateFormat'], function (require, textsOf, DateFormat) {
  'use strict'

  const { loaded, say } = textsOf(require.toUrl('../i18n/i18n.properties'))

  const ago = DateFormat.getDateTimeInstance({ relative: true, relativeScale: 'auto', style: 'medium' })
  const full = DateFormat.getDateTimeInstance({ style: 'medium' })
  const clock = DateFormat.getTimeInstance({ style: 'medium' })
  const UNITS = [
    ['day', 86400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ]

  return {
    /** Resolves to the resource bundle of the app. */
    loaded: loaded,

    /** "3 hours ago" */
    age: function (at) {
      return at ? ago.format(new Date(at)) : ''
    },

    /** "Nov 22, 2026, 2:03:20 PM" */
    moment: function (at) {
      return at ? full.format(new Date(at)) : ''
    },

    /** "2 h 5 min": the two largest units of a number of seconds. */
    duration: function (seconds) {
      if (seconds === null || seconds === undefined) return '–'
      const first = UNITS.findIndex(([, size]) => Number(seconds) >= size)
      if (first < 0) return say('duration.second', Math.round(Number(seconds)))
      let rest = Math.round(Number(seconds))
      return UNITS.slice(first, first + 2)
        .map(([unit, size]) => {
          const count = Math.floor(rest / size)
          rest -= count * size
          return count > 0 ? say('duration.' + unit, count) : ''
        })
        .filter(Boolean)
        .join(' ')
    },

    /** "Attempt 2 of 7, next 14:03:20"; empty where nothing is tried again by itself. */
    tries: function (tries, most, next) {
      return (next && say('tries', tries, most, clock.format(new Date(next)))) || ''
    },
  }
})
