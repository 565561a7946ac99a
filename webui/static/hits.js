// Moves between hits, or changes, on one page by link and by the keys n and p. Without it, the same links reload the
// page.
"use strict";

(() => {
  const nav = document.querySelector("nav.hits[data-last]");
  if (!nav) return;
  const { before, after, said } = nav.dataset;
  const first = Number(nav.dataset.first);
  const last = Number(nav.dataset.last);
  const anchor = nav.dataset.anchor ?? "hit"; // prefix of the ids of hits
  let here = Number(nav.dataset.here);
  const shown = nav.querySelector("output");
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  const keysAreOn = () => {
    try {
      return localStorage.getItem("press-archive-keys") !== "off";
    } catch {
      return true; // no storage: shortcuts are on
    }
  };

  const show = (number) => {
    for (const old of document.querySelectorAll("[data-hit].here")) old.classList.remove("here");
    for (const part of document.querySelectorAll(`[data-hit="${number}"]`)) part.classList.add("here");
    here = number;
    shown.textContent = said.replace("#", number.toLocaleString(document.documentElement.lang));
    const place = document.getElementById(`${anchor}-${number}`) ?? document.querySelector(`[data-hit="${number}"]`);
    place?.scrollIntoView({ block: "center", behavior: still.matches ? "instant" : "smooth" });
    const address = new URL(location.href);
    if (anchor === "hit") address.searchParams.set("hit", number);
    address.hash = `${anchor}-${number}`;
    history.replaceState(null, "", address);
  };

  const step = (by) => {
    const number = here ? here + by : by > 0 ? first : first - 1;
    if (number >= first && number <= last) show(number);
    else if (number < first && before) location.assign(before);
    else if (number > last && after) location.assign(after);
  };

  nav.addEventListener("click", (event) => {
    const link = event.target.closest("a.step");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    step(Number(link.dataset.step));
  });

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
    if (typing || document.querySelector("dialog[open]") || event.ctrlKey || event.metaKey || event.altKey || !keysAreOn()) return;
    if (event.key === "n") step(1);
    else if (event.key === "p") step(-1);
  });

  // For a link to a hit without its number in the address.
  const named = new RegExp(`^#${anchor}-(\\d+)$`).exec(location.hash);
  if (named && Number(named[1]) >= first && Number(named[1]) <= last) here = Number(named[1]);
  const keys = document.querySelector(".keys.hint");
  if (keys) keys.hidden = false;
})();
