sap.ui.define(
  ['sap/base/i18n/Localization', 'sap/ui/model/odata/v4/ODataModel', './draw', './evaluation', './words'],
  function (Localization, ODataModel, draw, evaluation, words) {
    'use strict'

    /** Everything about one model on one page that can be printed. */

    const { text } = draw
    const FACTS = {
      state: (row) => row.state?.name,
      trainedAt: (row) => words.moment(row.trainedAt),
      trigger: (row) => words.trigger(row.trigger),
      origin: (row) => words.origin(row.origin),
      boundTo: (row) => words.boundTo(row.kind, row.service),
      cases: (row) => words.say('casesAndFailures', words.count(row.cases), words.count(row.failures)),
      labels: (row) => (row.lastNumber ? `${words.count(row.firstNumber)} – ${words.count(row.lastNumber)}` : ''),
      parameters: (row) => words.parameters(row.parameters),
      parent: (row) => row.parent_version,
      dataHash: (row) => row.dataHash,
      featureSchema: (row) => row.featureSchema,
      promoted: (row) => (row.promotedBy ? `${row.promotedBy}, ${words.moment(row.promotedAt)}` : ''),
      reason: (row) => row.reason,
      shadow: ({ headline }) =>
        headline?.shadowMessages
          ? words.say('shadowRun', words.count(headline.shadowMessages), words.number(headline.gain, 4), words.number(headline.z, 2))
          : '',
    }

    async function begin() {
      await words.loaded
      document.documentElement.lang = Localization.getLanguage()
      const version = new URLSearchParams(window.location.search).get('version') ?? ''
      const model = new ODataModel({ serviceUrl: '../../odata/v4/control/', operationMode: 'Server' })
      const about = model.bindContext(`/ModelVersions('${encodeURIComponent(version)}')`, null, {
        $expand: { state: true, headline: true },
      })
      const [row, ...parts] = await Promise.all([
        about.requestObject(),
        ...evaluation.parts.map((part) => evaluation.htmlOf(model, part, version)),
      ])
      const facts = Object.entries(FACTS)
        .map(([key, said]) => [words.say('fact.' + key), said(row)])
        .filter(([, said]) => said)
        .map(([key, said]) => `<dt>${text(key)}</dt><dd>${text(said)}</dd>`)
      const sections = evaluation.parts.map(
        (part, at) => `<section data-part="${part}"><h2>${text(words.say(part))}</h2>${parts[at]}</section>`,
      )
      const paper = document.getElementById('paper')
      document.title = `Countersign ${version}`
      paper.innerHTML =
        `<header><h1>${text(words.say('reportTitle', version))}</h1><p>${text(words.say('asOf', words.moment(new Date())))}</p>` +
        `<button type="button" id="print">${text(words.say('print'))}</button></header><dl>${facts.join('')}</dl>${sections.join('')}`
      document.getElementById('print').addEventListener('click', () => window.print())
      paper.removeAttribute('aria-busy')
    }

    begin().catch((error) => {
      document.getElementById('paper').textContent = error.message
    })
  },
)
