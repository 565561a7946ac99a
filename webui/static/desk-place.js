// Restores the scroll position of a desk page after an action on other pages. Without it, the position is only close.
"use strict";

(() => {
  const KEY = "press-archive-desk-place";
  const place = document.querySelector("main input[name=back]")?.value;
  const below = document.documentElement.dataset.root.slice(0, -1); // the path prefix of the archive, if any
  if (below + place?.split("?")[0] !== location.pathname) return; // an intermediate page, whose form was opened elsewhere
  try {
    const [left, height] = JSON.parse(sessionStorage.getItem(KEY)) ?? [];
    if (left === place) {
      history.replaceState(history.state, "", location.pathname + location.search); // otherwise the browser scrolls to the anchor
      window.addEventListener("load", () => scrollTo({ top: height, behavior: "instant" }));
    }
    window.addEventListener("pagehide", () => sessionStorage.setItem(KEY, JSON.stringify([place, scrollY])));
  } catch {
    // no storage
  }
})();
