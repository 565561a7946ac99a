"""`press-archive serve` and `press-archive search`."""

from __future__ import annotations

from pathlib import Path

import click

from archive import indexing
from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.archive import Archive
from archive.cli import archive_option, json_option, progress, say_json
from archive.errors import IndexUnusable, QueryError
from archive.record import Kind
from archive.searcher import Results, Searcher, SearchRequest
from webui import create_app, labels, words
from webui.api.problems import query_problem
from webui.api.search import search_json
from webui.asking import Asked, SearchQuery, asked
from webui.indexer import Indexer, command
from webui.opening import OpenArchive
from webui.serving import Server, address, listen, on_signals
from webui.values import plain

REFUSED = 2


@click.command()
@archive_option
@click.option("--host", help="The address to listen on; 0.0.0.0 lets other machines in.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 0 takes a free one.  [default: 8080]")
@click.option("--name", "names", multiple=True, help="A host name to answer to, beside those in archive.toml.")
def serve(folder: Path, host: str | None, port: int | None, names: tuple[str, ...]) -> None:
    """Show the archive in a browser and answer scripts, until Ctrl-C."""
    services = OpenArchive(folder)
    try:
        web = services.settings.web
        host = web.host if host is None else host
        with listen(host, web.port if port is None else port) as listener:
            app = create_app({"SERVICES": services})
            app.config["ALLOWED_HOSTS"] = (*app.config["ALLOWED_HOSTS"], host, *names)
            server = Server(app, listener, web.threads)
            with on_signals(server.stop), Indexer(command(folder.resolve()), progress):
                click.echo(address(listener))
                server.run()
    finally:
        services.close()


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@archive_option
@json_option
@click.option("--kind", "kinds", multiple=True, type=click.Choice([k.value for k in Kind]), help="Only these kinds.")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="How many to list.")
@click.option("--held", is_flag=True, help="As the archivist: records that are held back or withdrawn, too.")
@click.argument("words_given", metavar="QUERY...", nargs=-1, required=True, type=click.UNPROCESSED)
@click.pass_context
def search(
    ctx: click.Context,
    folder: Path,
    as_json: bool,
    kinds: tuple[str, ...],
    limit: int,
    held: bool,
    words_given: tuple[str, ...],
) -> None:
    """Search the archive. The query is written as in the search box: -word leaves out what has that word."""
    params = asked(SearchQuery(q=" ".join(words_given), kind=[Kind(kind) for kind in kinds], page_size=limit))
    with Archive.open(folder) as archive:
        searcher = Searcher(archive)
        try:
            results = _search(archive, searcher, params.request, ARCHIVIST if held else PUBLIC)
            cards = archive.authorities()
        except QueryError as error:
            _refuse(error, params, as_json)
            ctx.exit(REFUSED)
        finally:
            searcher.close()
    if as_json:
        say_json(search_json(results, params, cards))
    else:
        _list(results)


def _search(archive: Archive, searcher: Searcher, request: SearchRequest, viewer: Viewer) -> Results:
    """The answers; where there is no index, it is made first."""
    try:
        return searcher.search(request, viewer)
    except IndexUnusable:
        indexing.update(archive, say=progress)
        return searcher.search(request, viewer)


def _refuse(error: QueryError, params: Asked, as_json: bool) -> None:
    """Say why the query cannot be run, and where in it."""
    if as_json:
        say_json(query_problem(error).model_dump(exclude_none=True))
        return
    click.echo(labels.clean(params.query.q), err=True)
    click.echo(" " * error.position + "^" * max(1, error.length), err=True)
    click.echo(f"press-archive: {error}", err=True)


def _list(results: Results) -> None:
    """One entry a record, for people."""
    count = words.ngettext("%(num)s record", "%(num)s records", results.total)
    more = results.total > len(results.hits)
    click.echo(f"{count}; the first {len(results.hits)} (see --limit)" if more else count)
    for warning in results.warnings:
        click.echo(f"Note: {warning}")
    for hit in results.hits:
        record = hit.record
        facts = [
            words.KINDS[record.kind],
            labels.date(record.date),
            plain(record.values.get("source")),
            record.filename,
        ]
        click.echo(f"\n{labels.shorten(record.title, 100)}")
        click.echo("  " + " · ".join(labels.name(fact, 60) for fact in facts if fact) + f" · {record.id}")
        for highlight in hit.highlights[:2]:
            click.echo(f"  {labels.shorten(highlight.text, 200)}")
