// Selects a span of the timeline by dragging; the two dates can also be typed.
"use strict";

(() => {
  let stop = () => {}; // ends the current drag

  const equip = () => {
    const line = document.querySelector(".timeline .line");
    const form = document.getElementById("search");
    if (!line || !form) return;

    const spans = line.dataset.spans.split(" ").map((span) => span.split("/"));
    const band = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const SLIP = 4; // pixels that a click may move
    let from = null; // where the pointer was pressed, while it is down
    let dragged = false;

    const step = (x) => {
      const box = line.getBoundingClientRect();
      const n = Math.floor(((x - box.left) / box.width) * spans.length);
      return Math.min(spans.length - 1, Math.max(0, n));
    };
    const between = (x) => [step(from), step(x)].sort((a, b) => a - b);
    const end = () => {
      from = null;
      band.remove();
      line.classList.remove("dragging");
    };

    line.addEventListener("pointerdown", (event) => {
      dragged = false;
      if (event.isPrimary && event.button === 0) from = event.clientX;
    });
    line.addEventListener("pointermove", (event) => {
      if (from === null || (!dragged && Math.abs(event.clientX - from) < SLIP)) return;
      if (!dragged) {
        dragged = true;
        line.setPointerCapture(event.pointerId);
        line.classList.add("dragging");
        band.setAttribute("class", "chosen");
        band.setAttribute("height", "100%");
        line.append(band);
      }
      const [first, last] = between(event.clientX);
      band.setAttribute("x", `${(100 * first) / spans.length}%`);
      band.setAttribute("width", `${(100 * (last - first + 1)) / spans.length}%`);
    });
    line.addEventListener("pointerup", (event) => {
      if (from === null || !dragged) return end();
      const [first, last] = between(event.clientX);
      end();
      form.elements.date_from.value = spans[first][0];
      form.elements.date_to.value = spans[last][1];
      const replaced = line.dataset.replaced.split(" ");
      for (const field of form.elements) {
        if (replaced.includes(field.name)) field.disabled = true; // until the page is shown again
      }
      form.requestSubmit();
      // The fields of the front page are hidden: the next search from there must not keep the span.
      for (const field of [form.elements.date_from, form.elements.date_to]) {
        if (field.type === "hidden") field.value = "";
      }
    });
    line.addEventListener("pointercancel", end);
    stop = end;

    // A drag that begins or ends on a bar is not a click on it, and does not drag its link.
    line.addEventListener("click", (event) => {
      if (dragged) event.preventDefault();
    });
    line.addEventListener("dragstart", (event) => event.preventDefault());
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") stop();
  });
  document.addEventListener("swapped", equip);
  equip();
})();
