// The page of a list, and the page of all lists and saved searches of this browser.
"use strict";

(() => {
  if (!window.keptHere || !window.toast) return;
  const tell = (words) => window.toast.say(words);
  const made = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const button = (words, act, label = "") => {
    const element = made("button", { type: "button", ...(label && { "aria-label": label }) }, words);
    element.addEventListener("click", act);
    return element;
  };
  const field = (label, value, most, changed, kind = "input") => {
    const input = made(kind, { maxlength: String(most), ...(kind === "input" ? { type: "text" } : { rows: "1" }) });
    input.value = value;
    input.addEventListener(kind === "input" ? "change" : "input", () => changed(input.value.trim()));
    return made("label", {}, label, " ", input);
  };

  const counted = new Map(); // number of new results per search: requested once, not again after each rename

  const tools = document.getElementById("list-tools");
  if (tools) list();
  else if (document.getElementById("my-lists")) overview();

  function list() {
    const said = tools.dataset;
    const asked = new URLSearchParams(location.search);
    const ids = (asked.get("ids") ?? "").split(",").filter(Boolean);
    const shown = { ids, name: asked.get("name") ?? "" };
    const own = keptHere.lists().find((one) => keptHere.address(one) === keptHere.address(shown));
    tools.hidden = false;
    if (!own) {
      tools.append(
        button(said.save, () => {
          const added = keptHere.add(shown);
          if (!added) tell(said.full);
          else if (keptHere.stored()) location.replace(keptHere.address(added));
          else tell(said.unstored);
        }),
      );
      return;
    }
    keptHere.use(own.key); // the star adds to the list that was viewed last
    const change = (edit) => keptHere.change(own.key, edit) || tell(said.unstored);
    const mine = () => keptHere.lists().find((one) => one.key === own.key) ?? own;
    const { MOST } = keptHere;
    const renamed = (name) => {
      change((one) => Object.assign(one, { name }));
      if (keptHere.stored()) location.replace(keptHere.address(mine()));
    };
    const ofList = field(said.note, own.note, MOST.note, (note) => change((one) => Object.assign(one, { note })), "textarea");
    const notes = new Map([["", ofList.querySelector("textarea")]]); // by record, "" for that of the list
    const name = field(said.name, own.name, MOST.name, renamed);
    const typed = name.querySelector("input");
    tools.append(
      name,
      ofList,
      button(said.delete, () => {
        keptHere.remove(own.key);
        location.assign(keptHere.root + "list");
      }),
    );

    // Reordering on the page also changes the order in its addresses.
    const entries = document.querySelector(".entries");
    const ordered = () => [...(entries?.children ?? [])].map((entry) => entry.querySelector(".keep").dataset.id);
    const readdress = () => {
      const { ids } = mine();
      const listed = keptHere.address(mine());
      history.replaceState(null, "", listed);
      document.getElementById("address").textContent = location.origin + listed;
      for (const link of document.querySelectorAll("a[download]")) {
        const url = new URL(link.href);
        if (!url.searchParams.has("ids")) continue;
        url.searchParams.set("ids", ids.join(","));
        link.href = url;
      }
    };
    const move = (entry, by) => {
      const all = [...entries.children];
      const from = all.indexOf(entry);
      const to = from + by;
      if (to < 0 || to >= all.length) return;
      for (const items of [all, [...document.getElementById("citations").children]]) {
        items[to][by < 0 ? "before" : "after"](items[from]);
      }
      change((one) => {
        const place = ordered().filter((id) => one.ids.includes(id));
        one.ids = [...place, ...one.ids.filter((id) => !place.includes(id))];
      });
      readdress();
      tell(said.moved.replace("#", String(to + 1)));
    };
    for (const entry of entries?.children ?? []) {
      const { id } = entry.querySelector(".keep").dataset;
      const title = entry.querySelector(".title").textContent.trim();
      const stepped = (words, sign, by) => {
        const step = button(sign, () => {
          move(entry, by);
          step.focus();
        }, `${words}: ${title}`);
        step.title = words;
        return step;
      };
      const note = field(said.note, own.notes[id] ?? "", MOST.note, (words) => change((one) => (one.notes[id] = words)), "textarea");
      notes.set(id, note.querySelector("textarea"));
      notes.get(id).setAttribute("aria-label", `${said.note}: ${title}`);
      entry.querySelector(".words").append(made("div", { class: "own" }, stepped(said.up, "↑", -1), stepped(said.down, "↓", 1), note));
    }
    keptHere.whenChanged(() => {
      const now = keptHere.lists().find((one) => one.key === own.key);
      if (!now) location.assign(keptHere.root + "list");
      else if (typed.value.trim() !== own.name) return; // a new name is being typed: it is stored, and the page renewed, after it
      else if (keptHere.address(now) !== location.pathname + location.search) location.replace(keptHere.address(now));
      else for (const [id, note] of notes) note.value = (id ? now.notes[id] : now.note) ?? "";
    });
  }

  function overview() {
    const place = document.getElementById("my-lists");
    const said = place.dataset;
    const rows = place.querySelector("ul");
    const show = () => {
      const lists = keptHere.lists();
      const any = lists.length > 1 || lists[0].ids.length > 0 || lists[0].name !== "";
      const empty = document.getElementById("no-lists");
      empty.hidden = any || keptHere.searches().length > 0;
      empty.firstElementChild.hidden = false;
      rows.replaceChildren(...(any ? lists.map(row) : []));
      place.hidden = false;
    };
    const used = (key) => keptHere.use(key) || tell(said.unstored);
    const row = (list, n) => {
      const name = list.name || said.unnamed;
      const here = n === 0 ? made("span", { class: "hint" }, said.here) : button(said.use, () => used(list.key), `${said.use}: ${name}`);
      const count = made("span", { class: "hint" }, said.count.replace("#", String(list.ids.length)));
      const note = made("span", { class: "note-of" }, list.note);
      return made("li", {}, made("a", { href: keptHere.address(list), dir: "auto" }, name), count, here, note);
    };
    place.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      const input = place.querySelector("input");
      const name = input.value.trim();
      if (!name) return;
      const added = keptHere.add({ ids: [], name });
      tell(added ? "" : said.full);
      input.value = "";
    });
    show();
    searches();
    window.addEventListener("kept", show);
    keptHere.whenChanged(() => {
      show();
      searches();
    });
  }

  function searches() {
    const place = document.getElementById("my-searches");
    const said = place.dataset;
    const all = keptHere.searches();
    place.hidden = all.length === 0;
    place.querySelector("ul").replaceChildren(
      ...all.map((search) => {
        const count = made("span", { class: "hint" });
        const change = (edit) => {
          keptHere.saveSearches(edit(keptHere.searches()));
          searches();
        };
        const renamed = (name) => change((now) => now.map((one) => (one.query === search.query ? { ...one, name } : one)));
        const dropped = () => change((now) => now.filter((one) => one.query !== search.query));
        const edit = made("details", {}, made("summary", {}, said.edit, made("span", { class: "unseen" }, `: ${search.name}`)));
        edit.append(field(said.name, search.name, keptHere.MOST.name, renamed), button(said.delete, dropped));
        const looked = `${search.seen} ${search.query}`;
        if (!counted.has(looked)) counted.set(looked, news(search, said));
        counted.get(looked).then((words) => count.append(words));
        return made("li", {}, made("a", { href: `${keptHere.root}search?${search.query}`, dir: "auto" }, search.name || search.query), count, edit);
      }),
    );
  }

  // The number of records added since the search was last viewed.
  async function news(search, said) {
    const asked = new URLSearchParams(search.query);
    // Like the search page, which relaxes the query and leaves out containers.
    if (!asked.has("relax")) asked.set("relax", "on");
    const containers = asked.get("containers") === "on" || asked.getAll("genre").includes("container");
    if (!containers) asked.append("exclude", "genre:container");
    for (const name of ["containers", "correct"]) asked.delete(name);
    for (const [name, value] of [["page_size", "1"], ["facets", ""], ["fields", "id"], ["highlight", "false"]]) asked.set(name, value);
    try {
      const answer = await fetch(`${keptHere.root}api/v1/search?${asked}`);
      const more = (await answer.json()).total - search.total;
      if (!Number.isFinite(more)) return said.failed;
      return (more > 0 ? said.new : said.none).replace("##", since(search.seen)).replace("#", String(more));
    } catch {
      return said.failed;
    }
  }

  function since(seen) {
    const then = new Date(seen);
    const days = (Date.now() - then) / 86_400_000;
    const today = then.toDateString() === new Date().toDateString();
    const form = today ? { timeStyle: "short" } : days < 6 ? { weekday: "long" } : { dateStyle: "medium" };
    return new Intl.DateTimeFormat(document.documentElement.lang, form).format(then);
  }
})();
