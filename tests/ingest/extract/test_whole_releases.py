"""One ingest of a release in three languages with its annex, correction and photos relates them all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.access import ARCHIVIST
from archive.storage.archive import Archive
from tests.builders.release_folders import photo
from tests.cases.whole_releases import WHOLE, Tie, Whole
from tests.support.commands import json_lines, run, some
from webui import create_app
from webui.services.services import OpenArchive


class Taken:
    """The result of one ingest of all the folders."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "archive"
        run("init", "--archive", self.folder)
        for n, (office, whole) in enumerate(WHOLE.items()):
            _write(home / "disk" / office, whole, 7 * n)
        self.lines = json_lines(run("ingest", home / "disk", "--json", "--archive", self.folder))
        with Archive.open(self.folder) as archive:
            (label,) = archive.catalogue.roots()
            names = archive.catalogue.live_names(label)
            self.called = {str(name.record): name.path for name in names}
            everything = archive.catalogue.get_many(self.called, ARCHIVIST)
            self.kinds = {self.called[record.id]: record.kind for record in everything}
        self.ids = {path: record for record, path in self.called.items()}

    def tied(self, office: str) -> dict[Tie, float]:
        """Return the certainty of each relation within an office's folder, from `press-archive relations`."""
        told = json_lines(run("relations", "--json", "--archive", self.folder))
        found = {}
        for one in told:
            ends = [self.called[one[end]] for end in ("subject", "object")]
            inner = [end.removeprefix(f"{office}/") for end in ends]
            if ends[0].startswith(f"{office}/"):
                assert ends[1].startswith(f"{office}/"), ends
                found[inner[0], one["type"], inner[1]] = one["certainty"]
        return found


def _write(folder: Path, whole: Whole, seed: int) -> None:
    for name, text in whole.texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for n, name in enumerate(whole.photos, start=1):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(photo(seed + n))


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    return Taken(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("office", WHOLE)
def test_all_that_belongs_together_is_listed_with_how_certain_it_is(taken: Taken, office: str) -> None:
    tied, whole = taken.tied(office), WHOLE[office]
    assert set(tied) == whole.sure | whole.guesses
    assert {tie for tie, certainty in tied.items() if certainty < 0.9} == whole.guesses
    assert all(0.5 <= certainty <= 1 for certainty in tied.values())


@pytest.fixture(scope="module")
def services(taken: Taken) -> Iterator[OpenArchive]:
    opened = OpenArchive(taken.folder)
    yield opened
    opened.close()


WORDS = {
    "translation-of": ("A translation of", "Has the translation"),
    "annex-of": ("An annex of", "Has the annex"),
    "corrects": ("Corrects", "Corrected by"),
}


@pytest.mark.parametrize("office", WHOLE)
def test_the_pages_tell_it_from_both_ends(taken: Taken, services: OpenArchive, office: str) -> None:
    client = create_app({"SERVICES": services}).test_client()
    whole = WHOLE[office]
    for subject, type_, other in some(whole.sure | whole.guesses):
        ends = [taken.ids[f"{office}/{name}"] for name in (subject, other)]
        pages = [client.get(f"/records/{record}").text for record in ends]
        assert ends[1] in pages[0]
        assert ends[0] in pages[1]
        assert all(words in page for words, page in zip(WORDS[type_], pages, strict=True)), (subject, type_)
        assert ("not certain" in pages[0]) >= ((subject, type_, other) in whole.guesses)


@pytest.mark.parametrize("office", WHOLE)
def test_the_photos_are_those_that_the_release_names(taken: Taken, services: OpenArchive, office: str) -> None:
    client = create_app({"SERVICES": services}).test_client()
    shown = set()
    for name in WHOLE[office].texts:
        told = client.get(f"/api/v1/records/{taken.ids[f'{office}/{name}']}").json
        assert told is not None
        named = [mention["record"] for mention in told["mentions"] if mention["record"]]
        shown |= {(name, taken.called[photo].removeprefix(f"{office}/")) for photo in named}
    assert shown == WHOLE[office].shown
