"""The commands `serve` and `desk`.

`press-archive serve` and `press-archive desk`.

Results for people at a command line, with all that the search page says beside them.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from socket import socket

import click

from archive.cli import archive_option, progress
from archive.errors import PressArchiveError
from archive.messages import Message
from archive.search.execution.requests import Hit, RequestPart, Results, SearchRequest
from archive.search.query.card_expansion import NameRead
from archive.storage.archive import Archive
from webui import create_app
from webui.desk import secret
from webui.desk.ingest.upload_process import ended_with_us
from webui.desk.session import address as opening_address
from webui.desk.session import new_secret
from webui.http.index_process import Indexer, command
from webui.http.server import Server, address, near_address, on_signals, open_listener
from webui.i18n import labels, words
from webui.i18n.vocabulary import CARDS
from webui.pages.filters import filter_value
from webui.pages.query_interpretation import is_plain
from webui.presentation.record_values import plain
from webui.services.services import OpenArchive

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
        with open_listener(host, web.port if port is None else port) as listener:
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
        yield lambda: progress(Message("desk-unreachable", address=address(listener)))
        return
    opening = opening_address(base, token)
    with secret.kept(services.archive.derived, opening) as path:

        def say() -> None:
            if sys.stdout.isatty():
                click.echo(opening)
                progress(Message("desk-address-printed"))
            else:
                progress(Message("desk-address-kept", path=path, folder=services.archive.folder))

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


_MOST_FORMS = 12


def listed(results: Results) -> Iterator[str]:
    """The lines, one entry a record."""
    yield _count(results)
    yield from _notes(results)
    for hit in results.hits:
        yield from _entry(hit)
    for name, values in results.facets.items():
        if values:
            yield f"\n{words.FACETS.get(name, name)}"
            for value in values:
                yield f"  {filter_value(name, value.value)}  {words.number(value.count)}"


def _count(results: Results) -> str:
    count = words.ngettext("%(num)s record", "%(num)s records", results.total)
    entries = results.groups or results.total
    if entries < results.total:
        count += words.ngettext(" in %(num)s entry", " in %(num)s entries", entries)
    first = (results.request.page - 1) * results.request.page_size + 1
    shown = len(results.hits)
    if first > 1:
        return f"{count}; from number {words.number(first)} on (--page {results.request.page})" if shown else count
    return f"{count}; the first {shown} (see --limit and --page)" if entries > shown > 0 else count


def _notes(results: Results) -> Iterator[str]:
    yield from (f"Note: {warning}" for warning in results.warnings)
    if not is_plain(results.request.q, results.read_as):
        yield f"Read as: {labels.shorten(results.read_as, 400)}"
    for name in results.names:
        yield _name(name)
    if results.relaxed:
        yield "No record has all these words; these have some of them (--no-relax: only with all)."
    if results.did_you_mean:
        yield f"Did you mean: {labels.shorten(results.did_you_mean, 200)}"
    for offer in results.offers:
        facet = words.FACETS.get(offer.facet, offer.facet)
        count = words.ngettext("%(num)s record", "%(num)s records", offer.count)
        yield f"“{labels.shorten(offer.words, 80)}” is also {facet}: {filter_value(offer.facet, offer.value)}, {count}"
    if results.why:
        yield "Why nothing?"
        yield from (f"  {_part(part, results.request)}" for part in results.why)


def _name(name: NameRead) -> str:
    typed = labels.shorten(name.words, 80)
    if name.senses:
        return f"{typed} may mean: " + "; ".join(labels.name(meant, 80) for _card, _kind, meant in name.senses)
    forms = [labels.name(form, 80) for form in name.forms[:_MOST_FORMS]]
    more = len(name.forms) - len(forms)
    told = "; ".join(forms) + (f"; and {more} more" if more else "")
    kind = CARDS.get(name.kind, name.kind)
    said = f"{typed}: found in all forms of {labels.name(name.name, 80)}, {kind} (--no-names: only as typed)"
    return f"{said}\n  {told}" if told else said


def _part(part: RequestPart, request: SearchRequest) -> str:
    if part.filter is None:
        said = labels.shorten(part.words, 80)
    else:
        name, value = part.filter
        values = [filter_value(name, one) for one in request.filters.get(name, ())] or [labels.name(value, 80)]
        said = f"{words.FACETS.get(name) or labels.field(name)}: {labels.shorten(', '.join(values), 120)}"
    alone = words.ngettext("alone in %(num)s record", "alone in %(num)s records", part.hits)
    rest = words.ngettext("without it %(num)s record", "without it %(num)s records", part.rest)
    return f"{said}: {alone}, {rest}"


def _entry(hit: Hit) -> Iterator[str]:
    record = hit.record
    source = plain(record.values.get("source"))
    facts = [words.KINDS[record.kind], labels.listed(record), source, record.filename]
    yield f"\n{labels.shorten(record.title, 100)}"
    yield "  " + " · ".join(labels.name(fact, 60) for fact in facts if fact) + f" · {record.id}"
    for highlight in hit.highlights[:2]:
        yield f"  {labels.shorten(highlight.text, 200)}"
    if hit.others:
        yield "  " + words.ngettext("and %(num)s more like it", "and %(num)s more like it", hit.others)
