/*
 * Runs in every page of a browser test before anything of its own. As long as the page isn't ready for a person's next step, its root element
 * carries `data-not-ready` and says why. A page is ready once it waits for no answer, covers nothing up, has something to show, and has drawn
 * nothing new for some turns of its event loop, for which a slow machine only takes longer.
 */
;(() => {
  const TURNS = 4
  const PAUSE = 40
  const MARK = 'data-not-ready'
  const COVERS = '.sapUiLocalBusyIndicator, #sapUiBusyIndicator, .sapMBusyDialog, .sapUiPlaceholder, [id$="--placeholder"]'
  let asked = 0
  let calm = 0
  let next

  const notReady = (why) => {
    calm = 0
    document.documentElement?.setAttribute(MARK, why)
    next ??= setTimeout(look, PAUSE)
  }
  const ask = () => {
    asked++
    notReady('asks')
  }
  const answered = () => {
    asked--
    notReady('has an answer')
  }

  const { send } = XMLHttpRequest.prototype
  XMLHttpRequest.prototype.send = function (...given) {
    ask()
    this.addEventListener('loadend', answered, { once: true })
    return send.apply(this, given)
  }
  const { fetch } = window
  window.fetch = (...given) => {
    ask()
    return fetch(...given).finally(answered)
  }
  for (const step of ['pointerdown', 'keydown', 'input', 'resize'])
    window.addEventListener(step, () => notReady(`takes a ${step}`), { capture: true })
  window.navigation.addEventListener('navigate', () => notReady('goes elsewhere'))
  new MutationObserver(() => notReady('draws')).observe(document, { childList: true, subtree: true })

  const seen = (what) => [...document.querySelectorAll(what)].filter((each) => each.checkVisibility({ visibilityProperty: true }))

  /** What covers the page up, or what is open over it: a page stays busy as long as it asks somebody something. */
  const cover = () => {
    const open = seen('.sapMDialog, .sapMPopover')
    return seen(COVERS).find((each) => open.length === 0 || open.some((one) => one.contains(each)))
  }

  /** Why nothing of an app is on the screen where the address names one, or of the launchpad; Fiori elements itself tells no reliable end. */
  const empty = () => {
    if (document.readyState !== 'complete') return 'loads'
    if (!location.pathname.endsWith('/launchpad.html')) return undefined
    if (!/^#(?!Shell-)\w+-\w+/.test(location.hash)) return document.querySelector('.sapUshellTile') ? undefined : 'lacks its tiles'
    const registry = window.sap?.ui?.require?.('sap/ui/core/ElementRegistry')
    const pages = registry?.filter((each) => each.getController?.()?.pageReady && each.getDomRef()?.checkVisibility()) ?? []
    return pages.length > 0 ? undefined : 'lacks its page'
  }

  const look = () => {
    next = undefined
    const over = cover()
    const why = asked > 0 ? 'asks' : over ? `is covered by ${over.id || over.className}` : empty()
    if (why !== undefined) notReady(why)
    else if (++calm < TURNS) next = setTimeout(look, PAUSE)
    else document.documentElement.removeAttribute(MARK)
  }
  notReady('begins')
})()
