sap.ui.define(['sap/fe/core/AppComponent'], function (AppComponent) {
  'use strict'

  /** Lists that tiles of their own lead to, by their intent; each other one opens the failure codes. */
  const LISTS = { 'Policy-manage': 'PoliciesList', 'DeadLetter-manage': 'OperationsList' }

  return AppComponent.extend('countersign.control.Component', {
    metadata: { manifest: 'json', interfaces: ['sap.ui.core.IAsyncContentCreation'] },

    init: function () {
      this.takeOwnTitle()
      AppComponent.prototype.init.apply(this, arguments)
      this.getRouter().getRoute('List').attachBeforeMatched(this.openOwnList, this)
      this.openOwnList()
    },

    /** What its tile is called, the list is called: Fiori elements knows one title for an app. */
    takeOwnTitle: function () {
      const app = this.getManifest()['sap.app']
      const { intent } = this.asked()
      const own = Object.values(app.crossNavigation.inbounds).find((each) => `${each.semanticObject}-${each.action}` === intent)
      if (own) app.title = own.title
    },

    openOwnList: function () {
      const { intent, within } = this.asked()
      const list = LISTS[intent]
      if (list && !within) this.getRouter().navTo(list, {}, {}, true)
    },

    asked: function () {
      const [intent, within] = window.location.hash.slice(1).split('&/')
      return { intent: intent.split('?')[0], within }
    },
  })
})
