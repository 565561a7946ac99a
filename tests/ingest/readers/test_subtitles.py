"""Subtitles of speeches: whole sentences in paragraphs, speakers, and nothing meant only for the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive.record import Description
from tests.builders.made_files import read

Make = Callable[[str], Description]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Return a function that writes a file with a neutral name and reads it."""

    def make(text: str) -> Description:
        path = tmp_path / "a.dat"
        path.write_text(text, encoding="utf-8", newline="")
        return read(path)

    return make


def srt(*cues: tuple[str, str, str]) -> str:
    return "\n".join(f"{n}\n{start} --> {end}\n{text}\n" for n, (start, end, text) in enumerate(cues, start=1))


def test_lines_become_sentences_and_pauses_paragraphs(made: Make) -> None:
    found = made(
        srt(
            ("00:00:01,000", "00:00:02,000", "<i>Satu</i>\ndua"),
            ("00:00:09,000", "00:00:10,000", "tiga."),  # a pause in a sentence ends nothing
            ("00:00:10,100", "00:00:11,000", "{\\an8}Empat."),
            ("00:00:13,500", "01:00:14,000", "Lima."),
        )
    )
    assert found.text == "Satu dua tiga. Empat.\n\nLima."
    assert (found.values["kind"], found.values["genre"]) == ("speech", "transcript")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_number_or_a_blank_line_in_a_cue_is_read(made: Make, ends: str) -> None:
    text = srt(("00:00:01,000", "00:00:02,000", "Tahun\n\n2025"), ("00:00:02,000", "00:00:03,000", "3 kapal"))
    assert made(text.replace("\n", ends)).text == "Tahun 2025 3 kapal"


def test_voices_are_told_where_they_change(made: Make) -> None:
    found = made(
        "WEBVTT\n\nintro\n00:01.000 --> 00:02.000\n<v.loud Ana>Satu &amp; <c.red>dua</c>\n\n"
        "NOTE not said\n\n00:02.000 --> 00:03.000\n<v Ana>tiga\n\n00:03.000 --> 00:04.000\n<v Ba>Empat\n"
    )
    assert found.text == "Ana: Satu & dua tiga\n\nBa: Empat"
    assert "speaker" not in found.values


def test_the_only_voice_is_the_speaker(made: Make) -> None:
    found = made("WEBVTT Pidato\nLanguage: id-ID\n\n00:01.000 --> 00:02.000\n<v Ana>Satu\n")
    assert [found.values[key] for key in ("speaker", "title", "language")] == ["Ana", "Pidato", "id"]


def test_rolling_captions_are_read_once(made: Make) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nsatu\n\n00:02.000 --> 00:03.000\nsatu\ndua<00:02.500><c> tiga</c>\n\n"
    assert made(text + "00:03.000 --> 00:04.000\ndua tiga\n").text == "satu dua tiga"


def test_names_and_dashes_open_paragraphs(made: Make) -> None:
    cues = [("00:00:01,000", "00:00:02,000", words) for words in ("KETUA: Ya", "- Tidak", ">> Mungkin")]
    assert made(srt(*cues)).text == "KETUA: Ya\n\n- Tidak\n\n>> Mungkin"


def test_a_text_with_an_arrow_is_no_subtitle(made: Make) -> None:
    assert made("1\nJakarta --> Hanoi\n").reader == "text"
    assert made("WEBVTTX\n\n00:01.000 --> 00:02.000\nx").reader == "text"


def test_a_million_tags_are_read_in_time(made: Make) -> None:
    assert made("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<" * 500_000 + "<b>" * 100_000 + "akhir\n").text.endswith(
        "akhir"
    )


def test_a_note_that_is_not_shown_may_hold(made: Make) -> None:
    cue = "00:01.000 --> 00:02.000\nHalo\n"
    found = made(f"WEBVTT\n\nNOTE EMBARGO until 1 January 2098\n\n{cue}")
    assert (found.text, found.values["embargo"]["until"][:4]) == ("Halo", "2098")
    assert "embargo" not in made(f"WEBVTT\n\nNOTE made by hand\n\n{cue}").values
