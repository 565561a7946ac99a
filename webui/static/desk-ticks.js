// Keeps ticks of a list of records across its pages, selects ranges with Shift, and shows the number of ticks. Without
// it, ticks are limited to one page.
"use strict";

(() => {
  const tally = document.querySelector(".tally");
  if (!tally) return;
  const form = tally.closest("form");
  const boxes = [...form.querySelectorAll("input[name=id]")];
  const [all, said, clear] = ["input", "[role=status]", "button"].map((name) => tally.querySelector(name));
  const KEY = `press-archive-ticks ${tally.dataset.list}`;
  const LAST = "press-archive-ticks-done";
  const read = (key) => {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null; // no storage: ticks are limited to this page
    }
  };
  const write = (key, value) => {
    try {
      sessionStorage.setItem(key, JSON.stringify(value));
    } catch {
      // storage is blocked or full
    }
  };

  const here = new Set(boxes.map((box) => box.value));
  let others = []; // records ticked on other pages
  const tell = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    const number = (value) => value.toLocaleString(document.documentElement.lang);
    const sum = ticked + others.length;
    said.textContent = sum ? tally.dataset.said.replace("##", number(ticked)).replace("#", number(sum)) : "";
    clear.hidden = !sum;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  const changed = () => {
    write(KEY, [...others, ...boxes.filter((box) => box.checked).map((box) => box.value)]);
    tell();
  };

  // The selection was submitted. The page may be loaded again and other records ticked before the next action.
  const { done } = tally.dataset;
  if (/^[0-9]+$/.test(done) && read(LAST) !== done) {
    write(KEY, []);
    write(LAST, done);
  }
  window.addEventListener("pageshow", () => {
    const kept = read(KEY);
    for (const box of kept ? boxes : []) box.checked = kept.includes(box.value);
    others = (kept ?? []).filter((id) => !here.has(id));
    tell();
  });

  let last = null;
  form.addEventListener("click", (event) => {
    const label = event.target.closest("label");
    const box = label?.control ?? event.target;
    if (!boxes.includes(box)) return;
    if (label && !event.shiftKey) return; // the browser clicks its box next
    if (label) {
      event.preventDefault();
      box.checked = !box.checked;
    }
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) for (const one of boxes.slice(from, to)) one.checked = box.checked;
    last = box;
    changed();
  });
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    changed();
  });
  clear.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    others = [];
    changed();
    all.focus(); // the button that had the focus is gone
  });
  form.addEventListener("formdata", (event) => {
    for (const id of others) event.formData.append("id", id);
  });
  tally.hidden = false;
})();
