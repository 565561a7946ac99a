// Saving and copying: a list stored in this browser, and copy buttons. Everything else works without it.
"use strict";

(() => {
  const home = document.getElementById("kept");
  if (!home || !window.keptHere || !window.toast) return;
  const said = home.dataset;
  const now = () => keptHere.lists()[0];
  const kept = () => now().ids;
  const keep = (ids, words) => {
    const stored = keptHere.change(now().key, (list) => {
      list.ids = ids;
    });
    window.toast.say(stored ? words : said.unstored);
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

  const show = () => {
    const { ids, name } = now();
    home.hidden = ids.length === 0 && keptHere.lists().length === 1 && keptHere.searches().length === 0;
    home.textContent = `${name || said.say} (${ids.length})`;
    home.href = ids.length ? keptHere.address(now()) : keptHere.root + "list";
    for (const toggle of document.querySelectorAll(".keep[data-id] > button")) {
      toggle.setAttribute("aria-pressed", String(ids.includes(toggle.parentElement.dataset.id)));
    }
  };

  const equip = (place) => {
    const id = place.dataset.id;
    const title = (place.closest(".entry, .cell")?.querySelector(".title") ?? document.querySelector("h1"))?.textContent.trim();
    const toggle = button(place, said.keep, () => {
      const ids = kept();
      const gone = ids.includes(id);
      if (!gone && ids.length >= Number(said.most)) return window.toast.say(said.full);
      keep(gone ? ids.filter((other) => other !== id) : [...ids, id], gone ? said.gone : said.added);
    });
    toggle.title = said.keep;
    toggle.setAttribute("aria-label", `${said.keep}: ${title}`);
  };
  const equipAll = () => {
    for (const place of document.querySelectorAll(".keep[data-id]:empty")) equip(place);

    // In a grid, several selected pictures can be saved at once.
    for (const chosen of document.querySelectorAll(".chosen[data-keep]:not([data-ready])")) {
      chosen.dataset.ready = "";
      button(chosen, chosen.dataset.keep, () => {
        const ticked = [...chosen.closest("form").querySelectorAll("input[name=ids]:checked")].map((box) => box.value);
        const both = [...new Set([...kept(), ...ticked])];
        if (both.length > Number(said.most)) return window.toast.say(said.full);
        keep(both, said.added);
      });
    }
    show();
  };
  for (const change of ["grown", "swapped"]) document.addEventListener(change, equipAll);

  for (const place of document.querySelectorAll(".copy[data-copies]")) {
    const source = document.getElementById(place.dataset.copies);
    const lines = () => (source.children.length && source.tagName === "OL" ? [...source.children] : [source]);
    const words = () => lines().map((one) => one.textContent.replace(/\s+/g, " ").trim()).join("\n");
    button(place, place.dataset.say, () => window.toast.copy(words(), source));
  }

  keptHere.whenChanged(show);
  window.addEventListener("kept", show);
  window.addEventListener("pageshow", show);
  equipAll();
})();
