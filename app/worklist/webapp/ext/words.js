sap.ui.define([], function () {
  'use strict'

  /** Puts what the service keeps for machines into words; `bundle` is the app's resource bundle. */
  return {
    /** `movements/2/quantity` → "Component 3: Quantity". What has no word stays as it is. */
    field: function (path, bundle) {
      const [, index, name] = /^movements\/(\d+)\/(\w+)$/.exec(path ?? '') ?? [undefined, undefined, path ?? '']
      const word = bundle.hasText('field.' + name) ? bundle.getText('field.' + name) : name
      return index === undefined ? word : bundle.getText('fieldOf', [Number(index) + 1, word])
    },

    /** `[{"name":"required","value":"2","unit":"KG"}]` → "required: 2 KG", one fact a line. */
    evidence: function (json) {
      let facts = []
      try {
        facts = JSON.parse(json || '[]')
      } catch {
        return json
      }
      return facts.map((fact) => `${fact.name}: ${[fact.value, fact.unit].filter(Boolean).join(' ')}`).join('\n')
    },
  }
})
