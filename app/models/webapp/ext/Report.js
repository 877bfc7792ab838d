sap.ui.define(['require'], function (require) {
  'use strict'

  return {
    /** All of the model's page on paper: a page without anything to press, in a window of its own. */
    open: function (context) {
      const version = encodeURIComponent(context.getProperty('version'))
      window.open(`${require.toUrl('../report.html')}?version=${version}`, '_blank')
    },
  }
})
