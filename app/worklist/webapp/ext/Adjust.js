sap.ui.define(
  [
    'sap/m/Button',
    'sap/m/Dialog',
    'sap/m/Input',
    'sap/m/Label',
    'sap/m/MessageBox',
    'sap/m/MessageStrip',
    'sap/m/MessageToast',
    'sap/m/Panel',
    'sap/m/TextArea',
    'sap/ui/layout/form/SimpleForm',
    './words',
  ],
  function (Button, Dialog, Input, Label, MessageBox, MessageStrip, MessageToast, Panel, TextArea, SimpleForm, words) {
    'use strict'

    const ACTION = 'WorklistService.adjust(...)'

    /**
     * Action parameters of Fiori elements can't be lists, so this asks for one value per field, the proposed ones first, and calls `adjust` with
     * those that differ from the proposal.
     */
    async function open(context) {
      const bundle = await words.loaded
      const model = context.getModel()
      const asked = model.bindContext('WorklistService.adjustable(...)', context)
      await asked.invoke()
      const fields = asked
        .getBoundContext()
        .getObject()
        .value.map((each) => ({ ...each, input: new Input({ value: each.proposed, width: '100%' }) }))
      const rowsOf = (some) =>
        some.flatMap(({ field, sent, input }) => [
          new Label({ text: `${words.field(field)} (${bundle.getText('sent')}: ${sent || '–'})`, labelFor: input }),
          input,
        ])
      const isProposed = ({ sent, proposed }) => sent !== proposed
      const proposed = fields.filter(isProposed)
      const others = fields.filter((each) => !isProposed(each))
      const note = new TextArea({ rows: 3, width: '100%' })
      const dialog = new Dialog({
        title: bundle.getText('adjustTitle'),
        contentWidth: '32rem',
        content: [
          new MessageStrip({ text: bundle.getText('adjustHint'), showIcon: true }).addStyleClass('sapUiSmallMargin'),
          new SimpleForm({
            editable: true,
            layout: 'ResponsiveGridLayout',
            labelSpanL: 12,
            labelSpanM: 12,
            content: [...rowsOf(proposed), new Label({ text: bundle.getText('note'), labelFor: note }), note],
          }),
          new Panel({
            headerText: bundle.getText('moreFields'),
            expandable: true,
            expanded: proposed.length === 0,
            content: [
              new SimpleForm({ editable: true, layout: 'ResponsiveGridLayout', labelSpanL: 12, labelSpanM: 12, content: rowsOf(others) }),
            ],
          }),
        ],
        beginButton: new Button({ type: 'Emphasized', text: bundle.getText('save'), press: () => save() }),
        endButton: new Button({ text: bundle.getText('cancel'), press: () => dialog.close() }),
        afterClose: () => dialog.destroy(),
      })

      const save = async () => {
        const values = fields
          .filter(({ input, proposed }) => input.getValue() !== proposed)
          .map(({ field, input }) => ({ field, value: input.getValue() }))
        dialog.setBusy(true)
        try {
          const action = model.bindContext(ACTION, context)
          action.setParameter('values', values)
          action.setParameter('note', note.getValue())
          await action.invoke()
          await context.requestSideEffects([
            { $PropertyPath: '*' },
            { $NavigationPropertyPath: 'changes' },
            { $NavigationPropertyPath: 'attempt/history' },
          ])
          MessageToast.show(bundle.getText('adjusted'))
          dialog.close()
        } catch (error) {
          MessageBox.error(error.message)
        } finally {
          if (!dialog.isDestroyed()) dialog.setBusy(false)
        }
      }
      dialog.open()
    }

    return { open }
  },
)
