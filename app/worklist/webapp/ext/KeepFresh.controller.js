sap.ui.define(['countersign/common/KeepFresh'], function (keepFresh) {
  'use strict'

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
   * Postings run in the background: reads the few fields that tell how far one has come, again and again while a message is moving, so
   * that "posting" becomes "posted" without anybody pressing refresh.
   */
  return keepFresh('countersign.worklist.ext.KeepFresh', async function (context, isPage) {
    if (!context.getPath().startsWith('/Suggestions(')) return
    if (!MOVING.has(await context.requestProperty('attempt/status'))) return
    const paths = isPage ? WATCHED : LISTED
    await context.requestSideEffects(
      paths.map((path) => (/\/(state|history)$/.test(path) ? { $NavigationPropertyPath: path } : { $PropertyPath: path })),
    )
  })
})
