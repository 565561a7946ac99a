"""`press-archive serve` and `press-archive search`."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from socket import socket
from typing import Any

import click
from werkzeug.datastructures import MultiDict

from archive import indexing
from archive.access import ARCHIVIST, PUBLIC, Viewer
from archive.archive import Archive
from archive.cli import archive_option, json_option, progress, say_json
from archive.errors import IndexUnusable, PressArchiveError, QueryError
from archive.messages import Message
from archive.record import Kind
from archive.searcher import Results, Searcher, SearchRequest
from webui import create_app, labels, words
from webui.api.problems import query_problem
from webui.api.search import search_json
from webui.asking import Asked, BadParameters, read
from webui.desk import secret
from webui.desk.session import address as opening_address
from webui.desk.session import new_secret
from webui.desk.taking_in import ended_with_us
from webui.indexer import Indexer, command
from webui.listing import listed
from webui.opening import OpenArchive
from webui.serving import Server, address, listen, near_address, on_signals

REFUSED = 2


class DeskClosed(PressArchiveError):
    """No desk is open that this account may enter."""


@click.command()
@archive_option
@click.option("--host", help="The address to listen on; 0.0.0.0 lets other machines in.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 0 takes a free one.  [default: 8080]")
@click.option(
    "--desk",
    is_flag=True,
    help="Open the archivist's desk, at a secret address that is printed and that `desk open` prints again.",
)
@click.option("--name", "names", multiple=True, help="A host name to answer to, beside those in archive.toml.")
def serve(folder: Path, host: str | None, port: int | None, names: tuple[str, ...], desk: bool) -> None:
    """Serve the archive to browsers and scripts, until Ctrl-C."""
    services = OpenArchive(folder)
    try:
        web = services.settings.web
        host = web.host if host is None else host
        with listen(host, web.port if port is None else port) as listener:
            app = create_app({"SERVICES": services, "DESK": desk, **(_secrets(services) if desk else {})})
            app.config["ALLOWED_HOSTS"] = (*app.config["ALLOWED_HOSTS"], host, *names)
            server = Server(app, listener, web.threads)
            with ExitStack() as beside:
                beside.enter_context(on_signals(server.stop))
                indexer = beside.enter_context(Indexer(command(folder.resolve()), progress))
                stop_intakes = beside.enter_context(ended_with_us(services.archive))
                kept = _desk_kept(services, listener, app.config["DESK_TOKEN"]) if desk else nullcontext()
                say_desk = beside.enter_context(kept)
                click.echo(address(listener))
                if say_desk:
                    say_desk()
                gc.freeze()  # what is loaded stays: to look through it again and again made some answers wait

                def stop_others() -> None:
                    indexer.begin_stop()
                    stop_intakes()

                server.run(stop_others)
    finally:
        services.close()


def _secrets(services: OpenArchive) -> dict[str, str]:
    """Return what opens the desk of this run, and what signs its sessions."""
    return {"DESK_TOKEN": new_secret(), "SECRET_KEY": secret.key_of(services.archive.derived)}


@contextmanager
def _desk_kept(services: OpenArchive, listener: socket, token: str) -> Iterator[Callable[[], None]]:
    """Keep the secret address of the desk for `desk open` while the server runs. The function given says where it is:
    it prints it for a person at a terminal, and elsewhere, in a log, only names the file."""
    base = near_address(listener)
    if base is None:
        yield lambda: progress(str(Message("desk-unreachable", address=address(listener))))
        return
    opening = opening_address(base, token)
    with secret.kept(services.archive.derived, opening) as path:

        def say() -> None:
            if sys.stdout.isatty():
                click.echo(opening)
                progress(str(Message("desk-address-printed")))
            else:
                progress(str(Message("desk-address-kept", path=path, folder=services.archive.folder)))

        yield say


@click.group()
def desk() -> None:
    """Print the address of the running server's desk. `serve --desk` opens it."""


@desk.command("open")
@archive_option
def desk_open(folder: Path) -> None:
    """Print the secret address that opens the desk of the running server."""
    try:
        with Archive.open(folder) as archive:
            found = secret.running(archive.derived)
    except PermissionError as error:
        raise DeskClosed(Message("desk-of-another", folder=folder)) from error
    if not found:
        raise DeskClosed(Message("desk-not-running", folder=folder))
    for one in found:
        click.echo(one)


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@archive_option
@json_option
@click.option("--kind", multiple=True, type=click.Choice([k.value for k in Kind]), help="Only these kinds.")
@click.option("--language", multiple=True, metavar="TAG", help="Only in these languages: id, vi, en.")
@click.option("--from", "date_from", metavar="DATE", help="From this year, month or day on: 2025-10.")
@click.option("--to", "date_to", metavar="DATE", help="Up to this year, month or day.")
@click.option("--sort", type=click.Choice(list(words.SORTS)), default="relevance", help="-date: the newest first.")
@click.option(
    "--relax/--no-relax",
    default=None,
    help="Whether some of the words will do where no record has all; they will unless --json is given.",
)
@click.option("--no-names", is_flag=True, help="Names as typed only, not in all their forms.")
@click.option(
    "--collapse",
    multiple=True,
    type=click.Choice(["sequence", "version"]),
    help="One entry for all frames of a run, or for all versions of a text.",
)
@click.option("--facets", metavar="NAME,...", help="Count the answers by these: kind, year, month, source, person, ...")
@click.option("--limit", type=click.IntRange(1, 100), default=20, show_default=True, help="How many to list.")
@click.option("--page", type=click.IntRange(1), default=1, help="Go on from there: 2 lists what comes after.")
@click.option("--held", is_flag=True, help="As the archivist: records that are held back or withdrawn, too.")
@click.argument("words_given", metavar="QUERY...", nargs=-1, required=True, type=click.UNPROCESSED)
@click.pass_context
def search(
    ctx: click.Context, /, folder: Path, as_json: bool, held: bool, words_given: tuple[str, ...], **options: Any
) -> None:
    """Search the archive. The query is written as in the search box: -word leaves out what has that word."""
    if words_given == ("-h",):
        click.echo(ctx.get_help())
        return
    params = _asked(" ".join(words_given), as_json, options)
    request = params.request if as_json or options["facets"] else replace(params.request, facets=())
    with Archive.open(folder) as archive:
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
        say_json(search_json(results, params, cards))
    else:
        for line in listed(results):
            click.echo(line)


def _asked(q: str, as_json: bool, options: Mapping[str, Any]) -> Asked:
    """The options as the parameters of the JSON endpoint, read as strictly."""
    relax = not as_json if options["relax"] is None else options["relax"]
    pairs = [("q", q), ("sort", options["sort"]), ("page", str(options["page"])), ("page_size", str(options["limit"]))]
    pairs += [("relax", "on" if relax else "off"), ("names", "off" if options["no_names"] else "on")]
    pairs += [(name, value) for name in ("kind", "language", "collapse") for value in options[name]]
    pairs += [(name, options[name]) for name in ("date_from", "date_to", "facets") if options[name] is not None]
    try:
        return read(MultiDict(pairs))
    except BadParameters as error:
        told = {"date_from": "--from", "date_to": "--to", "q": "QUERY", "page": "--page"}
        said = "; ".join(f"{told.get(r.name, '--' + r.name)}: {r.reason}" for r in error.refusals)
        raise click.UsageError(said) from None


def _search(archive: Archive, searcher: Searcher, request: SearchRequest, viewer: Viewer) -> Results:
    """The answers; where there is no index, it is made first."""
    try:
        return searcher.search(request, viewer)
    except IndexUnusable:
        if not os.access(archive.folder, os.W_OK):
            raise IndexUnusable(
                f"{archive.folder} may only be read here, and has no index that can be: make one where it may be"
                " written (`press-archive index rebuild --engine whoosh`), or search a copy."
            ) from None
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
