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
      const more = new Panel({
        headerText: bundle.getText('moreFields'),
        expandable: true,
        expanded: proposed.length === 0,
        content: [
          new SimpleForm({ editable: true, layout: 'ResponsiveGridLayout', labelSpanL: 12, labelSpanM: 12, content: rowsOf(others) }),
        ],
      })
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
          more,
        ],
        beginButton: new Button({ type: 'Emphasized', text: bundle.getText('save'), press: () => save() }),
        endButton: new Button({ text: bundle.getText('cancel'), press: () => dialog.close() }),
        afterClose: () => dialog.destroy(),
      })

      const save = async () => {
        const changed = fields.filter(({ input, proposed }) => input.getValue() !== proposed)
        for (const { input } of fields) input.setValueState('None')
        dialog.setBusy(true)
        try {
          const action = model.bindContext(ACTION, context)
          action.setParameter(
            'values',
            changed.map(({ field, input }) => ({ field, value: input.getValue() })),
          )
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
          dialog.setBusy(false)
          const blamed = blame(error, changed)
          if (blamed.length === 0) MessageBox.error(error.message)
          more.setExpanded(more.getExpanded() || blamed.some((each) => others.includes(each)))
          blamed[0]?.input.focus()
        } finally {
          if (!dialog.isDestroyed()) dialog.setBusy(false)
        }
      }
      dialog.open()
    }

    /** Writes beside each value that was refused why; answers the fields. */
    function blame({ error }, changed) {
      return [error, ...(error?.details ?? [])].flatMap((refusal) => {
        const field = changed[/values\/(\d+)\//.exec(refusal?.target ?? '')?.[1]]
        field?.input.setValueState('Error').setValueStateText(refusal.message)
        return field ? [field] : []
      })
    }

    return { open }
  },
)
