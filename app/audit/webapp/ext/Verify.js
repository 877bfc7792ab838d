sap.ui.define(
  [
    'sap/m/Button',
    'sap/m/Dialog',
    'sap/m/Label',
    'sap/m/MessageStrip',
    'sap/m/Text',
    'sap/m/TextArea',
    'sap/m/VBox',
    'sap/base/i18n/ResourceBundle',
  ],
  function (Button, Dialog, Label, MessageStrip, Text, TextArea, VBox, ResourceBundle) {
    'use strict'

    const bundle = ResourceBundle.create({
      bundleName: 'countersign.audit.i18n.i18n',
      supportedLocales: ['', 'de'],
      fallbackLocale: '',
      async: true,
    })

    /** Proves the log; the first line of the answer says whether it is whole, each other what was done to it. */
    async function verify(model, against) {
      const action = model.bindContext('/verify(...)')
      if (against !== '') action.setParameter('against', against)
      await action.invoke()
      const { isWhole, text } = action.getBoundContext().getObject()
      const [head, ...rest] = text.split('\n')
      return { isWhole, head, rest: rest.join('\n') }
    }

    /** Asks for a seal that was kept elsewhere, if there is one, and shows what verifying brings. */
    async function open() {
      const texts = await bundle
      const model = this.getModel()
      const against = new TextArea({ rows: 3, width: '100%', placeholder: texts.getText('againstHint') })
      const result = new VBox()
      const dialog = new Dialog({
        title: texts.getText('verify'),
        contentWidth: '40rem',
        content: [
          new Text({ text: texts.getText('verifyExplained') }).addStyleClass('sapUiSmallMarginBottom'),
          new Label({ text: texts.getText('against'), labelFor: against }),
          against,
          result,
        ],
        beginButton: new Button({ type: 'Emphasized', text: texts.getText('verifyNow'), press: () => begin() }),
        endButton: new Button({ text: texts.getText('close'), press: () => dialog.close() }),
        afterClose: () => dialog.destroy(),
      }).addStyleClass('sapUiContentPadding')

      const begin = async () => {
        dialog.setBusyIndicatorDelay(0).setBusy(true)
        result.destroyItems()
        // Messages and errors are shown as those of any other action.
        let told
        const prove = async () => {
          told = await verify(model, against.getValue().trim())
        }
        await this.editFlow.securedExecution(prove).catch(() => undefined)
        dialog.setBusy(false)
        if (!told) return
        result.addItem(
          new MessageStrip({ text: told.head, type: told.isWhole ? 'Success' : 'Error', showIcon: true }).addStyleClass(
            'sapUiSmallMarginTopBottom',
          ),
        )
        if (told.rest) result.addItem(new Text({ text: told.rest, renderWhitespace: true }))
      }
      dialog.open()
    }

    return { open }
  },
)
