// Shows the pictures of a list one by one, large, over the page, across all pages of results. The current one is in the
// address (#view=ID): Back closes it. Without script each picture leads to its own page.
"use strict";

(() => {
  const words = document.getElementById("viewer-words")?.dataset;
  if (!words || typeof HTMLDialogElement === "undefined") return;
  let here = location.pathname + location.search;
  const pageOf = new WeakMap(); // by link, for links from another page of results
  const beyond = (page, rel) => page.querySelector(`.pager a[rel="${rel}"]`)?.getAttribute("href");
  const further = { prev: beyond(document, "prev"), next: beyond(document, "next") }; // the pages before and after the loaded ones
  let dialog = null;
  let parts = {};
  let list = null;
  let pictures = [];
  let at = 0;
  let zoom = 0; // 0: fitted, 1: one pixel of the original per screen pixel, 2: four screen pixels each

  const made = (name, attributes, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const button = (label, sign, act) => {
    const element = made("button", { type: "button", "aria-label": label, title: label }, sign);
    element.addEventListener("click", act);
    return element;
  };

  const build = () => {
    parts.picture = made("img", { alt: "", draggable: "false" });
    for (const end of ["load", "error"]) parts.picture.addEventListener(end, () => dialog.removeAttribute("aria-busy"));
    parts.stage = made("div", { class: "stage" }, parts.picture);
    parts.caption = made("p", { class: "said", id: "viewer-caption", dir: "auto" });
    parts.credit = made("bdi", { class: "credit" });
    parts.rights = made("span", {});
    parts.dot = made("span", { class: "dot" });
    parts.place = made("span", { class: "hint", role: "status" });
    parts.page = made("a", {}, words.open);
    parts.previous = button(words.previous, "‹", () => step(-1));
    parts.next = button(words.next, "›", () => step(1));
    parts.out = button(words.smaller, "−", () => enlarge(zoom - 1));
    parts.into = button(words.larger, "+", () => enlarge(zoom + 1));
    parts.keep = button("", "", () => {
      twin()?.click();
      showKept();
    });
    parts.keep.className = "keeps";
    const told = made("p", { class: "told" }, parts.credit, made("span", { class: "verdict" }, parts.dot, parts.rights));
    const row = made("p", { class: "row" }, parts.previous, parts.place, parts.next, parts.out, parts.into, parts.keep, parts.page);
    row.append(button(words.close, "×", () => dialog.close()));
    const bar = made("div", { class: "bar" }, parts.caption, told, row);
    dialog = made("dialog", { class: "viewer", "aria-labelledby": "viewer-caption", tabindex: "-1" }, parts.stage, bar);
    dialog.addEventListener("keydown", pressed);
    dialog.addEventListener("cancel", (event) => {
      if (!zoom) return;
      event.preventDefault();
      enlarge(0);
    });
    dialog.addEventListener("close", closed);
    pan();
    document.body.append(dialog);
  };

  const pressed = (event) => {
    const by = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (by && zoom) parts.stage.scrollBy({ left: 120 * by[0], top: 120 * by[1] });
    else if (by?.[0]) step(by[0]);
    else if (event.key === "+" || event.key === "=") enlarge(zoom + 1);
    else if (event.key === "-") enlarge(zoom - 1);
    else return;
    event.preventDefault();
  };

  // A click on the picture toggles between fitted and actual pixels; a large one is dragged; a click outside closes.
  const pan = () => {
    let from = null;
    let moved = false;
    parts.stage.addEventListener("pointerdown", (event) => {
      moved = false;
      if (!zoom || event.button !== 0 || event.pointerType === "touch") return;
      from = { x: event.clientX + parts.stage.scrollLeft, y: event.clientY + parts.stage.scrollTop };
    });
    window.addEventListener("pointermove", (event) => {
      if (!from) return;
      const [left, top] = [from.x - event.clientX, from.y - event.clientY];
      moved ||= Math.hypot(left - parts.stage.scrollLeft, top - parts.stage.scrollTop) > 4;
      parts.stage.scrollTo({ left, top, behavior: "instant" });
    });
    window.addEventListener("pointerup", () => (from = null));
    parts.stage.addEventListener("click", (event) => {
      if (moved) return;
      if (event.target !== parts.picture) return zoom ? enlarge(0) : dialog.close();
      enlarge(zoom ? 0 : 1, event.offsetX / parts.picture.clientWidth, event.offsetY / parts.picture.clientHeight);
    });
  };

  const enlarge = (to, x = 0.5, y = 0.5) => {
    const link = pictures[at];
    zoom = Math.min(2, Math.max(0, to));
    parts.out.disabled = zoom === 0;
    parts.into.disabled = zoom === 2;
    parts.stage.classList.toggle("zoomed", zoom > 0);
    if (!zoom) {
      parts.picture.style.width = "";
      parts.stage.removeAttribute("tabindex");
      return;
    }
    parts.stage.tabIndex = 0;
    const asked = zoom;
    const fit = (source) => {
      if (pictures[at] !== link || zoom !== asked) return;
      parts.picture.src = source.src;
      parts.picture.style.width = `${(source.naturalWidth * zoom) / devicePixelRatio}px`;
      const { scrollWidth, scrollHeight, clientWidth, clientHeight } = parts.stage;
      parts.stage.scrollTo({ left: x * scrollWidth - clientWidth / 2, top: y * scrollHeight - clientHeight / 2, behavior: "instant" });
    };
    fit(parts.picture); // until the original has loaded, or if it cannot be shown
    if (!link.dataset.original) return;
    const original = new Image();
    original.addEventListener("load", () => fit(original));
    original.src = link.dataset.original;
  };

  const twin = () => document.querySelector(`.keep[data-id="${pictures[at].dataset.id}"] button`);
  const showKept = () => {
    const there = twin();
    parts.keep.hidden = !there;
    if (!there) return;
    const on = there.getAttribute("aria-pressed") === "true";
    parts.keep.textContent = on ? "★" : "☆";
    parts.keep.setAttribute("aria-pressed", String(on));
    for (const name of ["aria-label", "title"]) parts.keep.setAttribute(name, there.getAttribute(name));
  };

  const show = () => {
    const link = pictures[at];
    const { caption, lang, credit, rights, verdict, preview } = link.dataset;
    const said = (link.closest("li, figure") ?? link).querySelector(".title a, p[lang], .frame") ?? link;
    parts.caption.textContent = caption || said.textContent.trim() || link.querySelector("img")?.alt || "";
    parts.caption.lang = caption ? lang : (said.lang || said.closest("[lang]")?.lang || "");
    parts.credit.textContent = credit ? `${words.credit} ${credit}` : "";
    parts.rights.textContent = rights ?? "";
    parts.dot.className = `dot ${verdict ?? ""}`;
    parts.dot.hidden = !verdict;
    parts.picture.alt = parts.caption.textContent;
    dialog.setAttribute("aria-busy", "true"); // until the load below: the server may have to make the picture
    parts.picture.src = preview;
    parts.page.href = link.href;
    parts.page.hidden = link.href.endsWith("/preview"); // its own page is already open
    parts.place.textContent = pictures.length > 1 ? words.place.replace("##", pictures.length).replace("#", at + 1) : "";
    parts.previous.disabled = at === 0 && !further.prev;
    parts.next.disabled = at === pictures.length - 1 && !further.next;
    parts.previous.hidden = parts.next.hidden = pictures.length < 2 && !further.prev && !further.next;
    enlarge(0);
    showKept();
    if (pictures[at + 1]) new Image().src = pictures[at + 1].dataset.preview;
  };
  const address = () => `${pageOf.get(pictures[at]) ?? here}#view=${pictures[at].dataset.id}`;
  const step = async (by) => {
    const from = pictures[at];
    if (!pictures[at + by]) await grow(by > 0 ? "next" : "prev");
    const to = pictures.indexOf(from) + by;
    if (!dialog.open || pictures[at] !== from || !pictures[to]) return;
    at = to;
    history.replaceState(history.state, "", address());
    show();
  };

  // Adds the cells of the next or previous page of results to this one.
  const grow = async (rel) => {
    while (further[rel]) {
      const url = further[rel];
      further[rel] = null; // it is requested once
      const answer = await fetch(url).catch(() => null);
      const page = new DOMParser().parseFromString(answer?.ok ? await answer.text() : "", "text/html");
      further[rel] = beyond(page, rel);
      const cells = [...page.querySelectorAll("[data-viewer] > li")];
      const found = cells.flatMap((cell) => [...cell.querySelectorAll("a[data-preview]")]);
      for (const link of found) pageOf.set(link, url);
      list[rel === "next" ? "append" : "prepend"](...cells);
      list.dispatchEvent(new CustomEvent("grown", { bubbles: true }));
      const shown = pictures[at];
      pictures = [...list.querySelectorAll("a[data-preview]")];
      at = pictures.indexOf(shown);
      if (found.length) break;
    }
    show();
  };

  const open = (link) => {
    if (!dialog) build();
    list = link.closest("[data-viewer]");
    pictures = [...list.querySelectorAll("a[data-preview]")];
    at = pictures.indexOf(link);
    show();
    if (dialog.open) return;
    dialog.showModal();
    dialog.focus();
  };
  const addressed = () => {
    const id = /^#view=([\w-]{1,64})$/.exec(location.hash)?.[1];
    return id && document.querySelector(`[data-viewer] a[data-preview][data-id="${id}"]`);
  };
  const closed = () => {
    if (dialog.open) return; // Forward opened it again before this event came
    parts.picture.removeAttribute("src");
    pictures[at]?.focus();
    if (!location.hash.startsWith("#view=")) return;
    if (history.state?.viewing) history.back();
    else history.replaceState(null, "", location.pathname + location.search);
  };
  const follow = () => {
    const link = addressed();
    if (link) open(link);
    else dialog?.close();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-preview]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (!link.closest("[data-viewer]")) return;
    event.preventDefault();
    open(link);
    history.pushState({ viewing: true }, "", address());
  });
  window.addEventListener("popstate", follow);
  for (const change of ["kept", "storage"]) window.addEventListener(change, () => dialog?.open && showKept());
  document.addEventListener("swapped", () => {
    here = location.pathname + location.search;
    for (const rel of ["prev", "next"]) further[rel] = beyond(document, rel);
    follow();
  });
  follow();
})();
