// Updates the results in place when a filter, order, view or page of a search changes. Without it each loads a new
// page.
"use strict";

(() => {
  const main = document.getElementById("main");
  const form = document.getElementById("search");
  if (!document.body.classList.contains("results")) return;
  const bare = (address) => address.split("#")[0];
  let shown = bare(location.href);
  let asked = null; // the pending request
  // This script scrolls between results updated in place; coming from another page, the browser does.
  window.addEventListener("pageshow", () => (history.scrollRestoration = "manual"));
  window.addEventListener("pagehide", () => (history.scrollRestoration = "auto"));

  const status = document.createElement("p"); // announces the results to screen readers
  status.className = "unseen";
  status.setAttribute("role", "status");
  document.body.append(status);

  const fetchScripts = (page) => {
    for (const { src } of page.querySelectorAll("script[src]")) {
      if ([...document.scripts].some((one) => one.src === src)) continue;
      const script = document.createElement("script");
      script.src = src;
      document.head.append(script);
    }
  };

  // What styles the answer is there before it is shown.
  const fetchStyles = (page) =>
    Promise.all(
      [...page.querySelectorAll('link[rel="stylesheet"]')].map((sheet) => {
        if ([...document.styleSheets].some(({ href }) => href === sheet.href)) return null;
        const made = document.createElement("link");
        return new Promise((done) => {
          made.onload = made.onerror = done;
          made.rel = "stylesheet";
          made.href = sheet.href;
          document.head.append(made);
        });
      }),
    );

  const put = (page) => {
    const { name, value } = document.activeElement;
    const within = main.contains(document.activeElement);
    const opened = main.querySelector(".filters details")?.open;
    const empty = () => main.querySelector(".nothing-found") !== null;
    const wasEmpty = empty();
    main.replaceChildren(...page.getElementById("main").childNodes);
    const filters = main.querySelector(".filters details");
    if (filters && (wasEmpty === empty() || main.classList.contains("filters-first"))) filters.open = opened ?? filters.open;
    document.title = page.title;
    form.elements.q.value = page.getElementById("q").value;
    for (const feed of document.querySelectorAll('link[rel="alternate"]')) feed.remove();
    document.head.append(...page.querySelectorAll('link[rel="alternate"]'));
    document.querySelector(".languages").replaceWith(page.querySelector(".languages"));
    fetchScripts(page);
    document.dispatchEvent(new Event("swapped"));
    const heading = document.getElementById("found-heading");
    status.textContent = heading.textContent;
    if (!within) return;
    const same = [...main.querySelectorAll("input")].find((one) => name && one.name === name && one.value === value);
    heading.tabIndex = -1;
    (same ?? heading).focus({ preventScroll: true });
  };

  // `place` is the scroll position in pixels, null to keep it.
  const go = async (address, place, isNew) => {
    asked?.abort();
    const mine = (asked = new AbortController());
    main.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: mine.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.body.classList.contains("results")) throw new Error(answer.statusText);
      await fetchStyles(page);
      if (mine.signal.aborted) return;
      if (isNew) {
        history.replaceState({ ...history.state, y: scrollY }, "");
        history.pushState(null, "", address);
      }
      shown = bare(location.href);
      put(page);
      if (place !== null) scrollTo({ top: place, behavior: "instant" });
    } catch {
      if (!mine.signal.aborted) location.assign(address);
    }
    if (asked === mine) main.removeAttribute("aria-busy");
  };

  main.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.hasAttribute("download")) return;
    const address = new URL(link.href.baseVal ?? link.href, location.href);
    if (address.origin !== location.origin || address.pathname !== location.pathname || address.hash) return;
    event.preventDefault();
    go(address.href, link.closest(".filters, .chips") ? null : 0, true);
  });

  form.addEventListener("submit", (event) => {
    const given = new URLSearchParams(new FormData(form)); // without fields that are disabled because they are empty
    for (const field of form.elements) field.disabled = false;
    if (event.defaultPrevented) return;
    event.preventDefault();
    go(`${location.pathname}?${given}`, null, true);
  });

  window.addEventListener("popstate", () => {
    if (bare(location.href) === shown) return;
    shown = bare(location.href); // set before the response arrives: if the reader goes back earlier, the other results must load
    go(location.href, history.state?.y ?? 0, false);
  });
})();
