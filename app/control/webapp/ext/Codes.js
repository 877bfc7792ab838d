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

  /** Shows the names of what is chosen, where nothing can be changed. */
  Codes.tell = async function (event) {
    const text = event.getSource()
    const context = text.getBindingContext()
    if (!context) return
    const known = text.getModel().bindList(text.data('names'))
    const [chosen, names] = await Promise.all([context.requestProperty(text.data('property')), known.requestContexts()])
    const nameOf = (code) => names.find((each) => each.getProperty('code') === code)?.getProperty('name') ?? code
    text.setText(new Codes().formatValue(chosen).map(nameOf).join(', ') || '–')
    known.destroy()
  }

  return Codes
})
