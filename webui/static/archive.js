// Speeds up the pages; everything works without it.
"use strict";

(() => {
  const box = document.getElementById("q");
  const typing = () => /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");

  // Single-letter shortcuts can be switched off (WCAG 2.1.4); the choice is stored in this browser.
  const KEY = "press-archive-keys";
  const remembered = () => {
    try {
      return localStorage.getItem(KEY) !== "off";
    } catch {
      return true; // no storage: shortcuts are on
    }
  };
  let on = remembered();
  const place = document.getElementById("shortcuts");
  if (place) {
    const button = document.createElement("button");
    const show = () => {
      button.textContent = on ? place.dataset.on : place.dataset.off;
      button.setAttribute("aria-pressed", String(on));
    };
    button.type = "button";
    button.addEventListener("click", () => {
      on = !on;
      try {
        localStorage.setItem(KEY, on ? "on" : "off");
      } catch {
        // no storage: the choice applies to this page only
      }
      show();
    });
    show();
    place.append(button);
    place.hidden = false;
  }

  const step = (by) => {
    const links = [...document.querySelectorAll(".entries .title a")];
    if (links.length === 0) return;
    const here = links.indexOf(document.activeElement);
    links[Math.min(links.length - 1, Math.max(0, here < 0 ? 0 : here + by))].focus();
  };

  const keys = document.getElementById("keys");
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return; // the dialog has its own shortcuts
    if (!on || event.ctrlKey || event.metaKey || event.altKey || typing()) return;
    if (event.key === "/" && box) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "j") {
      step(1);
    } else if (event.key === "k") {
      step(-1);
    } else if (event.key === "?") {
      keys?.showModal();
    }
  });

  // A click on a filter searches at once. From the keyboard nothing happens until Enter or the button: moving through
  // the boxes must not load a new page each time.
  document.addEventListener("click", (event) => {
    const input = event.target;
    if (!input.closest?.(".filters")) return;
    const pointed = event.detail > 0 || event.pointerType;
    if (pointed && input instanceof HTMLInputElement && input.type === "checkbox") input.form?.requestSubmit();
  });

  // On a phone the filters start collapsed in one line above the results; expanded, as without script, they come after
  // them.
  const filters = document.querySelector(".filters details");
  if (filters && window.matchMedia("(max-width: 52rem)").matches) {
    filters.open = false;
    filters.closest("main").classList.add("filters-first");
  }

  // Where a visitor must wait, the same address may answer in a moment.
  const again = document.getElementById("try-again");
  if (again) {
    again.hidden = false;
    again.firstElementChild.addEventListener("click", () => location.reload());
  }

  // Empty fields stay out of the address.
  document.getElementById("search")?.addEventListener("submit", (event) => {
    for (const field of event.target.elements) {
      if (field.name && field.value === "" && field.name !== "q") field.disabled = true;
    }
  });
  window.addEventListener("pageshow", () => {
    for (const field of box?.form?.elements ?? []) field.disabled = false;
  });
})();
