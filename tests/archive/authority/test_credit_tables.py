"""Tables of credits as written by agencies, papers and offices of many countries, and of captions without one. Each
table was written before the rules were run on it. A row has a credit, its parts (p= photographers, a= agencies, v= via,
i= initials, f= flags) and, optionally, the caption before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.authority.authorities import Authorities, load_shipped_cards
from archive.authority.credits import Credit, parse
from ingest.extract.captions.credit_lines import is_credit_line, split_credit
from tests.support.growth import assert_linear, repeated

TABLES = Path(__file__).parents[2] / "cases" / "credit_tables"
AUTHORITIES = Authorities((), load_shipped_cards())


def parts(credit: Credit) -> dict[str, list[str]]:
    """Return the parts of a credit, regardless of order."""
    named = {"p": credit.photographers, "a": credit.agencies, "v": credit.via, "i": credit.initials, "f": credit.flags}
    return {name: sorted(values) for name, values in named.items() if values}


def told(words: str) -> dict[str, list[str]]:
    """Return the same parts from a row of a table."""
    pairs = (part.split("=", 1) for part in words.split("; ") if part)
    return {name: sorted(values.split("+")) for name, values in pairs}


def rows(table: str) -> list[list[str]]:
    """Return the rows of a table without its heading."""
    lines = (TABLES / table).read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


@pytest.mark.parametrize("table", [f"batch{n}.tsv" for n in range(1, 7)])
def test_credits_are_told_apart(table: str) -> None:
    read = rows(table)
    wrong = {credit: parts(parse(credit, AUTHORITIES)) for credit, _, _ in read}
    assert len(read) > 130
    assert {credit: wrong[credit] for credit, said, _ in read if wrong[credit] != told(said)} == {}


@pytest.mark.parametrize("table", [f"batch{n}.tsv" for n in range(1, 7)])
def test_credits_are_split_off_their_captions(table: str) -> None:
    wrong = {}
    for credit, said, caption in rows(table):
        if caption:
            left, split, _ = split_credit(f"{caption} {credit}")
            if left != caption or parts(parse(split or "", AUTHORITIES)) != told(said):
                wrong[credit] = (left, split)
    assert wrong == {}


def test_captions_without_a_credit_stay_whole() -> None:
    captions = (TABLES / "none.txt").read_text(encoding="utf-8").splitlines()
    assert len(captions) > 100
    assert {caption: split_credit(caption)[:2] for caption in captions if split_credit(caption)[0] != caption} == {}
    assert [caption for caption in captions if is_credit_line(caption)] == []


@pytest.mark.parametrize(
    "piece",
    ["/", " - ", "via ", "Foto: ", "(", "dok. ", "© ", ". ", " ", "AFP/", "X @a ", "photo by ", "Sgt. ", "OUT "],
)
def test_hostile_captions_are_split_in_a_moment(piece: str) -> None:
    for made in (repeated(piece), repeated(piece, "A", "B"), repeated(f"AFP{piece}"), repeated(f"x. {piece}")):
        words = made(3_000)
        assert split_credit(words)[2] == " ".join(words.split())
        assert_linear(split_credit, made)
        assert_linear(lambda words: parse(words, AUTHORITIES), made)
