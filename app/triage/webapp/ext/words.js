sap.ui.define(['require', 'sap/base/i18n/ResourceBundle', 'sap/ui/core/format/DateFormat'], function (require, ResourceBundle, DateFormat) {
  'use strict'

  /** Formatters can't wait, so the texts are loaded with the component, long before there is anything to format. */
  let texts
  const loaded = ResourceBundle.create({
    url: require.toUrl('../i18n/i18n.properties'),
    supportedLocales: ['', 'de'],
    fallbackLocale: '',
    async: true,
  }).then((bundle) => (texts = bundle))

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
      if (seconds === null || seconds === undefined || !texts) return '–'
      const first = UNITS.findIndex(([, size]) => Number(seconds) >= size)
      if (first < 0) return texts.getText('duration.second', [Math.round(Number(seconds))])
      let rest = Math.round(Number(seconds))
      return UNITS.slice(first, first + 2)
        .map(([unit, size]) => {
          const count = Math.floor(rest / size)
          rest -= count * size
          return count > 0 ? texts.getText('duration.' + unit, [count]) : ''
        })
        .filter(Boolean)
        .join(' ')
    },

    /** "Attempt 2 of 7, next 14:03:20"; empty where nothing is tried again by itself. */
    tries: function (tries, most, next) {
      return next && texts ? texts.getText('tries', [tries, most, clock.format(new Date(next))]) : ''
    },
  }
})
