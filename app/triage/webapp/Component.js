sap.ui.define(['sap/fe/core/AppComponent', './ext/words'], function (AppComponent) {
  'use strict'

  return AppComponent.extend('countersign.triage.Component', {
    metadata: { manifest: 'json', interfaces: ['sap.ui.core.IAsyncContentCreation'] },
  })
})
