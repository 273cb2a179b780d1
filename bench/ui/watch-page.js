/**
 * Runs inside the page from its first moment: when the first picture of the grid was painted, how
 * long anything in view was blank, how long frames took. Plain script, so that it is what runs.
 *
 * Blank is a place of the grid that shows neither a placeholder nor a picture, whether its tile is
 * empty or not drawn at all. Places lie every 24 px down the left side, where every row begins.
 * A place counts as blank since the frame before the one in which it was found so.
 */
(() => {
  const spacing = 24;
  /** A point between two rows is on the grid itself; this far below it lies the next row. */
  const widerThanGap = 8;
  let firstPictureMs = null;

  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) firstPictureMs ??= entry.renderTime;
  }).observe({ type: "element", buffered: true });
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof Element) mark(node);
    }
  }).observe(document, { childList: true, subtree: true });

  function mark(element) {
    if (element.closest("[role=listbox]") === null && element.querySelector("[role=listbox]") === null)
      return;
    for (const image of [element, ...element.querySelectorAll("img")]) {
      if (image instanceof HTMLImageElement) image.setAttribute("elementtiming", "picture");
    }
  }

  const scroller = () => document.getElementById("content") ?? document.scrollingElement;

  function isDrawn(image) {
    return image?.complete && image.naturalWidth > 0;
  }

  function isBlankAt(grid, x, y) {
    const element = document.elementFromPoint(x, y);
    if (element === null) return false;
    const tile = element.closest("[role=option]");
    if (tile !== null) {
      const image = tile.tagName === "IMG" ? tile : tile.querySelector("img");
      return tile.style.backgroundImage === "" && !isDrawn(image);
    }
    return element === grid || element.contains(grid);
  }

  /** Places in view that are blank, by their place in the content. */
  function blankPlaces() {
    const view = scroller();
    const grid = document.querySelector("[role=listbox]");
    if (grid === null) return [];
    const box = grid.getBoundingClientRect();
    const viewTop = view === document.scrollingElement ? 0 : view.getBoundingClientRect().top;
    const top = Math.max(viewTop, box.top);
    const bottom = Math.min(viewTop + view.clientHeight, box.bottom) - widerThanGap;
    const found = [];
    for (let place = Math.ceil((top - box.top) / spacing); place * spacing + box.top < bottom; place++) {
      const y = place * spacing + box.top;
      if (isBlankAt(grid, box.left + 20, y) && isBlankAt(grid, box.left + 20, y + widerThanGap))
        found.push(place);
    }
    return found;
  }

  let watching = null;

  function onFrame(now) {
    if (watching === null) return;
    const { blankSince, frames, last } = watching;
    frames.push(now - last);
    const blank = blankPlaces();
    for (const place of blankSince.keys()) if (!blank.includes(place)) blankSince.delete(place);
    for (const place of blank) {
      if (!blankSince.has(place)) blankSince.set(place, last);
      watching.longestBlank = Math.max(watching.longestBlank, now - blankSince.get(place));
    }
    watching.last = now;
    requestAnimationFrame(onFrame);
  }

  function start() {
    watching = { last: performance.now(), blankSince: new Map(), frames: [], longestBlank: 0 };
    requestAnimationFrame(onFrame);
  }

  /** Frame times in ms, the longest blank in ms. */
  function stop() {
    const { frames, longestBlank } = watching;
    watching = null;
    return { frames, longestBlank };
  }

  /** Whether every picture in view is drawn. */
  function isWhole() {
    const grid = document.querySelector("[role=listbox]");
    if (grid === null || blankPlaces().length > 0) return false;
    const inView = [...grid.querySelectorAll("img")].filter((image) => {
      const box = image.getBoundingClientRect();
      return box.bottom > 0 && box.top < innerHeight;
    });
    return inView.length > 0 && inView.every(isDrawn);
  }

  /** Jumps 0..1 down the page, as a hand on the scrollbar does, and waits until the view is whole. */
  async function jump(share) {
    const view = scroller();
    start();
    const begun = performance.now();
    view.scrollTo({ top: share * (view.scrollHeight - view.clientHeight), behavior: "instant" });
    do await new Promise(requestAnimationFrame);
    while (!isWhole());
    const wholeMs = performance.now() - begun;
    return { blankMs: stop().longestBlank, wholeMs };
  }

  window.gridWatch = { firstPictureMs: () => firstPictureMs, start, stop, isWhole, jump };
})();
