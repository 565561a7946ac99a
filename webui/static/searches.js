// Saves a search in this browser, with the number of records it had when last viewed.
"use strict";

(() => {
  if (!window.keptHere || !window.toast) return;
  const equip = () => {
    const place = document.getElementById("save-search");
    if (!place) return;
    const said = place.dataset;
    const asked = new URLSearchParams(said.query); // as corrected: the address may have a typing mistake
    for (const name of ["page", "page_size", "view", "sort", "lang"]) asked.delete(name);
    const query = asked.toString();
    const seen = () => ({ total: Number(said.total), seen: new Date().toISOString() });

    // Viewing the search marks its new records as seen.
    const looked = keptHere.searches();
    const same = looked.find((one) => one.query === query);
    if (same) {
      Object.assign(same, seen());
      keptHere.saveSearches(looked);
    }

    const button = document.createElement("button");
    button.type = "button";
    button.textContent = said.say;
    button.disabled = Boolean(same);
    button.addEventListener("click", () => {
      const all = keptHere.searches().filter((one) => one.query !== query); // another window may have saved it
      if (all.length >= keptHere.MOST.searches) return window.toast.say(said.full);
      const stored = keptHere.saveSearches([{ name: said.name, query, ...seen() }, ...all]);
      button.textContent = stored ? said.saved : said.unstored;
      window.toast.say(button.textContent);
      button.disabled = true;
    });
    place.append(button);
    place.hidden = false;
  };
  document.addEventListener("swapped", equip);
  equip();
})();
