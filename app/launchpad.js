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
      auditInfo: 'Who did what, why',
      control: 'Failure codes',
      controlInfo: 'What failures mean',
      policies: 'Policies',
      policiesInfo: 'How strict we are',
      operations: 'Operations',
      operationsInfo: 'Dead letters, lines',
      stopped: 'Judging is stopped: {0}',
      everywhere: 'everywhere',
      models: 'Models',
      modelsInfo: 'What ranks causes',
      monitor: 'Monitor',
      monitorInfo: 'What flows and fails',
      waiting: 'Waiting for Countersign …',
      building: 'The pages are being prepared on this machine, once. This takes a few minutes; everything else works already.',
    },
    de: {
      worklist: 'Arbeitsvorrat',
      worklistInfo: 'Was angehalten ist',
      triage: 'Fehler',
      triageInfo: 'Klären, wiederholen',
      audit: 'Prüfprotokoll',
      auditInfo: 'Wer was tat, warum',
      control: 'Fehlercodes',
      controlInfo: 'Was Fehler bedeuten',
      policies: 'Regelwerke',
      policiesInfo: 'Wie streng wir sind',
      operations: 'Betrieb',
      operationsInfo: 'Liegengebliebenes',
      stopped: 'Urteilen angehalten: {0}',
      everywhere: 'überall',
      models: 'Modelle',
      modelsInfo: 'Was Ursachen ordnet',
      monitor: 'Monitor',
      monitorInfo: 'Was fließt und hängt',
      waiting: 'Warten auf Countersign …',
      building: 'Die Oberfläche wird auf diesem Rechner einmalig vorbereitet. Das dauert einige Minuten; alles andere geht schon.',
    },
  }[language]

  document.documentElement.lang = language
  const apps = [
    {
      intent: 'Suggestion-approve',
      component: 'countersign.worklist',
      service: 'worklist',
      url: 'worklist/webapp',
      title: texts.worklist,
      info: texts.worklistInfo,
      icon: 'sap-icon://approvals',
    },
    {
      intent: 'Conflict-triage',
      component: 'countersign.triage',
      service: 'triage',
      url: 'triage/webapp',
      title: texts.triage,
      info: texts.triageInfo,
      icon: 'sap-icon://quality-issue',
    },
    {
      intent: 'AuditLog-display',
      component: 'countersign.audit',
      service: 'audit',
      url: 'audit/webapp',
      title: texts.audit,
      info: texts.auditInfo,
      icon: 'sap-icon://activity-items',
    },
    {
      intent: 'FailureCode-manage',
      component: 'countersign.control',
      service: 'control',
      url: 'control/webapp',
      title: texts.control,
      info: texts.controlInfo,
      icon: 'sap-icon://action-settings',
    },
    {
      intent: 'Policy-manage',
      component: 'countersign.control',
      service: 'control',
      url: 'control/webapp',
      title: texts.policies,
      info: texts.policiesInfo,
      icon: 'sap-icon://shield',
    },
    {
      intent: 'DeadLetter-manage',
      component: 'countersign.control',
      service: 'control',
      url: 'control/webapp',
      title: texts.operations,
      info: texts.operationsInfo,
      icon: 'sap-icon://wrench',
    },
    {
      intent: 'Model-display',
      component: 'countersign.models',
      service: 'control',
      url: 'models/webapp',
      title: texts.models,
      info: texts.modelsInfo,
      icon: 'sap-icon://line-charts',
    },
    {
      intent: 'SyncAttempt-monitor',
      component: 'countersign.monitor',
      service: 'monitor',
      url: 'monitor/webapp',
      title: texts.monitor,
      info: texts.monitorInfo,
      icon: 'sap-icon://business-objects-experience',
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
                tiles: [],
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

  /** Where judging is stopped, in words; empty where it isn't, or for who may not know. */
  async function whereStopped() {
    const answer = await fetch('odata/v4/control/KillSwitches?$select=plant&$filter=isOn eq true')
    const { value: stopped = [] } = answer.ok ? await answer.json() : {}
    const plants = stopped.map(({ plant }) => (plant === '*' ? texts.everywhere : plant))
    return plants.length > 0 ? texts.stopped.replace('{0}', plants.join(', ')) : ''
  }

  /** Services that the user may not call: their pages would only say so. */
  async function closedServices() {
    const services = [...new Set(apps.map(({ service }) => service))]
    const answers = await Promise.all(services.map((service) => fetch(`odata/v4/${service}/`)))
    return services.filter((_, index) => answers[index].status === 403)
  }

  /** Says who is signed in; elsewhere the launchpad knows by itself. */
  async function nameUser() {
    const answer = await fetch('odata/v4/triage/Me?$select=user')
    if (!answer.ok) return
    const { user } = await answer.json()
    window['sap-ushell-config'].services.Container = { adapter: { config: { id: user, firstName: user, lastName: '', fullName: user } } }
  }

  function tileOf({ intent, title, info, icon }, stopped) {
    const properties = { title, subtitle: info, icon, targetURL: '#' + intent }
    // A static tile: a dynamic one shows a number, if only 0. Twice as wide, as the text has to be read.
    const isStopped = intent === 'Policy-manage' && stopped !== ''
    if (isStopped) Object.assign(properties, { icon: 'sap-icon://alert', info: stopped })
    return { id: intent, title, size: isStopped ? '1x2' : '1x1', tileType: 'sap.ushell.ui.tile.StaticTile', properties }
  }

  /** Tiles of what the user may open; that of the policies says so when judging is stopped, and whoever comes back to the tiles sees what holds then. */
  async function layTiles() {
    const closed = await closedServices()
    const stopped = closed.includes('control') ? '' : await whereStopped()
    const [group] = window['sap-ushell-config'].services.LaunchPage.adapter.config.groups
    group.tiles = apps.filter(({ service }) => !closed.includes(service)).map((app) => tileOf(app, stopped))
    if (closed.includes('control')) return
    window.addEventListener('hashchange', async () => {
      if (/^#?(Shell-home)?$/.test(window.location.hash) && (await whereStopped()) !== stopped) window.location.reload()
    })
  }

  async function start() {
    await ui5IsThere()
    await Promise.all([layTiles(), nameUser()])
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
