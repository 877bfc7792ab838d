sap.ui.define(
  ['sap/m/MessageStrip', 'sap/ui/core/message/Message', 'sap/ui/core/mvc/ControllerExtension', 'countersign/common/ages'],
  function (MessageStrip, Message, ControllerExtension, ages) {
    'use strict'

    /** Says on top of the pages of policies where judging is stopped. */
    return ControllerExtension.extend('countersign.control.ext.Stopped', {
      override: {
        routing: {
          onAfterBinding: function () {
            this.tell()
          },
        },
        editFlow: {
          onAfterActionExecution: function () {
            this.tell()
          },
        },
      },

      tell: async function () {
        const view = this.base.getView()
        if (!/Policies/.test(view.getId())) return
        const stopped = await this.read(view.getModel())
        const text = stopped.length > 0 ? this.words(view, stopped) : ''
        const [list] = view.findAggregatedObjects(true, (control) => control.isA('sap.f.DynamicPage'))
        if (list) this.tellAbove(list, text)
        else if (text) this.base.getExtensionAPI()?.showMessages([new Message({ type: 'Error', message: text })])
      },

      /** What Fiori elements shows above a table of a list goes with the next reading of its rows. */
      tellAbove: function (list, text) {
        this.strip?.destroy()
        this.strip = text ? new MessageStrip({ text, type: 'Error', showIcon: true }) : undefined
        if (this.strip) list.getHeader()?.insertContent(this.strip, 0)
      },

      read: async function (model) {
        const switches = model.bindList('/KillSwitches', undefined, undefined, undefined, { $filter: 'isOn eq true' })
        const contexts = await switches.requestContexts()
        const stopped = contexts.map((context) => context.getObject())
        switches.destroy()
        return stopped
      },

      words: function (view, stopped) {
        const say = (key, ...values) => view.getModel('i18n').getResourceBundle().getText(key, values)
        const everywhere = stopped.find(({ plant }) => plant === '*')
        if (!everywhere) return say('stoppedIn', stopped.map(({ plant }) => plant).join(', '))
        const { changedAt, reason, changedBy } = everywhere
        return say('stoppedEverywhere', ages.moment(changedAt), reason ?? '', changedBy ?? '')
      },
    })
  },
)
