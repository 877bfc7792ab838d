sap.ui.define(['sap/ui/core/mvc/ControllerExtension'], function (ControllerExtension) {
  'use strict'

  const EVERY = 100
  const AT_MOST = 2000

  /** A decision takes its own button off the page, and the focus with it: gives that to what can be done next, for whoever goes by the keyboard. */
  return ControllerExtension.extend('countersign.common.KeepFocus', {
    override: {
      editFlow: {
        onAfterActionExecution: function () {
          this.watch(Date.now() + AT_MOST)
        },
      },
    },

    /** The button goes when the page has been drawn anew, a moment later. */
    watch: function (until) {
      if (document.activeElement === document.body) this.nextButton()?.focus()
      else if (Date.now() < until) setTimeout(() => this.watch(until), EVERY)
    },

    nextButton: function () {
      const [button] =
        this.base
          .getView()
          .byId('fe::ObjectPage')
          ?.getHeaderTitle()
          .findAggregatedObjects(true, (each) => each.isA('sap.m.Button') && each.getEnabled() && each.getDomRef()?.offsetParent) ?? []
      return button
    },
  })
})
