sap.ui.define([], function () {
  'use strict'

  /** Lets the browser save what a function of the service answers. */
  function save(model, call) {
    const link = document.createElement('a')
    link.href = `${model.getServiceUrl()}${call}`
    link.download = ''
    link.click()
  }

  /** Text as a parameter of a function in an address. */
  function text(value) {
    return `'${encodeURIComponent(value.replaceAll("'", "''"))}'`
  }

  /** What the list shows: the query that its filters and its search come to. */
  async function queryOf(api) {
    const { filters, search } = api.getFilters() ?? {}
    const list = api.getModel().bindList('/AuditLog', undefined, [], filters ?? [], search ? { $search: search } : {})
    const url = await list.requestDownloadUrl()
    return url.includes('?') ? url.slice(url.indexOf('?') + 1) : ''
  }

  function exportLog(format) {
    return async function () {
      save(this.getModel(), `exportLog(format='${format}',query=${text(await queryOf(this))})`)
    }
  }

  function simply(call) {
    return function () {
      save(this.getModel(), call)
    }
  }

  return {
    xlsx: exportLog('xlsx'),
    csv: exportLog('csv'),
    proof: simply('exportProof()'),
    seal: simply('exportSeal(number=null)'),
    verifier: simply('verifier()'),

    /** What came, byte for byte, in a window of its own; it is read where failures are sorted out. */
    raw: function (context) {
      const service = context
        .getModel()
        .getServiceUrl()
        .replace(/audit\/$/, 'triage/')
      window.open(`${service}SyncAttempts(${context.getProperty('ID')})/request`, '_blank', 'noopener')
    },

    /** All that led to the document of a message. */
    lineage: function (context) {
      save(context.getModel(), `lineage(erpDocument=${text(context.getProperty('erpDocument') ?? '')})`)
    },
  }
})
