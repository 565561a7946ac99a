// A grid of pictures: their size, and the number of selected ones. Without it they have medium size.
"use strict";

(() => {
  const boxes = () => [...document.querySelectorAll(".grid input[name=ids]")];
  const tell = () => {
    const count = document.querySelector("[data-chosen]");
    if (count) count.textContent = count.dataset.chosen.replace("#", boxes().filter((box) => box.checked).length);
  };

  const equip = () => {
    const grid = document.querySelector(".grid");
    const sizes = document.querySelector(".sizes");
    if (!grid || !sizes) return;
    const KEY = "press-archive-size";
    const remembered = () => {
      try {
        return localStorage.getItem(KEY);
      } catch {
        return null; // no storage: the size applies to this page only
      }
    };
    const buttons = new Map([...sizes.children].map((button) => [button.value, button]));
    const show = (size) => {
      grid.dataset.size = size;
      for (const [name, button] of buttons) button.setAttribute("aria-pressed", String(name === size));
      if (size !== "large") return;
      for (const link of grid.querySelectorAll("a[data-preview]")) link.querySelector("img").src = link.dataset.preview;
    };
    for (const [name, button] of buttons) {
      button.addEventListener("click", () => {
        try {
          localStorage.setItem(KEY, name);
        } catch {
          // no storage
        }
        show(name);
      });
    }
    sizes.hidden = false;
    show(buttons.has(remembered()) ? remembered() : "medium");

    // Shift selects everything from the last selected picture.
    let last = null;
    grid.addEventListener("click", (event) => {
      const box = event.target;
      if (!(box instanceof HTMLInputElement)) return;
      const all = boxes();
      const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
      if (event.shiftKey && from >= 0) for (const one of all.slice(from, to)) one.checked = box.checked;
      last = box;
      tell();
    });
    tell();
    grid.addEventListener("grown", () => show(grid.dataset.size)); // pictures added later
  };
  document.addEventListener("swapped", equip);
  window.addEventListener("pageshow", tell); // the browser may have restored ticks
  equip();
})();
