"""GET /help/api: what scripts can request, with programs in curl, Python, R and JavaScript generated from one table."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask import Response, render_template

from archive.access import PUBLIC
from archive.errors import IndexUnavailable
from archive.search.execution.requests import SearchRequest
from webui.http.public_address import home
from webui.http.responses import add_etag
from webui.i18n import labels
from webui.i18n.words import _, marked
from webui.services import links
from webui.services.services import services

PATH = "/help/api"
_LONG = 4  # letters of a word that is more than a joint

Key = str | int


@dataclass(frozen=True, slots=True)
class ApiTask:
    """A task of a script: its heading, an address with {q} and {id}, and the part of the JSON to print; the whole
    answer if that is empty. `walks`: the program follows cursors."""

    name: str
    heading: str
    address: str
    printed: tuple[Key, ...] = ()
    walks: bool = False


TASKS = (
    ApiTask("search", marked("Search"), "/api/v1/search?q={q}&sort=-date", ("results", 0, "title")),
    ApiTask("walk", marked("Read all results"), "/api/v1/search?q={q}&page_size=100", ("results",), walks=True),
    ApiTask("record", marked("Get a record"), "/api/v1/records/{id}", ("title",)),
    ApiTask("text", marked("Get its text"), "/api/v1/records/{id}.txt"),
    ApiTask("passages", marked("Get every place where the words stand"), "/api/v1/passages?q={q}", ("records",)),
    ApiTask("export", marked("Download all results as a table"), "/api/v1/export?q={q}&format=csv&fields=title,date"),
    ApiTask("changes", marked("Keep a copy up to date"), "/api/v1/changes?since=0", ("revision",)),
)


def _keys(printed: Sequence[Key]) -> str:
    return "".join(f"[{json.dumps(key)}]" for key in printed)


def _curl(task: ApiTask, url: str) -> str:
    return f"curl -s '{url}{'&cursor=*' if task.walks else ''}'"


def _python(task: ApiTask, url: str) -> str:
    if task.walks:
        return f"""import json
from urllib.request import urlopen

cursor, read = "*", 0
while cursor:
    with urlopen(f"{url}&cursor={{cursor}}") as answer:
        page = json.load(answer)
    read += len(page["results"])
    cursor = page["next_cursor"]
print(read)"""
    if not task.printed:
        return f"""from urllib.request import urlopen

with urlopen("{url}") as answer:
    print(answer.read().decode())"""
    return f"""import json
from urllib.request import urlopen

with urlopen("{url}") as answer:
    found = json.load(answer)
print(found{_keys(task.printed)})"""


def _r(task: ApiTask, url: str) -> str:
    if task.walks:
        return f"""library(jsonlite)

cursor <- "*"
read <- 0
while (!is.null(cursor)) {{
  page <- fromJSON(paste0("{url}&cursor=", cursor), simplifyVector = FALSE)
  read <- read + length(page$results)
  cursor <- page$next_cursor
}}
cat(read)"""
    if not task.printed:
        return f"""cat(readLines("{url}", encoding = "UTF-8"), sep = "\\n")"""
    found = "".join(f"[[{key + 1}]]" if isinstance(key, int) else f"${key}" for key in task.printed)
    return f"""library(jsonlite)

found <- fromJSON("{url}", simplifyVector = FALSE)
cat(found{found})"""


def _javascript(task: ApiTask, url: str) -> str:
    if task.walks:
        return f"""let cursor = "*", read = 0;
while (cursor) {{
  const answer = await fetch(`{url}&cursor=${{cursor}}`);
  const page = await answer.json();
  read += page.results.length;
  cursor = page.next_cursor;
}}
console.log(read);"""
    if not task.printed:
        return f"""const answer = await fetch("{url}");
console.log(await answer.text());"""
    return f"""const answer = await fetch("{url}");
const found = await answer.json();
console.log(found{_keys(task.printed)});"""


LANGUAGES: Mapping[str, Callable[[ApiTask, str], str]] = {
    "curl": _curl,
    "Python": _python,
    "R": _r,
    "JavaScript": _javascript,
}
"""How a task is written, by the name of the language."""


def programs(task: ApiTask, q: str, id_: str) -> dict[str, str]:
    """Return the programs for a task by the names of their languages, about words and a record of this archive."""
    path, _mark, query = task.address.partition("?")
    pairs = [(name, value.format(q=q)) for name, _equals, value in (one.partition("=") for one in query.split("&"))]
    url = home() + links.with_query(path.format(id=id_), pairs if query else [])
    return {name: write(task, url) for name, write in LANGUAGES.items()}


def _of_here() -> tuple[str, str]:
    """Return a word, and the id of the newest public record; default ones if there is none."""
    request = SearchRequest(page_size=1, sort="-date", facets=(), highlight=False, assisted=False)
    try:
        hits = services().searcher.search(request, PUBLIC).hits
    except IndexUnavailable:
        hits = ()
    if not hits:
        return "jembatan", "ID"
    title = labels.clean_for_page(hits[0].record.title).split()
    return next((word for word in title if word.isalpha() and len(word) >= _LONG), "jembatan"), hits[0].record.id


def api_help() -> Response:
    """Return the view."""
    q, id_ = _of_here()
    body = render_template(
        "api_help.html",
        tasks=[(task.name, _(task.heading), programs(task, q, id_)) for task in TASKS],
        closed=services().settings.web.closed,
    )
    return add_etag(Response(body), body)
