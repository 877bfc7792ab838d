sap.ui.define(
  ['sap/m/Button', 'sap/m/Dialog', 'sap/m/Label', 'sap/m/MessageBox', 'sap/m/TextArea', './words'],
  function (Button, Dialog, Label, MessageBox, TextArea, words) {
    'use strict'

    /** Whether one of the selected messages can be tried again. */
    function isPossible(context, selected) {
      return (selected ?? []).some((each) => each.getProperty('mayResubmit'))
    }

    /** Tries the selected messages again in one go, so that they keep the order of their receipt; Fiori elements would begin one for each. */
    async function open(context, selected) {
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
        try {
          const action = rows[0].getModel().bindContext('/resubmitSelected(...)')
          action.setParameter(
            'conflicts',
            rows.map((each) => each.getProperty('ID')),
          )
          action.setParameter('note', note.getValue())
          await action.invoke()
          await rows[0]
            .getBinding()
            .getHeaderContext()
            .requestSideEffects([{ $PropertyPath: '*' }])
          dialog.close()
        } catch (error) {
          MessageBox.error(error.message)
        } finally {
          if (!dialog.isDestroyed()) dialog.setBusy(false)
        }
      }
      dialog.open()
    }

    return { isPossible, open }
  },
)
