sap.ui.define([], function () {
  'use strict'

  /** What a step recorded, JSON, as lines that people read: one a value, named by its path; numbers with four decimals. */
  function lines(value, path) {
    if (value === null || typeof value !== 'object' || Object.keys(value).length === 0)
      return [`${path}: ${typeof value === 'object' ? '–' : typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value}`]
    const isMany = Array.isArray(value)
    return Object.entries(value).flatMap(([key, each]) => {
      const name = isMany ? `${path} ${Number(key) + 1}` : path ? `${path} · ${key}` : key
      return lines(each, name)
    })
  }

  return {
    details: function (json, nothing) {
      if (!json) return nothing
      try {
        return lines(JSON.parse(json), '').join('\n')
      } catch {
        return json
      }
    },
  }
})
