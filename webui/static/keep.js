// Taking away: a list kept in this browser, buttons that copy, and links to passages. Everything else works without it.
"use strict";

(() => {
  const home = document.getElementById("kept");
  const status = document.getElementById("kept-status");
  if (!home || !status) return;
  const said = home.dataset;
  const KEY = "press-archive-kept";
  const ID = /^[A-Za-z0-9_-]{1,64}$/;
  let here = []; // what is kept when storage is closed: it lasts as long as the page

  const kept = () => {
    try {
      const stored = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(stored) ? [...new Set(stored)].filter((id) => ID.test(id)).slice(0, said.most) : [];
    } catch {
      return here;
    }
  };
  const keep = (ids) => {
    here = ids;
    try {
      localStorage.setItem(KEY, JSON.stringify(ids));
    } catch {
      // storage is closed
    }
    show();
  };
  const tell = (words) => {
    status.textContent = words;
  };
  const button = (place, words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    place.append(made);
    place.hidden = false;
    return made;
  };

  const shows = []; // what is to be shown again when the list changes
  const show = () => {
    const ids = kept();
    home.hidden = ids.length === 0;
    home.textContent = `${said.say} (${ids.length})`;
    home.href = `/list?ids=${ids.join(",")}`;
    for (const again of shows) again(ids);
  };

  const equip = (place) => {
    const id = place.dataset.id;
    const title = (place.closest(".entry, .cell")?.querySelector(".title") ?? document.querySelector("h1"))?.textContent.trim();
    const toggle = button(place, said.keep, () => {
      const ids = kept();
      const gone = ids.includes(id);
      if (!gone && ids.length >= Number(said.most)) return tell(said.full);
      keep(gone ? ids.filter((other) => other !== id) : [...ids, id]);
      tell(gone ? said.gone : said.added);
    });
    toggle.title = said.keep;
    toggle.setAttribute("aria-label", `${said.keep}: ${title}`);
    shows.push((ids) => toggle.setAttribute("aria-pressed", String(ids.includes(id))));
  };
  const places = () => [...document.querySelectorAll(".keep[data-id]:empty")];
  places().forEach(equip);
  document.addEventListener("grown", () => {
    places().forEach(equip); // entries that came later
    show();
  });

  // A list by its address: its records can be kept too, and the own list is what the page shows when none is asked for.
  const list = document.getElementById("list-tools");
  if (list) {
    const ids = list.dataset.ids.split(",").filter((id) => ID.test(id));
    if (!ids.length && !location.search && kept().length) location.replace(`/list?ids=${kept().join(",")}`);
    const all = button(list, list.dataset.all, () => {
      const both = [...new Set([...kept(), ...ids])];
      if (both.length > Number(said.most)) return tell(said.full);
      keep(both);
      tell(said.added);
    });
    const none = button(list, list.dataset.none, () => {
      keep([]);
      tell(said.gone);
    });
    shows.push((now) => {
      all.disabled = ids.every((id) => now.includes(id));
      none.disabled = now.length === 0;
      if (!ids.length) {
        all.hidden = true; // there is nothing to keep
        none.hidden = none.disabled;
        list.hidden = none.disabled;
      }
    });
  }

  // Of a grid of pictures several are chosen and kept at once.
  const chosen = document.querySelector(".chosen[data-keep]");
  if (chosen) {
    button(chosen, chosen.dataset.keep, () => {
      const ticked = [...chosen.closest("form").querySelectorAll("input[name=ids]:checked")].map((box) => box.value);
      const both = [...new Set([...kept(), ...ticked])];
      if (both.length > Number(said.most)) return tell(said.full);
      keep(both);
      tell(said.added);
    });
  }

  const copy = async (words, place) => {
    try {
      await navigator.clipboard.writeText(words);
      tell(said.copied);
    } catch {
      if (place) getSelection().selectAllChildren(place); // not a secure address, or not allowed
      tell(place ? said.failed : words);
    }
  };
  for (const place of document.querySelectorAll(".copy[data-copies]")) {
    const source = document.getElementById(place.dataset.copies);
    const lines = () => (source.children.length && source.tagName === "OL" ? [...source.children] : [source]);
    const words = () => lines().map((one) => one.textContent.replace(/\s+/g, " ").trim()).join("\n");
    button(place, place.dataset.say, () => copy(words(), source));
  }

  // Each paragraph has an address. Its sign shows under the pointer; for the keyboard all are switched on at once.
  const signs = document.querySelector(".pilcrows");
  const paragraphs = [...document.querySelectorAll('.text p[id^="t"]')];
  if (signs && paragraphs.length) {
    const address = (fragment) => `${location.origin}${location.pathname}${fragment}`;
    for (const paragraph of paragraphs) {
      const sign = document.createElement("a");
      sign.className = "pilcrow";
      sign.href = `#${paragraph.id}`;
      sign.textContent = "¶";
      sign.tabIndex = -1;
      sign.setAttribute("aria-label", signs.dataset.each);
      sign.addEventListener("click", () => copy(address(`#${paragraph.id}`)));
      paragraph.append(" ", sign);
    }
    const all = button(signs, signs.dataset.say, () => {
      const on = all.getAttribute("aria-pressed") !== "true";
      all.setAttribute("aria-pressed", String(on));
      document.body.classList.toggle("with-pilcrows", on);
      for (const sign of document.querySelectorAll(".pilcrow")) sign.tabIndex = on ? 0 : -1;
    });
    all.setAttribute("aria-pressed", "false");

    // Selected words: the paragraph's address with a text fragment behind it, which browsers mark by themselves.
    const fragment = () => {
      const chosen = getSelection();
      const words = chosen.toString().replaceAll("¶", "").replace(/\s+/g, " ").trim();
      const inside = chosen.rangeCount && chosen.getRangeAt(0).startContainer.parentElement?.closest('.text p[id^="t"]');
      if (!inside || !words) return null;
      const one = words.split(" ");
      const coded = (part) => encodeURIComponent(part.join(" ")).replaceAll("-", "%2D");
      const text = one.length > 12 ? `${coded(one.slice(0, 5))},${coded(one.slice(-5))}` : coded(one);
      return `#${inside.id}:~:text=${text}`;
    };
    let found = null;
    const words = button(signs, signs.dataset.words, () => found && copy(address(found)));
    words.className = "of-words";
    words.hidden = true;
    words.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    document.addEventListener("selectionchange", () => {
      const now = fragment();
      if (now === null && document.activeElement === words) return;
      found = now;
      words.hidden = found === null;
    });
  }

  // A passage that was asked for stays in sight while pictures before it still come, until the reader moves.
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

  window.addEventListener("storage", (event) => event.key === KEY && show());
  window.addEventListener("pageshow", show);
  show();
})();
