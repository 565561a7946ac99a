// Shows a short message at the bottom of the window, also for screen readers, and copies text.
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
  // `source` contains the text: it is selected if the page may not copy (insecure address, or no permission).
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
