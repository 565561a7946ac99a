// Uploads files: collects chosen, dropped or pasted files, sends them in pieces, and starts the ingest when all have
// arrived.
"use strict";

(() => {
  const $ = (id) => document.getElementById(id);
  const language = document.documentElement.lang;
  const number = (value) => value.toLocaleString(language);
  const fill = (words, ...values) => words.replace(/#+/g, (marks) => values[marks.length - 1]);
  const pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));
  const size = (bytes) => {
    const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
    const at = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
    const style = { style: "unit", unit: units[at], unitDisplay: at ? "short" : "long", maximumFractionDigits: at ? 1 : 0 };
    return (bytes / 1000 ** at).toLocaleString(language, style);
  };
  const time = (seconds) => {
    const [unit, value] = seconds < 5400 ? ["minute", seconds / 60] : ["hour", seconds / 3600];
    return Math.max(1, Math.round(value)).toLocaleString(language, { style: "unit", unit, unitDisplay: "long" });
  };
  const ALOUD = 10_000; // milliseconds between two announcements of the progress by a screen reader
  let said = 0;
  const aloud = (text) => {
    if (Date.now() - said < ALOUD) return;
    said = Date.now();
    $("aloud").textContent = text;
  };

  const form = $("hand-in");
  if (!form) return;
  form.hidden = false;
  $("needs-script").hidden = true;
  const words = $("intake-words").dataset;
  const PIECE = Number(form.dataset.piece);
  const LANES = 4; // files sent in parallel
  const TRIES = 6; // attempts per piece, with growing delays
  const NAMED = 8; // files listed by name
  const A_FILE = 32_768; // overhead per file, in bytes that could be sent in the same time
  const SURE_AFTER = 3000; // milliseconds of sending after which the remaining time can be estimated
  let chosen = []; // {file, path, pasted}; file is null if it could not be read
  let sending = null; // {url, began, left: numbers of files, came: bytes of each, sent, bytes, files, unread, problem}
  const whole = () => chosen.reduce((sum, one) => sum + (one.file?.size ?? 0), 0);

  const named = (list, texts) => {
    const items = texts.slice(0, NAMED).map((text) => {
      const item = document.createElement("li");
      const name = document.createElement("bdi");
      name.textContent = text;
      item.append(name);
      return item;
    });
    if (texts.length > NAMED) {
      const more = document.createElement("li");
      more.textContent = fill(words.more, number(texts.length - NAMED));
      items.push(more);
    }
    list.replaceChildren(...items);
  };
  const show = () => {
    $("chosen").hidden = false;
    $("sum").textContent = chosen.length ? fill(words.sum, number(chosen.length), size(whole())) : words.empty;
    named($("first"), chosen.map((one) => one.path));
    $("go").disabled = !chosen.length;
  };
  const add = (more) => {
    chosen = chosen.concat(more).sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
    showNames();
    show();
  };
  // A pasted file gets a name from us, which can be changed.
  const showNames = () => {
    const fields = chosen.filter((one) => one.pasted).map((one) => {
      const [item, label, input] = ["li", "label", "input"].map((tag) => document.createElement(tag));
      label.append(words.name, input);
      Object.assign(input, { value: one.path, maxLength: 200, required: true, autocomplete: "off", dir: "auto" });
      input.addEventListener("input", () => {
        one.path = input.value.trim().replaceAll("/", "_") || one.pasted;
        show();
      });
      item.append(label);
      return item;
    });
    $("pasted").hidden = !fields.length;
    $("pasted").replaceChildren(...fields);
  };

  $("folder").webkitdirectory = true; // the attribute is not standard HTML
  for (const id of ["files", "folder"]) {
    $(id).addEventListener("change", () => {
      add([...$(id).files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
      $(id).value = ""; // the same file may be chosen again
    });
  }
  $("clear").addEventListener("click", () => {
    chosen = [];
    showNames();
    $("chosen").hidden = true;
    $("go").disabled = true;
    $("files").focus();
  });

  const gathered = async (entry, into) => {
    const path = entry.fullPath.replace(/^\//, "");
    if (entry.isFile) {
      const file = await new Promise((good, bad) => entry.file(good, bad)).catch(() => null);
      into.push({ file, path });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((good, bad) => reader.readEntries(good, bad)).catch(() => []);
      if (!some.length) return;
      for (const one of some) await gathered(one, into);
    }
  };
  const files = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!files(event)) return;
    event.preventDefault();
    $("drop").classList.toggle("over", !sending);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) $("drop").classList.remove("over");
  });
  document.addEventListener("drop", async (event) => {
    if (!files(event)) return;
    event.preventDefault();
    $("drop").classList.remove("over");
    if (sending) return;
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    const dropped = items.map((item) => item.webkitGetAsEntry() ?? item.getAsFile()).filter(Boolean); // now, because the list is empty later
    $("chosen").hidden = false;
    $("sum").textContent = words.reading;
    const into = [];
    for (const one of dropped) {
      if (one instanceof File) into.push({ file: one, path: one.name }); // e.g. a picture dragged from a web page has no entry
      else await gathered(one, into);
    }
    add(into);
  });

  const PICTURE = /^image\.(\w+)$/; // the name browsers give to a picture without a file
  const pastedName = (suffix) => {
    const [day, hour] = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().split(/[T.]/);
    return `${words.pasted} ${day} ${hour.replaceAll(":", ".")}.${suffix}`;
  };
  document.addEventListener("paste", (event) => {
    const [text, given] = [event.clipboardData.getData("text/plain"), [...event.clipboardData.files]];
    const isText = text.trim() && given.every((file) => PICTURE.test(file.name)); // an image of the text may accompany it
    if (sending || !(isText || given.length) || (isText && event.target.closest("input, textarea, select"))) return;
    event.preventDefault();
    const named = (file, name) => ({ file, path: name, pasted: name });
    if (isText) add([named(new File([text], ""), pastedName("txt"))]);
    else add(given.map((file) => named(file, PICTURE.test(file.name) ? pastedName(PICTURE.exec(file.name)[1]) : file.name)));
    $("pasted").lastElementChild.querySelector("input").select();
  });

  class Refused extends Error {
    constructor(message, file = false) {
      super(message);
      this.file = file; // set if the problem concerns only this file
    }
  }
  const renewToken = async () => {
    const page = new DOMParser().parseFromString(await (await fetch(location.pathname)).text(), "text/html");
    form.elements.token.value = page.querySelector("#hand-in [name=token]")?.value ?? "";
  };
  const missing = () => chosen.reduce((sum, { file }, n) => sum + (sending.came.get(n) === file?.size ? 0 : file?.size ?? 0), 0);
  const post = async (url, query, body) => {
    let [renewed, resumed] = [false, false]; // once each: the server was restarted, or has discarded the files
    for (let tried = 1; ; tried++) {
      try {
        const answer = await fetch(`${url}?${new URLSearchParams(query)}`, {
          method: "POST",
          body,
          headers: { "X-Form-Token": form.elements.token.value, "Content-Type": "application/octet-stream" },
        });
        if (answer.status === 403 && !renewed) {
          renewed = true;
          await renewToken();
          continue;
        }
        if (answer.status === 403 || answer.status === 404) throw new Refused(words.anew);
        const said = await answer.json();
        if (said.over && !resumed) {
          resumed = true;
          await post(`${sending.url}/resume`, { files: chosen.length, bytes: missing() });
          continue;
        }
        if (said.problem) throw new Refused(said.problem, said.file);
        return said;
      } catch (error) {
        if (error instanceof Refused) throw error;
        if (tried === TRIES) throw new Refused(words.gone);
        await pause(250 * 2 ** tried);
      }
    }
  };

  const told = () => {
    const text = fill(words.sent, number(sending.files), number(chosen.length), size(sending.sent), size(sending.bytes));
    $("bar").max = sending.bytes + chosen.length * A_FILE;
    $("bar").value = sending.sent + sending.files * A_FILE;
    const [taken, rest] = [Date.now() - sending.began, sending.bytes - sending.sent];
    const left = taken > SURE_AFTER && rest && sending.sent ? fill(words.left, time((taken / 1000 / sending.sent) * rest)) : "";
    $("sent").textContent = [text, left].filter(Boolean).join(" · ");
    aloud($("sent").textContent);
  };
  const came = (n, bytes) => {
    sending.sent += bytes - (sending.came.get(n) ?? 0);
    sending.came.set(n, bytes);
    told();
  };
  const send = async (n) => {
    const { file, path } = chosen[n];
    if (!file) throw new Refused(words.changed, true);
    $("file").textContent = path;
    let offset = sending.came.get(n) ?? 0;
    do {
      const body = await file.slice(offset, offset + PIECE).arrayBuffer().catch(() => null);
      if (!body) throw new Refused(words.changed, true);
      const query = { n, path: path.toWellFormed?.() ?? path, size: file.size, offset };
      offset = (await post(`${sending.url}/piece`, query, body)).have;
      came(n, offset);
    } while (offset < file.size);
    sending.files += 1;
    told();
  };
  const lane = async () => {
    for (let n; !sending.problem && (n = sending.left.shift()) !== undefined; ) {
      try {
        await send(n);
      } catch (error) {
        if (error instanceof Refused && error.file) {
          sending.unread.push([n, error.message]);
          came(n, 0);
          await post(`${sending.url}/forget`, { n }).catch(() => {});
        } else {
          sending.left.push(n);
          sending.problem = error.message;
        }
      }
    }
  };
  const handed = () => {
    window.removeEventListener("beforeunload", stay);
    form.action = `${sending.url}/start`;
    for (const field of $("said").elements) field.disabled = false;
    form.submit();
  };
  const stay = (event) => event.preventDefault();
  const stuck = (problem) => {
    $("problem").hidden = !problem;
    $("problem").textContent = problem ?? "";
    $("unread").hidden = !sending?.unread.length;
    named($("unread-list"), (sending?.unread ?? []).map(([n, why]) => `${chosen[n].path}: ${why}`));
    $("anyway").hidden = Boolean(problem) || !sending?.files;
    $("again").hidden = false;
    $("leave").hidden = problem === words.anew; // this page has no valid token
  };
  const sendAll = async () => {
    for (const id of ["problem", "unread", "anyway", "again"]) $(id).hidden = true;
    await Promise.all(Array.from({ length: LANES }, lane));
    if (sending.problem || sending.unread.length) stuck(sending.problem);
    else handed();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending || !chosen.length) return;
    const bytes = whole();
    sending = { url: "", began: Date.now(), left: [...chosen.keys()], came: new Map(), sent: 0, bytes, files: 0, unread: [], problem: null };
    for (const part of [$("drop"), $("said"), $("go").parentElement, $("clear").parentElement]) part.hidden = true;
    $("sending").hidden = false;
    $("sending-head").focus();
    window.addEventListener("beforeunload", stay);
    try {
      sending.url = (await post(form.dataset.begin, { files: chosen.length, bytes })).url;
    } catch (error) {
      return stuck(error.message);
    }
    told();
    await sendAll();
  });
  $("anyway").addEventListener("click", handed);
  $("again").addEventListener("click", () => {
    if (!sending.url || sending.problem === words.anew) {
      window.removeEventListener("beforeunload", stay);
      return location.reload();
    }
    sending.left.push(...sending.unread.map(([n]) => n));
    Object.assign(sending, { unread: [], problem: null });
    sendAll();
  });
  $("leave").addEventListener("click", () => {
    window.removeEventListener("beforeunload", stay);
    if (!sending.url) return location.reload();
    form.action = `${sending.url}/discard`;
    form.submit();
  });
})();
