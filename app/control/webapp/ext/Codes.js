sap.ui.define(['sap/ui/model/SimpleType'], function (SimpleType) {
  'use strict'

  /** Codes that the service keeps as one text, separated by commas, as the list that a control wants. */
  const Codes = SimpleType.extend('countersign.control.ext.Codes', {
    formatValue: (text) =>
      (text ?? '')
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean),
    parseValue: (codes) => codes.join(','),
    validateValue: () => undefined,
  })

  /** Writes what has been chosen, at once. */
  Codes.keep = function (event) {
    const box = event.getSource()
    return box.getBindingContext().setProperty(box.getBinding('selectedKeys').getPath(), box.getSelectedKeys().join(','))
  }

  return Codes
})
