"""Versions of a release in several languages are related, whatever their numbers; other releases are not."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from archive.catalogue import Catalogue
from tests.archive.catalogue.test_relations import add, described_as
from tests.cases.translation_cases import APART, TOGETHER, Case

Pairs = set[frozenset[str]]


def related(folder: Path, case: Case) -> tuple[Pairs, Pairs]:
    """Return the pairs detected as translations, and the certain ones among them."""
    catalogue = Catalogue(folder / "catalogue.sqlite")
    called: dict[str, str] = {}
    with catalogue.write() as writer:
        for name, text in case.files.items():
            called[add(writer, name, described_as(folder, name, text))] = name
    found = [one for one in catalogue.related() if one.type == "translation-of"]
    catalogue.close()
    pairs = {frozenset((called[one.subject], called[one.object])): one.certainty for one in found}
    return set(pairs), {pair for pair, certainty in pairs.items() if (certainty or 0) >= 0.9}


def wanted(case: Case) -> Pairs:
    return {frozenset(pair) for group in case.one for pair in combinations(sorted(group), 2)}


@pytest.mark.parametrize("case", TOGETHER.values(), ids=TOGETHER)
def test_the_languages_of_one_release_are_related(tmp_path: Path, case: Case) -> None:
    assert related(tmp_path, case)[0] == wanted(case)


@pytest.mark.parametrize("case", APART.values(), ids=APART)
def test_what_is_not_one_release_is_not_related(tmp_path: Path, case: Case) -> None:
    assert related(tmp_path, case)[0] == wanted(case)
