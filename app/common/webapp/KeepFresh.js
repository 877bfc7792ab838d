sap.ui.define(['sap/ui/core/mvc/ControllerExtension'], function (ControllerExtension) {
  'use strict'

  const EVERY = 1500

  /**
   * The controller extension `name` for list and object pages. While its page is on the screen it calls `again(context, isPage)` every 1.5
   * seconds: for the object of an object page, or for each row that the tables of a list show. `again` reads anew what has moved and
   * answers a promise; the next round begins when all of them are settled.
   */
  return function keepFresh(name, again) {
    return ControllerExtension.extend(name, {
      override: {
        onInit: function () {
          this.timer = setInterval(() => this.refresh(), EVERY)
        },
        onExit: function () {
          clearInterval(this.timer)
        },
      },

      refresh: async function () {
        const view = this.base.getView()
        if (document.hidden || !view.getDomRef()?.offsetParent || this.isReading) return
        this.isReading = true
        try {
          const page = view.getBindingContext()
          await Promise.allSettled(page ? [again(page, true)] : rowsOf(view).map((row) => again(row, false)))
        } finally {
          this.isReading = false
        }
      },
    })
  }

  /** Contexts of the rows that the tables of a list show. */
  function rowsOf(view) {
    return view
      .findAggregatedObjects(true, (control) => control.isA('sap.ui.mdc.Table') && control.getDomRef()?.offsetParent)
      .flatMap((table) => table.getRowBinding()?.getCurrentContexts() ?? [])
      .filter((context) => context?.getPath && !context.isTransient())
  }
})
