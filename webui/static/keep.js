// Taking away: a list kept in this browser, and buttons that copy. Everything else works without it.
"use strict";

(() => {
  const home = document.getElementById("kept");
  if (!home) return;
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
      if (!gone && ids.length >= Number(said.most)) return window.toast.say(said.full);
      keep(gone ? ids.filter((other) => other !== id) : [...ids, id]);
      window.toast.say(gone ? said.gone : said.added);
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
      if (both.length > Number(said.most)) return window.toast.say(said.full);
      keep(both);
      window.toast.say(said.added);
    });
    const none = button(list, list.dataset.none, () => {
      keep([]);
      window.toast.say(said.gone);
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

  for (const place of document.querySelectorAll(".copy[data-copies]")) {
    const source = document.getElementById(place.dataset.copies);
    const lines = () => (source.children.length && source.tagName === "OL" ? [...source.children] : [source]);
    const words = () => lines().map((one) => one.textContent.replace(/\s+/g, " ").trim()).join("\n");
    button(place, place.dataset.say, () => window.toast.copy(words(), source));
  }

  window.addEventListener("storage", (event) => event.key === KEY && show());
  window.addEventListener("pageshow", show);
  show();
})();
