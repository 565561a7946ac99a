// Paragraphs and selected words of a text: a link to each, and a quote with its citation. Reading works without it.
"use strict";

(() => {
  const said = document.getElementById("quote-words")?.dataset;
  const text = document.querySelector(".text");
  const paragraphs = [...document.querySelectorAll('.text p[id^="t"]')];
  if (!said || !paragraphs.length || !window.toast) return;
  const part = new URLSearchParams(location.search).get("part");
  const address = (fragment) => `${location.origin}${location.pathname}${part ? `?part=${part}` : ""}${fragment}`;
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };

  // Each paragraph has an address. Its symbol appears on hover; for the keyboard all are shown at once.
  for (const paragraph of paragraphs) {
    const sign = document.createElement("a");
    sign.className = "pilcrow";
    sign.href = `#${paragraph.id}`;
    sign.textContent = "¶";
    sign.tabIndex = -1;
    sign.setAttribute("aria-label", said.each);
    sign.addEventListener("click", () => window.toast.copy(address(`#${paragraph.id}`)));
    paragraph.append(sign);
  }
  const signs = document.querySelector(".pilcrows");
  if (signs) {
    const all = button(said.signs, () => {
      const on = all.getAttribute("aria-pressed") !== "true";
      all.setAttribute("aria-pressed", String(on));
      document.body.classList.toggle("with-pilcrows", on);
      for (const sign of document.querySelectorAll(".pilcrow")) sign.tabIndex = on ? 0 : -1;
    });
    all.setAttribute("aria-pressed", "false");
    signs.append(all);
    signs.hidden = false;
  }

  const plain = (start, startAt, end, endAt) => {
    const range = document.createRange();
    range.setStart(start, startAt);
    range.setEnd(end, endAt);
    const copied = range.cloneContents();
    for (const sign of copied.querySelectorAll(".pilcrow")) sign.remove();
    for (const line of copied.querySelectorAll("br")) line.replaceWith("\n");
    return copied.textContent;
  };
  const letter = /[\p{L}\p{M}\p{N}'’‑-]/u;
  const inWord = (words, at) => at > 0 && at < words.length && letter.test(words[at - 1]) && letter.test(words[at]);

  // The selected text, extended to whole words, as [paragraph, words] for each paragraph with a selection.
  const chosen = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return [];
    const range = selection.getRangeAt(0);
    const found = [];
    for (const paragraph of paragraphs) {
      if (!range.intersectsNode(paragraph)) continue;
      const all = plain(paragraph, 0, paragraph, paragraph.childNodes.length);
      const starts = paragraph.contains(range.startContainer);
      const ends = paragraph.contains(range.endContainer);
      let from = starts ? plain(paragraph, 0, range.startContainer, range.startOffset).length : 0;
      let to = ends ? plain(paragraph, 0, range.endContainer, range.endOffset).length : all.length;
      while (from < to && /\s/.test(all[from])) from += 1;
      while (to > from && /\s/.test(all[to - 1])) to -= 1;
      if (from === to) continue;
      while (inWord(all, from)) from -= 1;
      while (inWord(all, to)) to += 1;
      found.push([paragraph, all.slice(from, to).replace(/\s+/g, " ").trim()]);
    }
    return found;
  };

  // The paragraph's address plus a text fragment, which browsers highlight.
  const fragment = (found) => {
    const words = found.map((one) => one[1].split(" "));
    const coded = (some) => encodeURIComponent(some.join(" ")).replaceAll("-", "%2D");
    const last = words.at(-1);
    const short = words.length === 1 && last.length <= 12;
    const marked = short ? coded(last) : `${coded(words[0].slice(0, 5))},${coded(last.slice(-5))}`;
    return `#${found[0][0].id}:~:text=${marked}`;
  };

  // The speaker, if the text has several; undefined if it has one.
  const speaker = (paragraph) => {
    for (let at = paragraphs.indexOf(paragraph); at >= 0; at -= 1) {
      if (paragraphs[at].dataset.speaker !== undefined) return paragraphs[at].dataset.speaker;
    }
    return undefined;
  };
  const place = (found) => {
    const pages = [...document.querySelectorAll(".page-number[data-place]")];
    const before = (one) => one.compareDocumentPosition(found[0][0]) & Node.DOCUMENT_POSITION_FOLLOWING;
    const page = pages.filter(before).at(-1);
    if (page) return page.dataset.place;
    if (part > 1) return "";
    const numbers = [found[0], found.at(-1)].map((one) => paragraphs.indexOf(one[0]) + 1);
    return said.paragraph.replace("#", [...new Set(numbers)].join("–"));
  };
  const quote = (found) => {
    const voices = new Set(found.map((one) => speaker(one[0]) ?? said.by));
    const words = found.map((one) => one[1]).join("\n");
    const source = [[...voices].join("; "), said.source, place(found)].filter(Boolean).join(", ");
    const passage = `${location.origin}${location.pathname}/passage/${found[0][0].id.slice(1)}`;
    return `“${words}”\n${source}. ${passage}`;
  };

  // The tool comes after the last paragraph with selected words, and Tab leads to it from there.
  const tool = document.createElement("div");
  tool.className = "quote-tool";
  tool.setAttribute("role", "group");
  tool.setAttribute("aria-label", said.tool);
  tool.append(
    button(said.quote, () => chosen().length && window.toast.copy(quote(chosen()))),
    button(said.link, () => chosen().length && window.toast.copy(address(fragment(chosen())))),
  );
  tool.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
  let pressed = false;
  let waiting = 0;
  const show = () => {
    if (tool.contains(document.activeElement)) return;
    const found = pressed ? [] : chosen();
    if (!found.length) return tool.remove();
    found.at(-1)[0].after(tool);
    const home = text.getBoundingClientRect();
    const lines = getSelection().getRangeAt(0).getClientRects();
    const end = lines[lines.length - 1] ?? found.at(-1)[0].getBoundingClientRect();
    const inside = Math.min(end.right, home.right) - home.left - tool.offsetWidth / 2;
    tool.style.left = `${Math.max(0, Math.min(inside, home.width - tool.offsetWidth))}px`;
    tool.style.top = `${Math.min(end.bottom, found.at(-1)[0].getBoundingClientRect().bottom) - home.top + 6}px`;
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  };
  document.addEventListener("selectionchange", later);
  document.addEventListener("pointerdown", (event) => {
    pressed = !tool.contains(event.target);
  });
  for (const ended of ["pointerup", "pointercancel"]) {
    document.addEventListener(ended, () => {
      pressed = false;
      later();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (!tool.isConnected) return;
    const nowhere = [document.body, document.getElementById("main")].includes(document.activeElement);
    if (event.key === "Escape") {
      tool.remove();
      getSelection().removeAllRanges();
    } else if (event.key === "Tab" && !event.shiftKey && nowhere) {
      event.preventDefault();
      tool.firstChild.focus();
    }
  });

  // A requested passage stays in view while pictures before it are loading, until the reader scrolls.
  const target = location.hash.startsWith("#t") ? document.getElementById(location.hash.slice(1)) : null;
  if (target?.closest(".text")) {
    let waits = true;
    const moved = () => {
      waits = false;
    };
    const stay = () => waits && target.scrollIntoView({ block: "center", behavior: "instant" });
    for (const move of ["wheel", "touchmove", "keydown", "pointerdown"]) window.addEventListener(move, moved, { once: true, passive: true });
    document.addEventListener("load", stay, true);
    window.addEventListener("load", stay);
  }
})();
