sap.ui.define(['require', 'sap/base/i18n/ResourceBundle'], function (require, ResourceBundle) {
  'use strict'

  /** Formatters can't wait, so the texts are loaded with the component, long before there is anything to format. */
  let texts
  const loaded = ResourceBundle.create({
    url: require.toUrl('../i18n/i18n.properties'),
    supportedLocales: ['', 'de'],
    fallbackLocale: '',
    async: true,
  }).then((bundle) => (texts = bundle))

  function word(key, otherwise) {
    return texts?.hasText(key) ? texts.getText(key) : otherwise
  }

  /** Puts what the service keeps for machines into words. */
  return {
    /** Resolves to the resource bundle of the app. */
    loaded: loaded,

    /** `movements/2/quantity` → "Component 3: Quantity", `parts/1/yield` → "Posting 2: Yield". What has no word stays as it is. */
    field: function (path) {
      const [, part, rest] = /^parts\/(\d+)\/(.+)$/.exec(path ?? '') ?? []
      if (part !== undefined && texts) return texts.getText('partOf', [Number(part) + 1, this.field(rest)])
      const [, index, name] = /^movements\/(\d+)\/(\w+)$/.exec(path ?? '') ?? [undefined, undefined, path ?? '']
      const text = word('field.' + name, name)
      return index === undefined || !texts ? text : texts.getText('fieldOf', [Number(index) + 1, text])
    },

    /** `[{"name":"required","value":"2","unit":"KG"}]` → "Required: 2 KG", one fact a line. */
    evidence: function (json) {
      try {
        return JSON.parse(json || '[]')
          .map((fact) => `${word('evidence.' + fact.name, fact.name)}: ${[fact.value, fact.unit].filter(Boolean).join(' ')}`)
          .join('\n')
      } catch {
        return json
      }
    },
  }
})
