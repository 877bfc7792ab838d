sap.ui.define(['countersign/common/KeepFresh'], function (keepFresh) {
  'use strict'

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
  return keepFresh('countersign.triage.ext.KeepFresh', async function (context, isPage) {
    const watched = WATCHED[/^\/(\w+)\(/.exec(context.getPath())?.[1]]
    if (watched?.isMoving((await context.requestObject()) ?? {}, isPage)) await context.requestSideEffects(isPage ? watched.page : [ALL])
  })
})
