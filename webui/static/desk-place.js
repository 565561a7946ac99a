// After something was done on other pages, a page of the desk is at the same height again. Without it, near there.
"use strict";

(() => {
  const KEY = "press-archive-desk-place";
  const place = document.querySelector("main input[name=back]")?.value;
  const below = document.documentElement.dataset.root.slice(0, -1); // the path of the archive, if it has one
  if (below + place?.split("?")[0] !== location.pathname) return; // a page between: its form was begun elsewhere
  try {
    const [left, height] = JSON.parse(sessionStorage.getItem(KEY)) ?? [];
    if (left === place) {
      history.replaceState(history.state, "", location.pathname + location.search); // or the browser goes to the anchor
      window.addEventListener("load", () => scrollTo({ top: height, behavior: "instant" }));
    }
    window.addEventListener("pagehide", () => sessionStorage.setItem(KEY, JSON.stringify([place, scrollY])));
  } catch {
    // storage is closed
  }
})();
