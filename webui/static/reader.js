// Turns the pages of a document with the arrow keys, and with Page Up and Page Down at the ends of a page.
"use strict";

(() => {
  const way = { ArrowLeft: "prev", PageUp: "prev", ArrowRight: "next", PageDown: "next" };
  const root = document.documentElement;
  const atEnd = (rel) => (rel === "prev" ? scrollY <= 0 : Math.ceil(scrollY + innerHeight) >= root.scrollHeight);

  document.addEventListener("keydown", (event) => {
    const here = document.activeElement;
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(here?.tagName ?? "");
    const taken = typing || here?.closest(".scroller") || document.querySelector("dialog[open]");
    const rel = way[event.key];
    if (!rel || taken || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key.startsWith("Page") && !atEnd(rel)) return; // the key scrolls instead
    const link = document.querySelector(`.turn a[rel="${rel}"]`);
    if (!link) return;
    event.preventDefault();
    location.assign(link.href);
  });

  // The current page is centred in the strip, if the strip scrolls.
  const leaf = document.querySelector(".page-strip .here");
  const strip = leaf?.closest("ol");
  if (strip) strip.scrollLeft = leaf.offsetLeft - strip.offsetLeft - (strip.clientWidth - leaf.clientWidth) / 2;
})();
