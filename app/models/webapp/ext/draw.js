sap.ui.define(['sap/base/security/encodeXML'], function (encodeXML) {
  'use strict'

  /** Tables and charts as HTML and SVG: the same on the page, in print, and for whoever hears the page read out. All text goes through `encodeXML`. */

  const text = (value) => encodeXML(String(value ?? ''))
  const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [560, 300, 56, 44, 12, 16]
  const SERIES = ['rules', 'model', 'both']

  /** A table of cells that are HTML already; the first of each row is its head. */
  function table(heads, rows, classes) {
    const head = heads.map((each) => `<th scope="col">${each}</th>`).join('')
    const body = rows
      .map(([first, ...rest]) => `<tr><th scope="row">${first}</th>${rest.map((each) => `<td>${each}</td>`).join('')}</tr>`)
      .join('')
    return `<table class="csTable ${classes ?? ''}"><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
  }

  /** A share as a bar with its interval as a whisker; all 0 to 1. */
  function bar({ value, low, high }, label) {
    if (value === null || value === undefined) return '–'
    const x = (share) => (100 * Math.min(1, Math.max(0, share))).toFixed(1)
    return (
      `<span class="csBar"><svg viewBox="0 0 100 14" preserveAspectRatio="none" aria-hidden="true">` +
      `<rect class="csTrack" width="100" height="14"/><rect class="csFill" width="${x(value)}" height="14"/>` +
      `<path class="csWhisker" d="M${x(low)} 7H${x(high)}M${x(low)} 3V11M${x(high)} 3V11"/></svg><span>${text(label)}</span></span>`
    )
  }

  /** Ticks at round numbers that span `low` to `high`. */
  function ticksOf(low, high) {
    const rough = (high - low || 1) / 4
    const size = 10 ** Math.floor(Math.log10(rough))
    const step = [1, 2, 2.5, 5, 10].map((each) => each * size).find((each) => each >= rough)
    const first = Math.floor(low / step + 1e-9)
    const last = Math.ceil(high / step - 1e-9)
    return Array.from({ length: Math.max(1, last - first) + 1 }, (_, at) => (first + at) * step)
  }

  /**
   * A frame with axes, and what `inside` puts in, which is given the scales of both axes.
   * @param x `{ ticks: [[value, label]], low, high, label }`, the same for y
   */
  function chart(title, x, y, inside) {
    const at = (axis, from, to) => (value) => from + ((value - axis.low) / (axis.high - axis.low || 1)) * (to - from)
    const [sx, sy] = [at(x, LEFT, WIDTH - RIGHT), at(y, HEIGHT - BOTTOM, TOP)]
    const grid = y.ticks
      .map(
        ([value, label]) =>
          `<path class="csGrid" d="M${LEFT} ${sy(value)}H${WIDTH - RIGHT}"/><text x="${LEFT - 6}" y="${sy(value) + 4}" text-anchor="end">${text(label)}</text>`,
      )
      .join('')
    const below = x.ticks
      .map(([value, label]) => `<text x="${sx(value)}" y="${HEIGHT - BOTTOM + 16}" text-anchor="middle">${text(label)}</text>`)
      .join('')
    const labels =
      `<text class="csAxis" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${text(x.label)}</text>` +
      `<text class="csAxis" transform="translate(12 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${text(y.label)}</text>`
    return (
      `<svg class="csChart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${text(title)}"><title>${text(title)}</title>` +
      `${grid}<path class="csLine" d="M${LEFT} ${HEIGHT - BOTTOM}H${WIDTH - RIGHT}"/>${below}${labels}${inside(sx, sy)}</svg>`
    )
  }

  /** Points joined by a line, each named for whoever points at it. `points`: [[x, y, name]]; gaps where y is empty. */
  function line(points, sx, sy, series) {
    const known = points.filter(([, y]) => y !== null && y !== undefined)
    const path = known.map(([x, y], index) => `${index ? 'L' : 'M'}${sx(x).toFixed(1)} ${sy(y).toFixed(1)}`).join('')
    const dots = known.map(
      ([x, y, name]) => `<circle cx="${sx(x).toFixed(1)}" cy="${sy(y).toFixed(1)}" r="4"><title>${text(name)}</title></circle>`,
    )
    return `<g class="csSeries csSeries-${series}"><path d="${path}"/>${dots.join('')}</g>`
  }

  /** What the colours of the three opinions mean. */
  function legend(words) {
    const keys = SERIES.map((each) => `<span><i class="csKey csKey-${each}"></i>${text(words.say('opinion.' + each))}</span>`)
    return `<p class="csLegend">${keys.join('')}</p>`
  }

  return { bar, chart, legend, line, SERIES, table, text, ticksOf }
})
