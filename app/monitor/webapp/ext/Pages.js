sap.ui.define([], function () {
  'use strict'

  /** Ways from a page of the monitor to the others; called with the page's extension API as `this`. */
  const to = (route) =>
    function () {
      this.routing.navigateToRoute(route)
    }

  return {
    toMessages: to('Messages'),
    toFailures: to('Failures'),
    toRight: to('Right'),
    toWaiting: to('Waiting'),
    toAnswers: to('Answers'),
    toSolving: to('Solving'),
  }
})
