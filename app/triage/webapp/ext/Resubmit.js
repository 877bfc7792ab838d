sap.ui.define(
  ['sap/m/Button', 'sap/m/Dialog', 'sap/m/Label', 'sap/m/TextArea', './words'],
  function (Button, Dialog, Label, TextArea, words) {
    'use strict'

    async function resubmit(rows, note) {
      const action = rows[0].getModel().bindContext('/resubmitSelected(...)')
      action.setParameter(
        'messages',
        rows.map((each) => each.getProperty('ID')),
      )
      action.setParameter('note', note)
      await action.invoke()
      await rows[0]
        .getBinding()
        .getHeaderContext()
        .requestSideEffects([{ $PropertyPath: '*' }])
    }

    /** Whether one of the selected messages can be tried again. */
    function isPossible(_, selected) {
      return (selected ?? []).some((each) => each.getProperty('mayResubmit'))
    }

    /** Tries the selected messages again in one go, so that they keep the order of their receipt; Fiori elements would begin one for each. */
    async function open(_, selected) {
      const bundle = await words.loaded
      const rows = selected.filter((each) => each.getProperty('mayResubmit'))
      const note = new TextArea({ rows: 3, width: '100%' })
      const dialog = new Dialog({
        title: bundle.getText('resubmitTitle', [rows.length]),
        contentWidth: '28rem',
        content: [new Label({ text: bundle.getText('note'), labelFor: note }), note],
        beginButton: new Button({ type: 'Emphasized', text: bundle.getText('resubmit'), press: () => begin() }),
        endButton: new Button({ text: bundle.getText('cancel'), press: () => dialog.close() }),
        afterClose: () => dialog.destroy(),
      }).addStyleClass('sapUiContentPadding')

      const begin = async () => {
        dialog.setBusy(true)
        // Messages and errors are shown as those of any other action.
        await this.editFlow.securedExecution(() => resubmit(rows, note.getValue())).catch(() => undefined)
        dialog.close()
      }
      dialog.open()
    }

    return { isPossible, open }
  },
)
