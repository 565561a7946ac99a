"""Resolving mentions with many names: it only reads by index, and hostile names cost no more than others."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from archive.catalogue import Catalogue
from archive.catalogue.schema.filenames import forms_of
from archive.record import Mention
from tests.archive.catalogue.shelf import article, photo
from tests.support.growth import assert_linear, repeated


class Statements:
    """The statements on the catalogue's tables of names and mentions, with SQLite's query plans."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.asked: list[tuple[str, Any]] = []
        self._catalogue = catalogue
        event.listen(catalogue._database.engine, "before_cursor_execute", self._heard)

    def _heard(self, *told: Any) -> None:
        _, _, statement, parameters, *_ = told
        self.asked.append((statement, parameters))

    def scans(self) -> list[str]:
        asked, self.asked = self.asked, []
        found = []
        with self._catalogue.snapshot() as conn:
            for statement, parameters in asked:
                if statement.startswith(("SELECT", "UPDATE", "DELETE")) and "revision" not in statement:
                    plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
                    # ids passed as one value, the few rows of each, and rules are scanned
                    scanned = [row.detail for row in plan if row.detail.startswith("SCAN")]
                    few = ("TABLE", "subq", "SCAN anon_", "SCAN legal_holds", "SCAN collection_rules")
                    found += [f"{detail}: {statement}" for detail in scanned if not any(one in detail for one in few)]
        return found


def looked_up(statements: Statements) -> int:
    return sum("FROM mentions" in asked or "FROM names" in asked for asked, _ in statements.asked)


@pytest.mark.sqlite
def test_mentions_are_resolved_by_index_and_in_few_questions(catalogue: Catalogue) -> None:
    named = [Mention(f"Tiba di kota {n}-1.jpg") for n in range(400)] + [Mention("DSC_0412.jpg")] * 100
    with catalogue.write() as writer:
        for n in range(40):
            photo(writer, f"{n}/DSC_0412.jpg")
            photo(writer, f"{n}/Tiba di kota {n}.jpg")
    statements = Statements(catalogue)
    with catalogue.write() as writer:
        told = article(writer, "texts/a.txt", *named)
    assert looked_up(statements) < 12
    assert statements.scans() == []
    assert sum(naming.photo is not None for naming in catalogue.namings(told)) == 40
    with catalogue.write() as writer:
        photo(writer, "new/Tiba di kota 100.jpg")
    assert statements.scans() == []
    assert sum(naming.photo is not None for naming in catalogue.namings(told)) == 41


def test_of_a_crowd_by_one_name_the_one_in_the_folder_is_meant(catalogue: Catalogue) -> None:
    with catalogue.write() as writer:
        crowd = [photo(writer, f"{n}/foto.jpg") for n in range(250)]
        near = article(writer, "7/a.txt", Mention("foto.jpg"), Mention("FOTO.jpeg"))
        far = article(writer, "texts/a.txt", Mention("foto.jpg"))
    assert [naming.photo for naming in catalogue.namings(near)] == [crowd[7], crowd[7]]
    (naming,) = catalogue.namings(far)
    assert (naming.photo, naming.doubtful) == (None, False)
    assert str(naming.reason).startswith("250 photos have this name")


@pytest.mark.parametrize(
    ("piece", "after"),
    [("(1)", ""), (" ", "x"), ("_", ""), ("-1", ""), ("1", ""), ("a", ".jpg"), ("%C3", ""), ("123456-", ""),
     (".jpg", ""), ("- copy", ""), ("\u0301", ""), ("\u0663", ""), ("-1024x683", ""), ("", ""), ("", ".")],
)  # fmt: skip
def test_a_hostile_name_costs_no_more_than_its_length(piece: str, after: str) -> None:
    name = piece * 10_000 + after
    assert forms_of(name) == forms_of(name.upper()) or not name.isascii()
    assert_linear(forms_of, repeated(piece, after=after))
