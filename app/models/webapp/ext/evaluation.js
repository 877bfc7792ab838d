sap.ui.define(['./draw', './words'], function (draw, words) {
  'use strict'

  /**
   * The parts of an evaluation: where the service has the rows of each, and how they are drawn. Numbers are the service's own; here they only get
   * their form.
   */

  const { bar, chart, legend, line, SERIES, table, text, ticksOf } = draw
  const { count, number, percent, percents, say, sayCode } = words
  const MEASURES = [
    'logLoss',
    'failureLogLoss',
    'causeLogLoss',
    'brier',
    'ece',
    'firstCause',
    'firstThree',
    'shortlistCoverage',
    'shortlistSize',
  ]
  const GATE = ['gatePasses', 'gatePrecision']
  const SHARES = new Set(['firstCause', 'firstThree', 'shortlistCoverage', ...GATE])
  const nameOf = (causeText, code) => causeText?.name ?? code
  const interval = (low, high) => (low === null || high === null ? '' : `${percent(low)} – ${percent(high)}`)
  const head = (...keys) => keys.map((key) => text(say(key)))
  const valueOf = (name, value) => (SHARES.has(name) ? percent(value) : number(value, name === 'shortlistSize' ? 2 : 4))
  const named = (name) => `${text(say('measure.' + name))}<small>${text(say('about.' + name))}</small>`
  const rowsOf = (rows, names) => names.flatMap((name) => rows.filter((row) => row.name === name))
  const percentTicks = (ticks) => ticks.map((value) => [value, percent(value, 0)])

  function measures(rows) {
    const lines = rowsOf(rows, MEASURES).map((row) => {
      const { name, both, ofModel, ofRules, low, high, messages } = row
      const told = [valueOf(name, both), ofModel === null ? '' : valueOf(name, ofModel), ofRules === null ? '' : valueOf(name, ofRules)]
      return [named(name), `<b>${text(told[0])}</b>`, text(interval(low, high)), text(told[1]), text(told[2]), count(messages)]
    })
    return table(head('measure', 'opinion.both', 'interval', 'opinion.model', 'opinion.rules', 'ofMessages'), lines, 'csNumbers')
  }

  function calibration(rows) {
    const ticks = percentTicks([0, 0.2, 0.4, 0.6, 0.8, 1])
    const axis = (key) => ({ low: 0, high: 1, ticks, label: say(key) })
    const drawn = chart(say('calibration'), axis('predicted'), axis('happened'), (sx, sy) => {
      const whiskers = rows.map((row) => `M${sx(row.predicted)} ${sy(row.low)}V${sy(row.high)}`).join('')
      const points = rows.map((row) => [row.predicted, row.happened, `${percent(row.predicted)} → ${percent(row.happened)}`])
      return (
        `<path class="csIdeal" d="M${sx(0)} ${sy(0)}L${sx(1)} ${sy(1)}"/><path class="csWhisker" d="${whiskers}"/>` +
        line(points, sx, sy, 'both')
      )
    })
    const lines = rows.map((row) =>
      [percent(row.predicted), percent(row.happened), interval(row.low, row.high), count(row.messages)].map(text),
    )
    return `<div class="csBeside">${drawn}${table(head('predicted', 'happened', 'interval', 'messages'), lines, 'csNumbers')}</div>`
  }

  function causes(rows) {
    const share = (row, name) => {
      const [value, low, high] = [row[name], row[`${name}Low`], row[`${name}High`]]
      const label = value === null ? '–' : `${percent(value, 0)} (${percent(low, 0)} – ${percent(high, 0)})`
      return bar({ value, low, high }, label)
    }
    const lines = rows.map((row) => [
      text(nameOf(row.causeText, row.cause)),
      count(row.failures),
      ...['recall', 'precision', 'coverage'].map((name) => share(row, name)),
    ])
    return table(head('cause', 'failures', 'recall', 'precision', 'coverage'), lines, 'csBars')
  }

  function confusion(rows) {
    const names = new Map(
      rows.flatMap((row) => [
        [row.truth, nameOf(row.truthText, row.truth)],
        [row.said, nameOf(row.saidText, row.said)],
      ]),
    )
    const codes = [...names.keys()].sort((a, b) => names.get(a).localeCompare(names.get(b)))
    const lines = codes
      .map((truth) => {
        const own = rows.filter((row) => row.truth === truth)
        const most = Math.max(1, ...own.map((row) => row.messages))
        const cells = codes.map((said) => {
          const found = own.find((row) => row.said === said)
          if (!found) return '<span class="csNone">·</span>'
          const shade = Math.round(15 + (60 * found.messages) / most)
          const title = say('takenFor', names.get(truth), names.get(said), count(found.messages))
          return `<span class="csHeat ${truth === said ? 'csRight' : 'csWrong'}" style="--shade:${shade}%" title="${text(title)}">${count(found.messages)}</span>`
        })
        return own.length > 0 ? [text(names.get(truth)), ...cells] : []
      })
      .filter((each) => each.length > 0)
    const heads = [text(say('truthBySaid')), ...codes.map((code) => `<span>${text(names.get(code))}</span>`)]
    return table(heads, lines, 'csMatrix')
  }

  function gate(rows) {
    const lines = rowsOf(rows, GATE).map((row) => [
      named(row.name),
      row.messages > 0 ? bar({ value: row.both, low: row.low, high: row.high }, percent(row.both, 2)) : '–',
      row.messages > 0 ? text(`${percent(row.low, 2)} – ${percent(row.high, 2)}`) : '–',
      count(row.messages),
    ])
    return table(head('measure', 'share', 'interval', 'ofMessages'), lines, 'csBars')
  }

  function learning(rows) {
    const [xs, ys] = [rows.map((row) => row.cases), rows.map((row) => row.logLoss)]
    const y = ticksOf(Math.min(...ys), Math.max(...ys))
    const drawn = chart(
      say('learning'),
      { low: 0, high: Math.max(...xs) * 1.05, ticks: xs.map((value) => [value, count(value)]), label: say('casesLearnt') },
      { low: y[0], high: y.at(-1), ticks: y.map((value) => [value, number(value, 4)]), label: say('logLoss') },
      (sx, sy) =>
        line(
          rows.map((row) => [row.cases, row.logLoss, `${count(row.cases)}: ${number(row.logLoss, 4)}`]),
          sx,
          sy,
          'both',
        ),
    )
    const lines = rows.map((row) => [count(row.cases), number(row.logLoss, 4), count(row.messages)].map(text))
    return `<div class="csBeside">${drawn}${table(head('casesLearnt', 'logLoss', 'ofMessages'), lines, 'csNumbers')}</div>`
  }

  function drift(rows) {
    const lines = rows.map((row) =>
      [
        words.moment(row.at),
        sayCode('drift', row.kind),
        row.feature ? nameOf(row.featureText, row.feature) : '',
        number(row.value, 3),
        row.bound > 0 ? number(row.bound, 2) : '',
        count(row.atNumber),
        row.model,
      ].map(text),
    )
    return table(head('at', 'noticed', 'feature', 'value', 'bound', 'atLabel', 'modelAtWork'), lines)
  }

  function weeks(rows) {
    const names = [...new Set(rows.map((row) => row.week))]
    const ticks = percentTicks([0, 0.25, 0.5, 0.75, 1])
    const every = Math.ceil(names.length / 8)
    const curve = (key, element) =>
      `<figure>${chart(
        say(key),
        {
          low: -0.25,
          high: names.length - 0.75,
          ticks: names.map((week, at) => [at, week]).filter((_, at) => at % every === 0),
          label: say('week'),
        },
        { low: 0, high: 1, ticks, label: say(key) },
        (sx, sy) =>
          SERIES.map((opinion) => {
            const points = rows
              .filter((row) => row.opinion === opinion && row[element] !== null)
              .map((row) => [
                names.indexOf(row.week),
                row[element] / 100,
                `${sayCode('opinion', opinion)} ${row.week}: ${percents(row[element])}`,
              ])
            return line(points, sx, sy, opinion)
          }).join(''),
      )}<figcaption>${text(say(key))}</figcaption></figure>`
    const of = (part, whole, share) => (whole > 0 ? `${count(part)} / ${count(whole)}<small>${text(percents(share))}</small>` : '–')
    const lines = rows.map((row) => [
      text(row.week),
      `<i class="csKey csKey-${row.opinion}"></i>${text(sayCode('opinion', row.opinion))}`,
      count(row.messages),
      of(row.failuresHeld, row.failures, row.failuresHeldPercent),
      of(row.healthyHeld, row.messages - row.failures, row.healthyHeldPercent),
      of(row.firstCause, row.judgedCauses, row.firstCausePercent),
      of(row.firstThree, row.judgedCauses, row.firstThreePercent),
      row.opinion === 'both' ? of(row.mayPass, row.messages, row.mayPassPercent) : '',
      row.opinion === 'both' ? count(row.passedWrongly) : '',
    ])
    const heads = ['week', 'opinion', 'messages', 'failuresHeld', 'healthyHeld', 'firstCause', 'firstThree', 'mayPass', 'passedWrongly']
    return (
      `${legend(words)}<div class="csBeside">${curve('failuresHeld', 'failuresHeldPercent')}${curve('firstCause', 'firstCausePercent')}</div>` +
      table(head(...heads), lines, 'csNumbers csWeeks')
    )
  }

  const cause = { $select: 'name' }
  /** In the order in which they are read. */
  const parts = {
    measures: { path: 'measures', draw: measures },
    calibration: { path: 'calibration', query: { $orderby: 'position' }, draw: calibration },
    causes: { path: 'causes', query: { $orderby: 'failures desc,cause', $expand: { causeText: cause } }, draw: causes },
    confusion: { path: 'confusion', query: { $orderby: 'truth,said', $expand: { truthText: cause, saidText: cause } }, draw: confusion },
    gate: { path: 'measures', draw: gate },
    learning: { path: 'learning', query: { $orderby: 'position' }, draw: learning },
    drift: { path: 'drift', query: { $orderby: 'at desc', $expand: { featureText: cause } }, draw: drift },
    weeks: { path: 'weeks', draw: weeks },
  }
  /** The same of all models. */
  const ALL = { drift: '/DriftEvents', weeks: '/WeeklyFigures' }
  const MOST = 2000

  /** HTML of one part; of all models where `version` is empty. */
  async function htmlOf(model, part, version) {
    const { path, query, draw: drawn } = parts[part]
    await words.loaded
    const list = version ? `/ModelVersions('${encodeURIComponent(version)}')/${path}` : ALL[part]
    const contexts = await model.bindList(list, null, [], [], query).requestContexts(0, MOST)
    const rows = contexts.map((each) => each.getObject())
    return rows.length > 0 ? drawn(rows) : `<p class="csEmpty">${text(say('nothingYet.' + part))}</p>`
  }

  return { htmlOf, parts: Object.keys(parts) }
})
