sap.ui.define(['sap/ui/core/format/DateFormat'], function (DateFormat) {
  'use strict'

  /** Moments as people say them. */

  const ago = DateFormat.getDateTimeInstance({ relative: true, relativeScale: 'auto', style: 'medium' })
  const full = DateFormat.getDateTimeInstance({ style: 'medium' })

  return {
    /** "3 hours ago" */
    age: (at) => (at ? ago.format(new Date(at)) : ''),
    /** "Nov 22, 2026, 2:03:20 PM" */
    moment: (at) => (at ? full.format(new Date(at)) : ''),
  }
})
