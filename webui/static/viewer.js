// Looks at the pictures of a list one by one, large, on the page itself. Without it each leads to its own page.
"use strict";

(() => {
  const words = document.getElementById("viewer-words")?.dataset;
  if (!words || typeof HTMLDialogElement === "undefined") return;
  let dialog = null;
  let parts = {};
  let pictures = [];
  let at = 0;

  const made = (name, attributes, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const button = (label, sign, act) => {
    const element = made("button", { type: "button", "aria-label": label, title: label }, sign);
    element.addEventListener("click", act);
    return element;
  };

  const build = () => {
    parts.picture = made("img", { alt: "" });
    parts.caption = made("p", { class: "said", id: "viewer-caption", dir: "auto" });
    parts.place = made("span", { class: "hint", role: "status" });
    parts.page = made("a", {}, words.open);
    parts.previous = button(words.previous, "‹", () => step(-1));
    parts.next = button(words.next, "›", () => step(1));
    const row = made("p", { class: "row" }, parts.previous, parts.place, parts.next, parts.page);
    row.append(button(words.close, "×", () => dialog.close()));
    dialog = made("dialog", { class: "viewer", "aria-labelledby": "viewer-caption" }, parts.picture, parts.caption, row);
    dialog.addEventListener("keydown", (event) => {
      if (event.key === "ArrowRight") step(1);
      else if (event.key === "ArrowLeft") step(-1);
      else return;
      event.preventDefault();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close(); // beside the picture
    });
    dialog.addEventListener("close", () => {
      parts.picture.removeAttribute("src");
      pictures[at]?.focus();
    });
    document.body.append(dialog);
  };

  const show = () => {
    const link = pictures[at];
    const whole = link.closest("li, figure") ?? link;
    const said = whole.querySelector(".title a, figcaption .said, p[lang], .frame") ?? link;
    const small = link.querySelector("img");
    parts.caption.textContent = said.textContent.trim() || small?.alt || "";
    parts.caption.lang = said.lang || said.closest("[lang]")?.lang || "";
    parts.picture.alt = parts.caption.textContent;
    parts.picture.src = link.dataset.preview;
    parts.page.href = link.href;
    parts.page.hidden = link.href.endsWith("/preview"); // its own page is the one that is open
    parts.place.textContent = pictures.length > 1 ? words.place.replace("##", pictures.length).replace("#", at + 1) : "";
    parts.previous.disabled = at === 0;
    parts.next.disabled = at === pictures.length - 1;
    parts.previous.hidden = parts.next.hidden = pictures.length < 2;
  };
  const step = (by) => {
    const to = at + by;
    if (to < 0 || to >= pictures.length) return;
    at = to;
    show();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-preview]");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const list = link.closest("[data-viewer]");
    if (!list) return;
    event.preventDefault();
    if (!dialog) build();
    pictures = [...list.querySelectorAll("a[data-preview]")];
    at = pictures.indexOf(link);
    show();
    dialog.showModal();
  });
})();
