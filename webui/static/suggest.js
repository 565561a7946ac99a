// Completes the text in the search box: a combobox with a list, following the ARIA Authoring Practices.
"use strict";

(() => {
  const box = document.getElementById("q");
  const list = document.getElementById("suggestions");
  if (!box || !list) return;
  const WAIT = 120; // milliseconds between the last key and the request
  const SHORTEST = 2;
  const LONGEST = 200;

  const kinds = JSON.parse(list.dataset.kinds);
  const told = document.createElement("span");
  told.className = "unseen";
  told.setAttribute("role", "status");
  list.after(told);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", list.dataset.label);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  })) {
    box.setAttribute(name, value);
  }

  let active = -1;
  let typed = box.value;
  let waiting = 0;
  let asking = null;

  const options = () => [...list.children];

  const close = () => {
    clearTimeout(waiting);
    asking?.abort();
    asking = null;
    active = -1;
    list.hidden = true;
    list.replaceChildren();
    told.textContent = "";
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };

  const choose = (option) => {
    box.value = option.dataset.query;
    close();
    box.form.requestSubmit();
  };

  const move = (to) => {
    const all = options();
    all[active]?.setAttribute("aria-selected", "false");
    active = to;
    const here = all[active];
    if (!here) {
      box.removeAttribute("aria-activedescendant");
      box.value = typed;
      return;
    }
    here.setAttribute("aria-selected", "true");
    here.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", here.id);
  };

  const part = (name, words) => {
    const made = document.createElement(name);
    made.textContent = words;
    return made;
  };

  const show = (found) => {
    list.replaceChildren(
      ...found.map((one, n) => {
        const option = document.createElement("div");
        option.id = `suggestion-${n}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.query = one.query;
        const said = one.kind === "title" ? [kinds.title] : [kinds[one.kind], one.count.toLocaleString(document.documentElement.lang)];
        const hint = part("span", said.filter(Boolean).join(" "));
        hint.className = "count";
        option.append(part("bdi", one.text), " ", hint);
        return option;
      }),
    );
    active = -1;
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    box.removeAttribute("aria-activedescendant");
    told.textContent = found.length ? list.dataset.found.replace("#", String(found.length)) : "";
  };

  const ask = async () => {
    const words = box.value;
    asking?.abort();
    const mine = (asking = new AbortController());
    try {
      const answer = await fetch(`${document.documentElement.dataset.root}api/v1/suggest?${new URLSearchParams({ q: words })}`, { signal: mine.signal });
      if (!answer.ok) return;
      const { suggestions } = await answer.json();
      if (asking === mine && box.value === words && document.activeElement === box) show(suggestions);
    } catch {
      // superseded, or no response: the box works without suggestions
    }
  };

  box.addEventListener("input", (event) => {
    typed = box.value;
    clearTimeout(waiting);
    const length = typed.trim().length;
    if (length < SHORTEST || typed.length > LONGEST) close();
    else if (!event.isComposing) waiting = setTimeout(ask, WAIT);
  });
  box.addEventListener("compositionend", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });

  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.children.length;
    if (event.key === "ArrowDown" && count) {
      event.preventDefault();
      move(active + 1 < count ? active + 1 : -1);
    } else if (event.key === "ArrowUp" && count) {
      event.preventDefault();
      move(active < 0 ? count - 1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(options()[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });

  // pointerdown comes before the box loses the focus, which would close the list.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
  box.addEventListener("blur", close);
  box.form.addEventListener("submit", close);
})();
