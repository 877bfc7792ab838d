sap.ui.define(['sap/ui/core/Control', './evaluation'], function (Control, evaluation) {
  'use strict'

  /** One part of the evaluation of a model, or of all where no version is given. */
  return Control.extend('countersign.models.ext.Part', {
    metadata: {
      properties: {
        part: 'string',
        version: 'string',
        isOfAll: { type: 'boolean', defaultValue: false },
        html: { type: 'string', defaultValue: '' },
      },
    },

    setVersion: function (version) {
      this.setProperty('version', version, true)
      return this.read()
    },

    onModelContextChange: function () {
      this.read()
    },

    init: function () {
      this.attachModelContextChange(this.onModelContextChange, this)
    },

    /** Reads anew what there is to draw; of several readings the latest counts. */
    read: function () {
      const [model, version] = [this.getModel(), this.getVersion()]
      if (!model || !(version || this.getIsOfAll())) return this
      const key = `${version ?? ''} ${model.getId()}`
      if (this.key === key) return this
      this.key = key
      evaluation.htmlOf(model, this.getPart(), version).then((html) => {
        if (this.key === key && !this.isDestroyed()) this.setHtml(html)
      })
      return this
    },

    renderer: {
      apiVersion: 2,
      render: function (manager, control) {
        manager.openStart('div', control).class('csPart').attr('data-part', control.getPart()).openEnd()
        manager.unsafeHtml(control.getHtml())
        manager.close('div')
      },
    },
  })
})
