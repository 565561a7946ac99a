"""The copy of the language model that workers leave for others: it tells the same, and is never half a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from py3langid.langid import LanguageIdentifier

from ingest.enrich import language, language_model

LANGUAGES = ("en", "id", "vi", "fr")
TEXTS = ("The minister signed the treaty.", "Menteri menandatangani perjanjian itu.", "Le ministre a signé.", "kapal")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder with a copy."""
    language_model.keep(language_model.loaded(LANGUAGES, None), LANGUAGES, tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[language._Model]:
    """As in a process that has told nothing yet."""
    monkeypatch.setattr(language, "_MODEL", language._Model())
    language._ranked.cache_clear()
    yield language._MODEL
    language._ranked.cache_clear()


def unpacked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fills with each time that the model is unpacked."""
    seen: list[str] = []
    unpack = LanguageIdentifier.from_model_file
    monkeypatch.setattr(LanguageIdentifier, "from_model_file", lambda *a, **k: seen.append("") or unpack(*a, **k))
    return seen


def test_a_copy_tells_the_same_without_unpacking(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = [language_model.loaded(LANGUAGES, None).rank(text) for text in TEXTS]
    seen = unpacked(monkeypatch)
    copy = language_model.loaded(LANGUAGES, kept)
    assert [copy.rank(text) for text in TEXTS] == told
    assert not seen


def test_a_copy_that_was_cut_short_is_not_used(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in kept.glob("*/*.npy"):
        whole = file.read_bytes()
        for size in (0, len(whole) // 2):
            file.write_bytes(whole[:size])
            seen = unpacked(monkeypatch)
            assert language_model.loaded(LANGUAGES, kept).rank(TEXTS[0])[0][0] == "en"
            assert seen, f"{size} bytes of {file.name} were used"
            monkeypatch.undo()
        file.write_bytes(whole)


def test_a_copy_is_of_its_languages_alone(kept: Path) -> None:
    assert [code for code, _ in language_model.loaded(("en", "de"), kept).rank(TEXTS[0])] == ["en", "de"]


def test_a_full_disk_gets_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language_model, "ROOM", 1 << 60)
    language_model.keep(language_model.loaded(LANGUAGES, None), LANGUAGES, tmp_path / "kept")
    assert not list((tmp_path / "kept").iterdir())


def test_what_was_left_of_others_goes(tmp_path: Path) -> None:
    (tmp_path / "kept" / "new-1").mkdir(parents=True)
    language_model.keep(language_model.loaded(LANGUAGES, None), LANGUAGES, tmp_path / "kept")
    (only,) = (tmp_path / "kept").iterdir()
    assert only.name != "new-1"


def test_a_process_leaves_one_once_it_has_told_many_texts(
    tmp_path: Path, model: language._Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    language.keep_in(tmp_path / "kept")
    for n in range(language.WORTH_A_COPY - 1):
        language.detect(f"Kapal nomor {n} tiba di pelabuhan.")
    assert not (tmp_path / "kept").exists()
    language.detect("Kapal itu sandar di dermaga.")
    seen = unpacked(monkeypatch)
    later = language._Model()
    later.kept = tmp_path / "kept"
    assert later.rank("kapal tiba") == model.rank("kapal tiba")
    assert not seen
