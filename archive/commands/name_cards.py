"""`press-archive names`: list and look up name cards, and check an archive's own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from archive import config
from archive.authority import authorities
from archive.authority.authorities import AGENCY, KINDS, Authorities, Card, written_day
from archive.authority.card_index import CardRole, Cards, find_card_faults, form_of, shipped_cards
from archive.cli import archive_option, json_option, print_json
from archive.commands.change_options import reason_option
from archive.errors import ConfigError, UnknownName, many
from archive.messages import Message
from archive.storage.archive import Archive, load_cards

WHERE = "Cards of your own go into {path}, which explains itself; {count}"
SHARED = "Cards of your own are in the catalogue: see `press-archive names export`; {count}"
_BEGUN = re.compile(r"# These are the cards ([0-9a-f]{16})\b.*\n?")


@click.group()
def names() -> None:
    """Show name cards: all names of a person, place or organisation.

    Offices and concepts have cards too. A search for one name of a card also finds the others. About 800 cards come
    with the program. Add your own in authorities.toml, in the archive's folder. Cards of news agencies are not listed.
    """


@names.command("list")
@archive_option
@json_option
@click.option(
    "--kind",
    type=click.Choice([kind for kind in KINDS if kind != AGENCY]),
    help="Only cards of this kind. A body is an organisation.",
)
def list_(folder: Path, as_json: bool, kind: str | None) -> None:
    """List all cards, each with its KEY: first your own, then those that come with the program."""
    known, cards = _load_cards(folder)
    _say((card for card in cards.cards if kind in (None, card.kind)), as_json)
    if not as_json:
        click.echo(_where(folder, known), err=True)


@names.command()
@archive_option
@json_option
@click.argument("words", nargs=-1, required=True)
def find(folder: Path, as_json: bool, words: tuple[str, ...]) -> None:
    """Find cards with WORDS in one of their names, each with its KEY. Exact matches come first.

    Accents and capitals make no difference. Exit code 1 when no card is found.
    """
    known, cards = _load_cards(folder)
    wanted = form_of(" ".join(words)).folded
    found = {entry.card.key: entry.card for entry in cards.entries(wanted) if entry.role is not CardRole.OTHER}
    for form, entries in cards.forms():
        if wanted and any(form[i : i + len(wanted)] == wanted for i in range(len(form))):
            found |= {e.card.key: e.card for e in entries if e.role is not CardRole.OTHER and e.card.key not in found}
    _say(found.values(), as_json)
    if not found:
        if not as_json:
            click.echo(f"No card has these words. {_where(folder, known)}", err=True)
        raise SystemExit(1)


@names.command()
@archive_option
@json_option
@click.argument("key")
def show(folder: Path, as_json: bool, key: str) -> None:
    """Show all names of the card KEY, and the other cards that have one of these names.

    KEY is the id of a card, such as `person-luong-cuong`. `names list` and `names find` print it.
    """
    _, cards = _load_cards(folder)
    card = cards.get(key)
    if card is None:
        raise UnknownName(Message("card-unknown", name=repr(key)))
    if as_json:
        print_json(_told(card, cards))
    else:
        for line in _lines(card, cards):
            click.echo(line)


@names.command()
@archive_option
@json_option
def check(folder: Path, as_json: bool) -> None:
    """Check your own cards for mistakes and doubtful entries. Exit code 1 when there are any."""
    known = load_cards(folder)
    own = [card for card in known.cards if card not in authorities.load_shipped_cards()]
    found = sorted(find_card_faults(own, (*shipped_cards(), *authorities.load_shipped_cards()), Cards.of(known)))
    for line, fault in found:
        if as_json:
            print_json({"line": line, "fault": fault})
        else:
            click.echo(f"line {line}: {fault}")
    if found:
        raise SystemExit(1)
    if not as_json:
        click.echo(f"Nothing is wrong. {_where(folder, known)}")


@names.command()
@archive_option
def export(folder: Path) -> None:
    """Print your own cards as TOML, to edit them and give them to `names import`.

    Once `names import` has given cards to all machines, these are printed. Before that, it prints authorities.toml,
    which you can edit as it is.
    """
    with Archive.open_to_read(folder) as archive:
        digest = archive.catalogue.cards_digest() if archive.shares_cards else ""
        if digest:
            click.echo(f"# These are the cards {digest}. `names import` refuses this file once there are others.")
            click.echo(archive.catalogue.cards_text(), nl=False)
        else:
            click.echo(authorities.read(folder / authorities.FILE), nl=False)


@names.command("import")
@archive_option
@reason_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_(folder: Path, reason: str | None, file: Path) -> None:
    """Give the cards in FILE to all machines of an archive whose catalogue is on a server.

    They take the place of all cards of your own. From the first import on, no machine uses its authorities.toml any
    more. Begin each later FILE with `names export`. If the cards have changed since, nothing is changed.
    """
    text = authorities.read(file)
    begun = _BEGUN.match(text)
    if begun:
        text = text[begun.end() :]
    cards = authorities.parse_cards(text, str(file))
    with Archive.open(folder) as archive:
        if not archive.shares_cards:
            raise ConfigError(Message("cards-in-folder", path=folder / authorities.FILE))
        with archive.catalogue.write("archivist", reason) as writer:
            writer.share_cards(text, begun[1] if begun else "")
    click.echo(f"All machines use {many(len(cards), 'card')} of your own from now on.")
    click.echo("Events are still those of the earlier cards. To find them again: press-archive events rebuild")


def _load_cards(folder: Path) -> tuple[Authorities, Cards]:
    known = load_cards(folder)
    return known, Cards.of(known)


def _where(folder: Path, known: Authorities) -> str:
    own = len(known.cards) - len(authorities.load_shipped_cards())
    where = SHARED if config.load(folder).catalogue.address(folder) else WHERE
    return where.format(path=folder / authorities.FILE, count=f"there {'is' if own == 1 else 'are'} {own} now.")


def _say(cards: Iterable[Card], as_json: bool) -> None:
    for card in cards:
        if as_json:
            print_json({"key": card.key, "kind": card.kind, "name": card.name, "forms": list(card.names[1:])})
        else:
            click.echo(f"{card.key}  {card.name}" + "".join(f"; {form}" for form in card.names[1:5]))


def _told(card: Card, cards: Cards) -> dict[str, Any]:
    return {
        "key": card.key,
        "kind": card.kind,
        "name": card.name,
        "forms": {tag or "any": list(forms) for tag, forms in card.forms.items() if forms},
        "short": list(card.short),
        "common": list(card.common),
        "not_in": list(card.not_in),
        "titles": list(card.titles),
        "terms": [{"holder": term.holder, "from": term.first, "to": term.last} for term in card.terms],
        "also": _also(card, cards),
    }


def _also(card: Card, cards: Cards) -> dict[str, list[str]]:
    """Return forms of the card that other cards have as well, with the keys of those."""
    shared = {
        text: [
            e.card.key for e in cards.entries(form_of(text).folded) if e.card != card and e.role is not CardRole.OTHER
        ]
        for text in (*card.names, *card.common, *card.short)
    }
    return {text: keys for text, keys in shared.items() if keys}


def _lines(card: Card, cards: Cards) -> Iterable[str]:
    yield f"{card.name} ({card.kind}, {card.key})"
    for tag, forms in card.forms.items():
        if forms:
            yield f"  {tag or 'any language'}: {'; '.join(forms)}"
    for says, texts in (
        ("only beside a full name", card.short),
        ("offered, never searched by itself", card.common),
        ("not in", card.not_in),
        ("titles", card.titles),
    ):
        if texts:
            yield f"  {says}: {'; '.join(texts)}"
    for term in card.terms:
        yield f"  {written_day(term.first)} to {written_day(term.last) if term.last else 'now'}: {term.holder}"
    if card.checked:
        yield f"  known up to {written_day(card.checked)}"
    for text, keys in _also(card, cards).items():
        yield f"  {text} also is {', '.join(keys)}"
