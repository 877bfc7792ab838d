sap.ui.define(['sap/ui/core/mvc/ControllerExtension'], function (ControllerExtension) {
  'use strict'

  const EVERY = 1500
  const ALL = { $PropertyPath: '*' }
  const to = (path) => ({ $NavigationPropertyPath: path })
  /** Messages that move on by themselves. */
  const MOVING = new Set(['received', 'waiting', 'posting', 'unknown'])
  /** Of each set: what tells that a row is moving, and what is then read anew on its page. */
  const WATCHED = {
    ConflictGroups: { isMoving: ({ running }) => running > 0, page: [ALL, to('resubmissions'), to('conflicts')] },
    Conflicts: {
      // A message that is put on the worklist gets there a moment later: an open one is looked at as long as its page is.
      isMoving: ({ status }, isPage) => MOVING.has(status) || (isPage && status === 'refused'),
      page: [ALL, to('state'), to('attempt'), to('attempt/history')],
    },
    Resubmissions: { isMoving: ({ finishedAt }) => !finishedAt, page: [ALL, to('items')] },
  }

  /**
   * Messages are tried again in the background: reads what is moving again and again while it is on the screen, so that people see it go on.
   */
  return ControllerExtension.extend('countersign.triage.ext.KeepFresh', {
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
        await Promise.allSettled(page ? [this.again(page, true)] : this.rows(view).map((row) => this.again(row, false)))
      } finally {
        this.isReading = false
      }
    },

    /** Reads what a context shows anew, if it moves. */
    again: async function (context, isPage) {
      const watched = WATCHED[/^\/(\w+)\(/.exec(context.getPath())?.[1]]
      if (watched?.isMoving((await context.requestObject()) ?? {}, isPage)) await context.requestSideEffects(isPage ? watched.page : [ALL])
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
