// Says something short at the foot of the window, to eyes and to screen readers, and copies words.
"use strict";

window.toast = (() => {
  const said = document.getElementById("kept").dataset;
  const place = document.getElementById("kept-status");
  let gone = 0;

  const say = (words) => {
    place.textContent = words;
    clearTimeout(gone);
    gone = setTimeout(() => place.replaceChildren(), 6000);
  };
  // `source` holds the words: it is selected where a page may not copy (no secure address, or not allowed).
  const copy = async (words, source) => {
    try {
      await navigator.clipboard.writeText(words);
      say(said.copied);
    } catch {
      if (source) getSelection().selectAllChildren(source);
      say(source ? said.failed : words);
    }
  };
  return { say, copy };
})();
