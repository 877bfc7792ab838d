sap.ui.define(['./words'], function (words) {
  'use strict'

  /** Formatters for fragments; `this` is the control that shows the value. */
  return {
    field: function (path, bundle) {
      return bundle ? words.field(path, bundle) : path
    },
    evidence: words.evidence,
  }
})
