// The lists and saved searches that this browser keeps, for the other scripts. They are only sent as part of addresses.
"use strict";

window.keptHere = (() => {
  const root = document.documentElement.dataset.root; // the path prefix of the archive
  const LISTS = "press-archive-lists";
  const SEARCHES = "press-archive-searches";
  const FIRST = "press-archive-kept"; // key of the single list of earlier versions
  const ID = /^[A-Za-z0-9_-]{1,64}$/;
  const MOST = { ids: 200, lists: 50, searches: 30, name: 100, note: 2000, query: 4000 };
  const open = new Map(); // values that could not be stored: they last as long as the page

  const read = (key) => {
    if (open.has(key)) return open.get(key);
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  // Whether it is stored, not only kept in memory for this page.
  const write = (key, value) => {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      open.delete(key);
    } catch {
      open.set(key, value);
    }
    window.dispatchEvent(new Event("kept"));
    return !open.has(key);
  };

  const stored = () => open.size === 0;

  const words = (value, most) => (typeof value === "string" ? value.replaceAll("\u0000", "").slice(0, most) : "");
  const idsOf = (value) =>
    Array.isArray(value) ? [...new Set(value)].filter((id) => typeof id === "string" && ID.test(id)).slice(0, MOST.ids) : [];
  const listOf = (value, n) => {
    const ids = idsOf(value?.ids);
    const notes = ids.map((id) => [id, words(value?.notes?.[id], MOST.note)]).filter(([, note]) => note);
    const key = ID.test(value?.key ?? "") ? String(value.key) : `list-${n}`;
    return { key, name: words(value?.name, MOST.name), note: words(value?.note, MOST.note), ids, notes: Object.fromEntries(notes) };
  };

  // The first is the one that the star adds to; there is always one.
  const lists = () => {
    const found = read(LISTS);
    const all = Array.isArray(found) && found.length ? found : [{ ids: read(FIRST) }];
    return all.slice(0, MOST.lists).map(listOf);
  };
  const save = (all) => {
    const done = write(LISTS, all);
    if (done) localStorage.removeItem(FIRST);
    return done;
  };
  const change = (key, edit) => {
    const all = lists();
    const one = all.find((list) => list.key === key);
    if (one) edit(one);
    return save(all);
  };
  const use = (key) => save(lists().sort((a, b) => Number(b.key === key) - Number(a.key === key)));
  const add = (list) => {
    const all = lists().filter((one) => one.ids.length || one.name || one.note);
    if (all.length >= MOST.lists) return null;
    const made = listOf({ ...list, key: `list-${Date.now().toString(36)}` }, 0);
    save([made, ...all]);
    return made;
  };
  const remove = (key) => save(lists().filter((one) => one.key !== key));
  const address = ({ ids, name }) => `${root}list?ids=${ids.join(",")}${name ? `&${new URLSearchParams({ name })}` : ""}`;

  const searchOf = (value) => ({
    name: words(value?.name, MOST.name),
    query: words(value?.query, MOST.query),
    total: Number.isSafeInteger(value?.total) ? value.total : 0,
    seen: Number.isFinite(Date.parse(value?.seen)) ? value.seen : new Date(0).toISOString(),
  });
  const searches = () => {
    const found = read(SEARCHES);
    return Array.isArray(found) ? found.slice(0, MOST.searches).map(searchOf) : [];
  };
  const saveSearches = (all) => write(SEARCHES, all.slice(0, MOST.searches));

  // Called when another window has changed something; this window gets the event "kept".
  const whenChanged = (act) =>
    window.addEventListener("storage", (event) => [LISTS, SEARCHES, null].includes(event.key) && act());

  return { MOST, root, stored, lists, change, use, add, remove, address, searches, saveSearches, whenChanged };
})();
