sap.ui.define(['sap/ui/core/mvc/ControllerExtension'], function (ControllerExtension) {
  'use strict'

  const EVERY = 1500
  /** Messages that move on by themselves. */
  const MOVING = new Set(['received', 'waiting', 'posting', 'unknown'])
  const WATCHED = [
    'attempt/status',
    'attempt/state',
    'attempt/erpDocument',
    'attempt/erpCode',
    'attempt/erpText',
    'attempt/finishedAt',
    'attempt/tries',
    'attempt/mostTries',
    'attempt/nextTryAt',
    'attempt/history',
  ]
  const LISTED = ['attempt/status', 'attempt/state', 'attempt/erpDocument', 'attempt/erpText']

  /**
   * Postings run in the background: reads the few fields that tell how far one has come, again and again while the page is open and
   * a message on it is moving, so that "posting" becomes "posted" without anybody pressing refresh.
   */
  return ControllerExtension.extend('countersign.worklist.ext.KeepFresh', {
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
        const contexts = page ? [page] : this.rows(view)
        const paths = (page ? WATCHED : LISTED).map((path) =>
          /\/(state|history)$/.test(path) ? { $NavigationPropertyPath: path } : { $PropertyPath: path },
        )
        await Promise.allSettled(
          contexts.map(async (context) => {
            if (MOVING.has(await context.requestProperty('attempt/status'))) await context.requestSideEffects(paths)
          }),
        )
      } finally {
        this.isReading = false
      }
    },

    /** Contexts of the rows that the tables of a list show. */
    rows: function (view) {
      return view
        .findAggregatedObjects(true, (control) => control.isA('sap.ui.mdc.Table') && control.getDomRef()?.offsetParent)
        .flatMap((table) => table.getRowBinding()?.getCurrentContexts() ?? [])
        .filter((context) => context?.getPath && !context.isTransient())
    },
  })
})
