"""`press-archive search`: search on the command line, without loading the pages."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.cli import archive_option, json_option, print_json, progress
from archive.errors import IndexUnusable, PressArchiveError, QueryError
from archive.messages import Message
from archive.record import Kind
from archive.search.execution.requests import Results, SearchRequest
from archive.search.searcher import Searcher
from archive.startup import load
from archive.storage.archive import Archive
from webui.http.requests import BadParameters, ParsedSearch, read_arguments
from webui.i18n import labels, words
from webui.search_listing import list_results

REFUSED = 2
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,5}")


def _checked_tags(_ctx: click.Context, _param: click.Parameter, tags: tuple[str, ...]) -> tuple[str, ...]:
    for tag in tags:
        if not _TAG.fullmatch(tag):
            raise click.BadParameter(f"{tag!r} is not a language tag such as id. For several, repeat --language.")
    return tags


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@archive_option
@json_option
@click.option(
    "--kind",
    multiple=True,
    type=click.Choice([k.value for k in Kind]),
    help="Only this kind. Repeat --kind for several.",
)
@click.option(
    "--language",
    multiple=True,
    metavar="TAG",
    callback=_checked_tags,
    help="Only this language, such as id, vi or en. Repeat for several.",
)
@click.option("--from", "date_from", metavar="DATE", help="First year, month or day, such as 2025-10.")
@click.option("--to", "date_to", metavar="DATE", help="Last year, month or day.")
@click.option(
    "--added-from", metavar="DATE", help="Added, or public after it was held, in this year, month or day or later."
)
@click.option(
    "--added-to", metavar="DATE", help="Added, or public after it was held, in this year, month or day or before."
)
@click.option("--sort", type=click.Choice(list(words.SORTS)), default="relevance", help="Order; - is newest first.")
@click.option(
    "--relax/--no-relax",
    default=None,
    help="If no record has all words, show those with some. Default: on, but off with --json.",
)
@click.option("--no-names", is_flag=True, help="Search names only as typed, without their other forms.")
@click.option(
    "--collapse",
    multiple=True,
    type=click.Choice(["sequence", "version"]),
    help="sequence: a photo series is one result. version: a text, its reprints and its translations are one result. "
    "Repeat --collapse for both.",
)
@click.option("--facets", metavar="NAME,...", help="Count the results by kind, year, month, source, person, ...")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="Number of results.")
@click.option("--page", type=click.IntRange(1), default=1, help="Page of results.")
@click.option("--held", is_flag=True, help="Search as the archivist: held and withdrawn records too.")
@click.option("--all", "everything", is_flag=True, help="All results, by date. Goes with --json, --csv or --ids.")
@click.option("--ids", is_flag=True, help="Print only the ids of records, one a line.")
@click.option("--csv", "as_csv", is_flag=True, help="Print a table with a header, for spreadsheets.")
@click.option(
    "--fields",
    metavar="NAME,...",
    help="Only these keys of each result beside id, such as title,date. Goes with --json or --csv.",
)
@click.option(
    "--batch",
    type=click.File("r", encoding="utf-8", errors="replace"),
    metavar="FILE",
    help="In place of QUERY: search for each line of a file. - reads standard input. Each answer is a line of JSON, or "
    "with --csv a row: how many records, of which years, and the newest ids.",
)
@click.argument("words_given", metavar="[QUERY]...", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def search(
    ctx: click.Context, /, folder: Path, as_json: bool, held: bool, words_given: tuple[str, ...], **options: Any
) -> None:
    """Search the archive. The syntax is that of the search box.

    For example, `press-archive search budget -draft` finds records with the word budget and without the word draft.
    With --all, --batch and --csv, results are printed as they are found, however many.
    """
    if words_given == ("-h",):
        click.echo(ctx.get_help())
        return
    form = _form(as_json, words_given, options)
    params = _asked(" ".join(words_given), as_json, options)
    if form:
        _print_rows(ctx, folder, params, form, ARCHIVIST if held else PUBLIC)
        return
    request = params.request if as_json or options["facets"] else replace(params.request, facets=())
    with Archive.open_to_read(folder) as archive:
        searcher = Searcher(archive)
        try:
            results = _search(archive, searcher, request, ARCHIVIST if held else PUBLIC)
            cards = archive.authorities()
        except QueryError as error:
            _refuse(error, params, as_json)
            ctx.exit(REFUSED)
        finally:
            searcher.close()
    if as_json:
        print_json(load("webui.api.search").search_json(results, params, cards))
    else:
        for line in list_results(results):
            click.echo(line)


def _form(as_json: bool, words_given: Sequence[str], options: Mapping[str, Any]) -> str:
    """Return the requested row format: json, csv or ids; "" for a page of results."""
    batch, everything = options["batch"] is not None, options["everything"]
    forms = [name for name, given in (("json", as_json), ("csv", options["as_csv"]), ("ids", options["ids"])) if given]
    if len(forms) > 1:
        raise click.UsageError("Choose one of --json, --csv and --ids.")
    if batch == bool(words_given):
        raise click.UsageError("Give a QUERY, or --batch FILE with a query a line.")
    form = forms[0] if forms else "json" if batch else ""
    if batch and (everything or form == "ids" or options["fields"] or options["facets"]):
        raise click.UsageError("--batch goes with --json or --csv, and without --all, --ids, --fields and --facets.")
    if everything and not form:
        raise click.UsageError("--all goes with --json, --csv or --ids.")
    if options["fields"] and form not in ("json", "csv"):
        raise click.UsageError("--fields goes with --json or --csv.")
    return form if batch or everything or form != "json" else ""


def _print_rows(ctx: click.Context, folder: Path, params: ParsedSearch, form: str, viewer: Viewer) -> None:
    """Print all results, a table of some, or the results of a batch."""
    rows, options = load("webui.search_rows"), ctx.params
    with Archive.open_to_read(folder) as archive:
        searcher = Searcher(archive)
        try:
            _search(archive, searcher, replace(params.request, q="", page_size=1, facets=(), cursor=None), viewer)
            if options["batch"] is not None:
                found = rows.batch_rows(searcher, options["batch"], _filters(params), viewer, options["limit"])
                columns = rows.BATCH_COLUMNS
            else:
                found = rows.result_rows(searcher, params, viewer, archive.authorities())
                columns = ("id", *params.query.fields) if params.query.fields else rows.RESULT_COLUMNS
            rows.print_rows(found, columns, form)
        except QueryError as error:
            _refuse(error, params, form == "json")
            ctx.exit(REFUSED)
        finally:
            searcher.close()


def _filters(params: ParsedSearch) -> dict[str, list[str]]:
    """Return the options for each query of a batch."""
    told: dict[str, list[str]] = {}
    for name, value in params.pairs:
        if name not in ("q", "sort", "page", "page_size", "facets", "collapse"):
            told.setdefault(name, []).append(value)
    return told


class _Given:
    """Return the options as address parameters."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._pairs = pairs

    def keys(self) -> list[str]:
        return [name for name, _ in self._pairs]

    def getlist(self, key: str) -> list[str]:
        return [value for name, value in self._pairs if name == key]


def _asked(q: str, as_json: bool, options: Mapping[str, Any]) -> ParsedSearch:
    """Return the options as parameters of the JSON endpoint, validated as strictly."""
    relax = not as_json if options["relax"] is None else options["relax"]
    size = 100 if options["everything"] else options["limit"]
    pairs = [("q", q), ("sort", options["sort"]), ("page", str(options["page"])), ("page_size", str(size))]
    pairs += [("cursor", "*")] if options["everything"] else []
    pairs += [("relax", "on" if relax else "off"), ("names", "off" if options["no_names"] else "on")]
    pairs += [(name, value) for name in ("kind", "language", "collapse") for value in options[name]]
    pairs += [
        (name, options[name])
        for name in ("date_from", "date_to", "added_from", "added_to", "facets", "fields")
        if options[name] is not None
    ]
    try:
        return read_arguments(_Given(pairs))
    except BadParameters as error:
        told = {
            "date_from": "--from",
            "date_to": "--to",
            "added_from": "--added-from",
            "added_to": "--added-to",
            "q": "QUERY",
            "page": "--page",
        }
        said = "; ".join(f"{told.get(r.name, '--' + r.name)}: {r.reason}" for r in error.refusals)
        raise click.UsageError(said) from None


def _search(archive: Archive, searcher: Searcher, request: SearchRequest, viewer: Viewer) -> Results:
    """Return the results. If the index is missing or damaged, it is built first."""
    try:
        return searcher.search(request, viewer)
    except IndexUnusable:
        pass
    except (PressArchiveError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # tantivy's panics are not Exceptions
        if not load("archive.search.index.index_sync").look_for_damage(archive):
            raise
    if not os.access(archive.folder, os.W_OK):
        raise IndexUnusable(Message("index-read-only", folder=archive.folder)) from None
    load("archive.search.index.index_sync").update(archive, say=progress)
    return searcher.search(request, viewer)


def _refuse(error: QueryError, params: ParsedSearch, as_json: bool) -> None:
    """Print why the query cannot be run, and where the error is."""
    if as_json:
        print_json(load("webui.api.problems").query_problem(error).model_dump(exclude_none=True))
        return
    click.echo(labels.clean_for_page(params.query.q), err=True)
    click.echo(" " * error.position + "^" * max(1, error.length), err=True)
    click.echo(f"press-archive: {error}", err=True)
