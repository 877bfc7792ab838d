sap.ui.define(['sap/base/i18n/ResourceBundle'], function (ResourceBundle) {
  'use strict'

  /**
   * Texts of an app for what is formatted by itself. Formatters can't wait, so they are loaded with the component, long before there is anything to format.
   * @param {string} url address of the app's `i18n.properties`
   */
  return function textsOf(url) {
    let bundle
    const loaded = ResourceBundle.create({ url, supportedLocales: ['', 'de'], fallbackLocale: '', async: true }).then(
      (found) => (bundle = found),
    )
    return {
      /** Resolves to the resource bundle once it is there. */
      loaded,
      /** The text with its values put in; undefined where there is none, or not yet. */
      say: (key, ...values) => bundle?.getText(key, values, true),
    }
  }
})
