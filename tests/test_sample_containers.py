"""The hostile containers of the sample corpus: what an intake makes of each file inside, and that nothing gets out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.archive import Archive
from archive.catalogue import Line
from archive.record import Outcome
from ingest.pipeline import ingest

CORPUS = Path(__file__).parent.parent / "sample_corpus"
WANTED = {
    path.name.removesuffix(".json"): told["receipt"]
    for path in sorted((CORPUS / "expected" / "broken").glob("*.json"))
    if "receipt" in (told := json.loads(path.read_text("utf-8")))
}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Line]]:
    with Archive.create(tmp_path_factory.mktemp("containers") / "archive") as archive:
        assert ingest([CORPUS / "broken" / name for name in WANTED], archive).complete
        yield archive.catalogue.receipt(1)


def test_containers_are_among_the_broken_samples() -> None:
    assert {Path(name).suffix for name in WANTED} >= {".zip", ".tar", ".bz2", ".eml"}


@pytest.mark.parametrize("name", WANTED)
def test_each_file_inside_has_its_outcome_and_reason(lines: list[Line], name: str) -> None:
    """The names of the receipt are those inside the container; its own is empty."""
    told = {line.member: line for line in lines if line.relpath == name}
    assert {member: line.outcome for member, line in told.items()} == {
        member: Outcome(outcome) for member, (outcome, _) in WANTED[name].items()
    }
    for member, (_, reason) in WANTED[name].items():
        assert reason in (told[member].reason or ""), member
