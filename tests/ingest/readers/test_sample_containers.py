"""Samples whose expected values include a receipt: the ingest outcome of each, and of each file inside."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.catalogue import ReceiptLine
from archive.record import Outcome
from archive.storage.archive import Archive
from ingest.pipeline.pipeline import ingest

CORPUS = Path(__file__).parents[3] / "sample_corpus"
EXPECTED = CORPUS / "expected"
WANTED = {
    str(path.relative_to(EXPECTED)).removesuffix(".json"): told["receipt"]
    for path in sorted(EXPECTED.rglob("*.json"))
    if "receipt" in (told := json.loads(path.read_text("utf-8")))
}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[ReceiptLine]]:
    with Archive.create(tmp_path_factory.mktemp("containers") / "archive") as archive:
        assert ingest([CORPUS / name for name in WANTED], archive).complete
        yield archive.catalogue.receipt(1)


def test_hostile_containers_and_saved_pages_are_among_the_samples() -> None:
    assert {Path(name).suffix for name in WANTED if name.startswith("broken/")} >= {".zip", ".tar", ".bz2", ".eml"}
    assert {Path(name).suffix for name in WANTED if "_files/" in name} >= {".webp", ".avif", ".gif", ".css", ".js"}


@pytest.mark.parametrize("name", WANTED)
def test_each_file_inside_has_its_outcome_and_reason(lines: list[ReceiptLine], name: str) -> None:
    """The names in the receipt are those inside the container; the container's own is empty."""
    told = {line.member: line for line in lines if line.path.split("!/")[0] == str(CORPUS / name)}
    assert {member: line.outcome for member, line in told.items()} == {
        member: Outcome(outcome) for member, (outcome, _) in WANTED[name].items()
    }
    for member, (_, reason) in WANTED[name].items():
        assert reason in (told[member].reason or ""), member
