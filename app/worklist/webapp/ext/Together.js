sap.ui.define(
  [
    'sap/m/Button',
    'sap/m/Dialog',
    'sap/m/Label',
    'sap/m/MessageItem',
    'sap/m/MessageView',
    'sap/m/ProgressIndicator',
    'sap/m/TextArea',
    'sap/ui/core/Messaging',
    'countersign/common/focusNext',
    './words',
  ],
  function (Button, Dialog, Label, MessageItem, MessageView, ProgressIndicator, TextArea, Messaging, focusNext, words) {
    'use strict'

    /** What can be decided about several at once: the action, which of a row's flags offers it, and what is asked. */
    const DECISIONS = {
      approve: { action: 'approve', may: 'mayDecide', parameter: 'note', isAsked: false },
      signOff: { action: 'signOff', may: 'maySign', parameter: 'note', isAsked: false },
      giveBack: { action: 'returnToPlanner', may: 'mayReturn', parameter: 'reason', isAsked: true },
      reject: { action: 'rejectSuggestion', may: 'mayReject', parameter: 'reason', isAsked: true },
    }

    /** Decides one row in a request, and so a transaction, of its own: what is refused keeps no other from being decided. */
    async function decide(row, { action, parameter }, text) {
      const call = row.getModel().bindContext(`WorklistService.${action}(...)`, row)
      call.setParameter(parameter, text)
      const name = words.plain(row.getProperty('attemptNumber'))
      try {
        await call.invoke('$direct')
        return { name, isDone: true }
      } catch (error) {
        return { name, isDone: false, why: (error.error?.details ?? []).reduce((all, { message }) => `${all}\n${message}`, error.message) }
      }
    }

    /** One message a row: what went, and what didn't and why; the latter first. Then `goOn`. */
    function tell(outcomes, key, bundle, goOn) {
      const item = ({ name, isDone, why }) =>
        new MessageItem({
          type: isDone ? 'Success' : 'Error',
          title: bundle.getText(isDone ? `${key}Done` : 'notDone', [name]),
          subtitle: why ?? '',
          description: why ?? '',
        })
      const close = new Button({ type: 'Emphasized', text: bundle.getText('close'), press: () => dialog.close() })
      const dialog = new Dialog({
        title: bundle.getText('outcomeTitle', [outcomes.filter((each) => each.isDone).length, outcomes.length]),
        contentWidth: '36rem',
        contentHeight: '24rem',
        verticalScrolling: false,
        content: [new MessageView({ items: [...outcomes].sort((one, other) => one.isDone - other.isDone).map(item) })],
        endButton: close,
        initialFocus: close,
        afterClose: () => {
          dialog.destroy()
          goOn()
        },
      })
      dialog.open()
    }

    function openFor(key) {
      const decision = DECISIONS[key]
      return async function (_, selected) {
        const bundle = await words.loaded
        const text = new TextArea({ rows: 3, width: '100%', required: decision.isAsked })
        const progress = new ProgressIndicator({ visible: false, displayOnly: true })
        const begin = new Button({ type: 'Emphasized', text: bundle.getText(key), press: () => run() })
        const end = new Button({ text: bundle.getText('cancel'), press: () => dialog.close() })
        const dialog = new Dialog({
          title: bundle.getText(`${key}Title`, [selected.length]),
          contentWidth: '34rem',
          content: [new Label({ text: bundle.getText(decision.parameter), labelFor: text, required: decision.isAsked }), text, progress],
          beginButton: begin,
          endButton: end,
          initialFocus: text,
          afterClose: () => dialog.destroy(),
        }).addStyleClass('sapUiContentPadding')

        const run = async () => {
          if (decision.isAsked && !text.getValue().trim()) {
            text.setValueState('Error').setValueStateText(bundle.getText('reasonMissing')).focus()
            return
          }
          begin.setEnabled(false)
          end.setEnabled(false)
          text.setEnabled(false)
          progress.setVisible(true)
          const outcomes = []
          for (const row of selected) {
            outcomes.push(await decide(row, decision, text.getValue()))
            progress.setPercentValue((outcomes.length / selected.length) * 100)
            progress.setDisplayValue(bundle.getText('ofAll', [outcomes.length, selected.length]))
          }
          // They are told here, each with its message: nobody else has to tell them again.
          Messaging.removeAllMessages()
          dialog.close()
          const goOn = focusNext(selected[0])
          const refreshed = this.refresh()
          tell(outcomes, key, bundle, () => refreshed.then(goOn))
        }
        dialog.open()
      }
    }

    /** Whether one of the selected rows can be decided so. */
    function isPossible(key) {
      return (_, selected) => (selected ?? []).some((row) => row.getProperty(DECISIONS[key].may))
    }

    return {
      approve: openFor('approve'),
      signOff: openFor('signOff'),
      giveBack: openFor('giveBack'),
      reject: openFor('reject'),
      mayApprove: isPossible('approve'),
      maySignOff: isPossible('signOff'),
      mayGiveBack: isPossible('giveBack'),
      mayReject: isPossible('reject'),
    }
  },
)
