// A grid of pictures: how large they are, and how many are chosen. Without it they are of middle size.
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
        return null; // storage is closed: the size holds for this page
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
          // storage is closed
        }
        show(name);
      });
    }
    sizes.hidden = false;
    show(buttons.has(remembered()) ? remembered() : "medium");

    // Shift chooses all from the one that was chosen last.
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
    grid.addEventListener("grown", () => show(grid.dataset.size)); // pictures that came later
  };
  document.addEventListener("swapped", equip);
  window.addEventListener("pageshow", tell); // the browser may have ticked boxes again
  equip();
})();
