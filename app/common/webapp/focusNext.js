sap.ui.define(['sap/ui/core/ElementRegistry'], function (ElementRegistry) {
  'use strict'

  /**
   * Puts the focus on the row that now stands where `row` stood, on the last one where there are fewer by now, or on the table where there is
   * none: what was decided leaves the list, and whoever goes by the keyboard goes on with what comes next.
   * @param row context of a row, taken before it left
   * @returns a function to be called once the list has been read anew
   */
  return function focusNext(row) {
    const binding = row.getBinding()
    const place = row.getIndex() ?? 0
    const [table] = ElementRegistry.filter((each) => each.isA('sap.ui.mdc.Table') && each.getRowBinding() === binding)
    return function () {
      const last = (table?.getRowBinding()?.getCurrentContexts().length ?? 0) - 1
      return last < 0 ? table?.focus() : table.focusRow(Math.min(place, last))
    }
  }
})
