sap.ui.define(['sap/fe/core/AppComponent'], function (AppComponent) {
  'use strict'

  /** Lists that tiles of their own lead to, by their intent; each other one opens the failure codes. */
  const LISTS = { 'Policy-manage': 'PoliciesList', 'DeadLetter-manage': 'OperationsList' }

  return AppComponent.extend('countersign.control.Component', {
    metadata: { manifest: 'json', interfaces: ['sap.ui.core.IAsyncContentCreation'] },

    init: function () {
      AppComponent.prototype.init.apply(this, arguments)
      this.getRouter().getRoute('List').attachBeforeMatched(this.openOwnList, this)
      this.openOwnList()
    },

    openOwnList: function () {
      const [intent, within] = window.location.hash.slice(1).split('&/')
      const list = LISTS[intent.split('?')[0]]
      if (list && !within) this.getRouter().navTo(list, {}, {}, true)
    },
  })
})
