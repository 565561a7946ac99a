"""Output of `press-archive mentions`: mentions and unnamed photos as JSON, CSV and tables."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive import cli
from archive.catalogue import PhotoSuggestion, RecordLabel, ResolvedMention, UnnamedPhoto, printable
from archive.csv_rows import row
from archive.messages import reason_to_json

_COLUMNS = (
    "type", "article", "n", "filename", "photo", "doubtful", "reason", "guess", "guess_filename", "because",
    "candidates", "caption", "article_title", "article_file", "article_date",
)  # fmt: skip
_MOST_ROWS = 1_000  # never named photos shown in a table
_WIDE = 240  # columns of a table printed to a file or pipe
_LONGEST_TITLE, _LONGEST_CAPTION = 60, 90  # characters in a table


def mention_of(naming: ResolvedMention, suggested: PhotoSuggestion, article: RecordLabel) -> dict[str, Any]:
    """Return a mention as a JSON object; `candidates` are the photos with its name, if there are several."""
    told: dict[str, Any] = {"type": "mention", "article": naming.article, "n": naming.n}
    told |= {"article_title": article.title, "article_file": article.file, "article_date": article.date}
    told |= {"filename": naming.mention.filename, "caption": naming.mention.caption, "photo": naming.photo}
    told |= {"doubtful": naming.doubtful, "reason": naming.reason, **reason_to_json(naming.reason)}
    told |= {"origin": naming.origin, "refused": list(naming.refused), "guess": None}
    if (guess := suggested.guess) is not None:
        told["guess"] = {"photo": guess.photo, "filename": guess.filename, "because": guess.because}
        told["guess"] |= reason_to_json(guess.because)
    return told | {"candidates": [asdict(rival) | reason_to_json(rival.because) for rival in suggested.rivals]}


def unnamed_of(photo: UnnamedPhoto) -> dict[str, Any]:
    """Return a photo that no article names as a JSON object."""
    told = {"type": "unnamed-photo", "photo": photo.photo, "filename": photo.name}
    return told | {"created": photo.created, "status": photo.status.value}


def print_csv(told: Iterable[Mapping[str, Any]]) -> None:
    """Print a table with a header as CSV whose cells a spreadsheet does not run as formulas."""
    click.echo(row(_COLUMNS), nl=False)
    for one in told:
        guess = one.get("guess") or {}
        cells = {**one, "guess": guess.get("photo"), "guess_filename": guess.get("filename")}
        doubtful = one.get("doubtful")
        cells |= {"because": guess.get("because"), "doubtful": doubtful if doubtful is None else _yes(doubtful)}
        cells["candidates"] = " | ".join(map(_rival_line, one.get("candidates", ())))
        click.echo(row(_line(cells.get(column)) for column in _COLUMNS), nl=False)


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


def print_mention_tables(told: Iterable[Mapping[str, Any]], wanted: AbstractSet[str]) -> None:
    """Print the mentions, then the unnamed photos, as text. An empty list becomes a sentence. `wanted` has those of
    `unresolved`, `doubtful` and `refused` that were requested."""
    told, unresolved = list(told), "unresolved" in wanted
    rows = [one for one in told if one["type"] == "mention"]
    photos = [one for one in told if one["type"] == "unnamed-photo"]
    console = Console(file=sys.stdout)
    if not console.is_terminal:
        console = Console(file=sys.stdout, width=_WIDE)
    if rows:
        console.print(_table_of_mentions(rows, wanted))
    else:
        click.echo(_nothing(wanted))
    if photos:
        table = _table("Photos that no article names", "photo", "file", "made", "status")
        for one in photos[:_MOST_ROWS]:
            _row(table, one["photo"], one["filename"], one["created"], one["status"])
        console.print(table)
        if len(photos) > _MOST_ROWS:
            click.echo(f"And {len(photos) - _MOST_ROWS:,} more, which --csv and --json list.")
    elif unresolved:
        click.echo("Every photo is named by an article.")


def _nothing(wanted: AbstractSet[str]) -> str:
    if not wanted:
        return "No article names a photo."
    told = {
        "unresolved": "every photo that an article names is here",
        "doubtful": "no link is doubtful",
        "refused": "no photo was refused",
    }
    said = ", and ".join(words for name, words in told.items() if name in wanted)
    return f"{said[:1].upper()}{said[1:]}."


def _table_of_mentions(rows: Iterable[Mapping[str, Any]], wanted: AbstractSet[str]) -> Table:
    last = "probably this one" if "unresolved" in wanted else "doubtful"
    rows = list(rows)
    tied = ["photo"] if any(one["photo"] for one in rows) else []
    tied += ["refused"] if "refused" in wanted else []
    table = _table("Photos that articles name", "article", "n", "file name and caption", *tied, last, "reason")
    for one in rows:
        guess = one["guess"]
        doubt = ["yes"] if one["doubtful"] else []
        if guess:
            doubt = [f"{guess['photo']} {guess['filename']}, because: {guess['because']}"]
        doubt += [
            f"- {_rival_line(rival)}" for rival in one["candidates"] if not guess or rival["photo"] != guess["photo"]
        ]
        article = (one["article"], _cut(one["article_title"], _LONGEST_TITLE), one["article_file"], one["article_date"])
        named = (one["filename"], _cut(one["caption"], _LONGEST_CAPTION))
        _row(table, article, one["n"], named, *(one[key] for key in tied), doubt, one["reason"])
    return table


def _rival_line(rival: Mapping[str, Any]) -> str:
    made = str(rival["created"] or "")[:10] or "no date"
    because = f"; has {rival['because']}" if rival["because"] else ""
    return ", ".join(filter(None, (f"{rival['photo']} {rival['file']}", made, rival["caption"]))) + because


def _cut(text: str | None, longest: int) -> str:
    return text if text and len(text) <= longest else f"{(text or '')[: longest - 1].rstrip()}…" if text else ""


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        whole = column in ("photo", "n")
        table.add_column(
            column, no_wrap=whole, overflow="fold", min_width=16 if column in ("article", "photo") else None
        )
    return table


def _row(table: Table, *cells: object) -> None:
    """Return the cells of a row, multi-line ones as lines."""
    table.add_row(
        *(
            Text("\n".join(map(_line, filter(None, cell)) if isinstance(cell, list | tuple) else [_line(cell)]))
            for cell in cells
        )
    )


def _line(cell: object) -> str:
    return "" if cell is None else on_one_line(str(cell))


def on_one_line(text: str) -> str:
    """Return the text on one line, without characters that a terminal interprets."""
    return cli.on_one_line(printable(text))
