"""The copy of the language model that workers share: it gives the same results, and is never incomplete."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from py3langid.langid import LanguageIdentifier

from archive.sandbox.limits import Limits
from archive.sandbox.pool import Pool
from archive.storage.archive import Archive
from ingest.extract.language import language_copy, language_detection
from ingest.pipeline import pipeline
from tests.support.commands import some

LANGUAGES = ("en", "id", "vi", "fr")
TEXTS = ("The minister signed the treaty.", "Menteri menandatangani perjanjian itu.", "Le ministre a signé.", "kapal")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with a copy."""
    folder = tmp_path / "kept" / language_copy.name(LANGUAGES)
    folder.mkdir(parents=True)
    language_detection.write_model(language_detection.loaded(LANGUAGES, None), folder)
    return tmp_path / "kept"


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[language_detection._Model]:
    """As in a process that has not detected a language yet."""
    monkeypatch.setattr(language_detection, "_MODEL", language_detection._Model())
    language_detection._ranked.cache_clear()
    yield language_detection._MODEL
    language_detection._ranked.cache_clear()


def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that grows each time the model is unpacked."""
    seen: list[str] = []
    unpack = LanguageIdentifier.from_model_file
    monkeypatch.setattr(LanguageIdentifier, "from_model_file", lambda *a, **k: seen.append("") or unpack(*a, **k))
    return seen


def test_a_copy_tells_the_same_without_unpacking(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [language_detection.loaded(LANGUAGES, None).rank(text) for text in TEXTS]
    seen = unpacked(monkeypatch)
    copy = language_detection.loaded(LANGUAGES, kept)
    assert [copy.rank(text) for text in TEXTS] == told
    assert not seen


def test_a_copy_that_was_cut_short_is_not_used(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in some(kept.glob("*/*.npy")):
        whole = file.read_bytes()
        for size in (0, len(whole) // 2):
            file.write_bytes(whole[:size])
            seen = unpacked(monkeypatch)
            assert language_detection.loaded(LANGUAGES, kept).rank(TEXTS[0])[0][0] == "en"
            assert seen, f"{size} bytes of {file.name} were used"
            monkeypatch.undo()
        file.write_bytes(whole)


def test_a_copy_is_of_its_languages_alone(kept: Path) -> None:
    assert [code for code, _ in language_detection.loaded(("en", "de"), kept).rank(TEXTS[0])] == ["en", "de"]


def share(kept: Path, folder: Path) -> None:
    with Pool(1, folder / "jobs", Limits()) as pool:
        language_copy.share(kept, pool)


def test_a_worker_that_reads_no_file_makes_the_copy_once(
    tmp_path: Path, model: language_detection._Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    (kept / "new-1").mkdir(parents=True)
    share(kept, tmp_path)
    assert [folder.name for folder in kept.iterdir()] == [language_copy.name()], "what was left of others goes"
    told = {text: language_detection.detect(text) for text in TEXTS}
    seen = unpacked(monkeypatch)
    monkeypatch.setattr(language_detection, "_MODEL", language_detection._Model())
    language_detection._ranked.cache_clear()
    language_detection.keep_in(kept)
    assert {text: language_detection.detect(text) for text in TEXTS} == told
    assert not seen
    assert language_copy.is_shared(kept)


def test_an_archive_of_some_size_gets_the_copy_at_its_next_intake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "WORTH_A_COPY", 1)
    (tmp_path / "a.txt").write_text("Menteri membuka jembatan baru di Ambon hari ini.")
    (tmp_path / "b.txt").write_text("Bupati menutup jembatan lama di Ambon hari ini.")
    with Archive.create(tmp_path / "archive") as archive:
        pipeline.ingest([tmp_path / "a.txt"], archive)
        assert not language_copy.is_shared(archive.derived / "languages")
        pipeline.ingest([tmp_path / "b.txt"], archive)
        assert language_copy.is_shared(archive.derived / "languages")


def test_a_full_disk_gets_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_copy, "ROOM", 1 << 60)
    share(tmp_path / "kept", tmp_path)
    assert not list((tmp_path / "kept").iterdir())


def test_where_no_worker_starts_nothing_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_copy, "_UNPACK", "ingest.no_such:unpack")
    share(tmp_path / "kept", tmp_path)
    assert not list((tmp_path / "kept").iterdir())
