sap.ui.define(['require', 'sap/fe/core/AppComponent'], function (require, AppComponent) {
  'use strict'

  return AppComponent.extend('countersign.worklist.Component', {
    metadata: { manifest: 'json', interfaces: ['sap.ui.core.IAsyncContentCreation'] },

    init: function () {
      AppComponent.prototype.init.apply(this, arguments)
      // Not among the dependencies: what pages share is found only once the manifest has been read.
      require(['./ext/words'])
    },
  })
})
