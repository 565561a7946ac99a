// Follows a running ingest, and reloads the page when it reaches another stage. Without it the page reloads by itself.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const section = $("following");
  if (!section) return;
  $("look-again").hidden = true;
  const LOOK = 1000; // milliseconds
  const ALOUD = 10; // polls between two announcements by a screen reader
  const number = (value) => value.toLocaleString(document.documentElement.lang);
  const fill = (words, ...values) => words.replace(/#+/g, (marks) => values[marks.length - 1]);

  const figure = ([label, count, url]) => {
    const [row, name, value, link] = ["div", "dt", "dd", "a"].map((tag) => document.createElement(tag));
    name.textContent = label;
    link.href = url;
    link.textContent = count;
    value.append(link);
    row.append(name, value);
    return row;
  };
  const tell = (now) => {
    $("said").textContent = now.said;
    $("bar").max = now.of || 1;
    $("bar").value = now.done;
    $("done").textContent = fill($("done").dataset.words, number(now.done), number(now.of));
    $("pace").textContent = now.pace;
    $("newest").textContent = now.newest;
    $("figures").replaceChildren(...now.figures.map(figure));
  };

  let looks = 0;
  const look = async () => {
    try {
      const answer = await fetch(section.dataset.now);
      const now = await answer.json();
      if (now.name !== section.dataset.name) return location.reload(); // the page then has more content
      tell(now);
      if (looks++ % ALOUD === 0) $("aloud").textContent = `${now.said} ${$("done").textContent}`;
    } catch {
      // the server may be restarting
    }
    setTimeout(look, LOOK);
  };
  setTimeout(look, LOOK);
})();
