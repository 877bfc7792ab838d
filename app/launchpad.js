;(function () {
  'use strict'

  const AGAIN_AFTER = 1500
  const language = navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en'
  const texts = {
    en: {
      worklist: 'Worklist',
      worklistInfo: 'Decide what is held',
      triage: 'Failures',
      triageInfo: 'Sort out and try again',
      audit: 'Audit log',
      auditInfo: 'Who did what, and why',
      control: 'Failure codes',
      controlInfo: 'What failures mean',
      models: 'Models',
      modelsInfo: 'What ranks causes, and how well',
      waiting: 'Waiting for Countersign …',
      building: 'The pages are being prepared on this machine, once. This takes a few minutes; everything else works already.',
    },
    de: {
      worklist: 'Arbeitsvorrat',
      worklistInfo: 'Angehaltenes entscheiden',
      triage: 'Fehler',
      triageInfo: 'Klären und wiederholen',
      audit: 'Prüfprotokoll',
      auditInfo: 'Wer was getan hat, und warum',
      control: 'Fehlercodes',
      controlInfo: 'Was Fehler bedeuten',
      models: 'Modelle',
      modelsInfo: 'Was Ursachen ordnet, und wie gut',
      waiting: 'Warten auf Countersign …',
      building: 'Die Oberfläche wird auf diesem Rechner einmalig vorbereitet. Das dauert einige Minuten; alles andere geht schon.',
    },
  }[language]

  document.documentElement.lang = language
  const apps = [
    {
      intent: 'Suggestion-approve',
      component: 'countersign.worklist',
      url: 'worklist/webapp',
      title: texts.worklist,
      info: texts.worklistInfo,
      icon: 'sap-icon://approvals',
    },
    {
      intent: 'Conflict-triage',
      component: 'countersign.triage',
      url: 'triage/webapp',
      title: texts.triage,
      info: texts.triageInfo,
      icon: 'sap-icon://quality-issue',
    },
    {
      intent: 'AuditLog-display',
      component: 'countersign.audit',
      url: 'audit/webapp',
      title: texts.audit,
      info: texts.auditInfo,
      icon: 'sap-icon://activity-items',
    },
    {
      intent: 'FailureCode-manage',
      component: 'countersign.control',
      url: 'control/webapp',
      title: texts.control,
      info: texts.controlInfo,
      icon: 'sap-icon://action-settings',
    },
    {
      intent: 'Model-display',
      component: 'countersign.models',
      url: 'models/webapp',
      title: texts.models,
      info: texts.modelsInfo,
      icon: 'sap-icon://line-charts',
    },
  ]

  window['sap-ushell-config'] = {
    defaultRenderer: 'fiori2',
    renderers: { fiori2: { componentData: { config: { search: 'hidden', enableSearch: false } } } },
    services: {
      LaunchPage: {
        adapter: {
          config: {
            groups: [
              {
                id: 'countersign',
                title: 'Countersign',
                isPreset: true,
                isVisible: true,
                isGroupLocked: true,
                tiles: apps.map(({ intent, title, info, icon }) => ({
                  id: intent,
                  title,
                  size: '1x1',
                  tileType: 'sap.ushell.ui.tile.StaticTile',
                  properties: { title, subtitle: info, icon, targetURL: '#' + intent },
                })),
              },
            ],
          },
        },
      },
      NavTargetResolutionInternal: {
        config: { enableClientSideTargetResolution: true },
        adapter: {
          config: {
            applications: Object.fromEntries(
              apps.map(({ intent, component, url, title }) => [
                intent,
                { title, additionalInformation: 'SAPUI5.Component=' + component, applicationType: 'URL', url, navigationMode: 'embedded' },
              ]),
            ),
          },
        },
      },
    },
  }

  function load(src, attributes) {
    return new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement('script'), { src, onload: resolve, onerror: reject })
      Object.entries(attributes).forEach(([name, value]) => script.setAttribute(name, value))
      document.head.append(script)
    })
  }

  /** Resolves once SAPUI5 can be had under our address; tells meanwhile how far its build has come. */
  async function ui5IsThere() {
    for (;;) {
      const status = await fetch('ui5/status').then(
        (answer) => answer.json(),
        () => ({ mode: 'building', message: texts.waiting }),
      )
      if (status.mode === 'local' || status.mode === 'cdn') return
      document.getElementById('wait').hidden = false
      document.getElementById('what').textContent = status.mode === 'building' ? texts.building : ''
      document.getElementById('message').textContent = status.message
      const progress = document.getElementById('progress')
      progress.hidden = status.mode === 'missing'
      progress.value = status.percent ?? 0
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER))
    }
  }

  async function start() {
    await ui5IsThere()
    document.getElementById('wait').remove()
    await load('test-resources/sap/ushell/bootstrap/sandbox.js', { id: 'sap-ushell-bootstrap' })
    await load('resources/sap-ui-core.js', {
      id: 'sap-ui-bootstrap',
      'data-sap-ui-libs': 'sap.m,sap.ushell,sap.fe.templates',
      'data-sap-ui-async': 'true',
      'data-sap-ui-compat-version': 'edge',
      'data-sap-ui-frame-options': 'allow',
      'data-sap-ui-theme': 'sap_horizon',
      'data-sap-ui-language': language,
      'data-sap-ui-flexibility-services': '[{"connector":"LocalStorageConnector"}]',
    })
    sap.ui.require(['sap/ui/core/Core', 'sap/ushell/Container'], async (Core, Container) => {
      await Core.ready()
      const shell = await Container.createRendererInternal('fiori2')
      shell.placeAt('content')
    })
  }

  start()
})()
