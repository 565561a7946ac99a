"""Read subtitles of speeches (SubRip, WebVTT): words as paragraphs, with speakers, without times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from archive.media_types import WEBVTT
from archive.messages import Message
from archive.record import Description, Kind
from ingest.extract import metadata_values
from ingest.readers.base.news_values import NewsRestrictions
from ingest.readers.base.sniff import TIMING
from ingest.readers.base.source import VERSION, Source
from ingest.readers.text.plain_text import cut, read_characters

NAME = "subtitles"
PAUSE = 2.0  # seconds of silence that end a paragraph
LONG = 500  # characters after which a sentence ends one

_VOICE = re.compile(r"<v(?:\.[\w.-]{1,80})?[ \t]+([^<>\n]{1,200})>")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>|<[\d:.]{5,20}>|\{\\[^{}\n]{1,40}\}")
_SENTENCE = re.compile(r"[.!?…。][\"'”’)\]]{0,3}\Z")
_HEADER = re.compile(r"(kind|language)\s*:\s*(\S[^\n]{0,60})", re.I)


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at one time: start and end in seconds, lines without tags, who speaks where it says so."""

    start: float
    end: float
    lines: list[str]
    voice: str | None


def read_source(source: Source) -> Description:
    """Return the words of all cues in paragraphs, a change of speaker as `Name: words`; a speech and its transcript,
    unless its words say otherwise. Lines that are shown twice, as rolling captions do, are read once."""
    description = Description(source.media_type, NAME, VERSION)
    text = read_characters(source, description)
    lines = text.split("\n")
    if source.media_type == WEBVTT:
        _offer_header(lines, description)
    cues = list(_cues(lines, source.media_type == WEBVTT))
    voices = list(dict.fromkeys(cue.voice for cue in cues if cue.voice))
    if len(voices) == 1:
        description.offer("speaker", voices[0], "vtt:voice", 0.9)
    holds = NewsRestrictions(description)
    holds.told("\n".join(line.removeprefix("NOTE").lstrip() for line in lines), "subtitles:note")
    holds.offer()
    description.text = cut("\n\n".join(_paragraphs(cues)), description)
    description.offer("kind", Kind.SPEECH.value, "rule:subtitles", 0.6)
    description.offer("genre", "transcript", "rule:subtitles", 0.6)
    if not description.text.strip():
        description.notes.append(Message("empty-cues"))
    return description


def _offer_header(lines: list[str], description: Description) -> None:
    """The title after WEBVTT, and the language in the lines below, as some programs write them."""
    description.offer(
        "title", metadata_values.one_line(lines[0].lstrip("\ufeff")[6:].strip(" \t-–:")), "vtt:header", 0.7
    )
    for line in lines[1:20]:
        if not line.strip():
            return
        if (found := _HEADER.match(line)) and found[1].lower() == "language":
            description.offer("language", metadata_values.language(found[2]), "vtt:header", 0.8)


def _cues(lines: list[str], is_vtt: bool) -> Iterator[Cue]:
    """Every cue. In SubRip a blank line may stand in a cue, so that only the number of the next one ends it."""
    starts = [n for n, line in enumerate(lines) if TIMING.match(line.strip())]
    for at, n in enumerate(starts):
        end = starts[at + 1] if at + 1 < len(starts) else len(lines)
        if end < len(lines) and lines[end - 1].strip():
            end -= 1  # the number or name of the next cue
        said = lines[n + 1 : end]
        if is_vtt:
            blank = next((k for k, line in enumerate(said) if not line.strip()), len(said))
            said = said[:blank]
        yield _cue(lines[n].strip(), said)


def _cue(timing: str, said: list[str]) -> Cue:
    found = TIMING.match(timing)
    assert found is not None
    voice = _VOICE.search("\n".join(said))
    plain = [_TAG.sub("", line) for line in said]
    shown = [" ".join(unescape(line).split()) for line in plain]  # SubRip has none, but what was once WebVTT does
    named = metadata_values.one_line(voice[1], 100) if voice else None
    return Cue(_seconds(found[1]), _seconds(found[2]), [line for line in shown if line], named)


def _seconds(clock: str) -> float:
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def _paragraphs(cues: list[Cue]) -> Iterator[str]:
    """Join lines until the speaker changes, there is a pause, or a sentence ends after enough text."""
    words: list[str] = []
    length, ended, voice, last = 0, 0.0, None, ""
    for cue in cues:
        fresh = [line for line in cue.lines if line != last]
        last = cue.lines[-1] if cue.lines else last
        if not fresh:
            continue
        turn = cue.voice is not None and cue.voice != voice
        sentence = bool(words) and _SENTENCE.search(words[-1]) is not None
        if words and (turn or _opens(fresh[0]) or (sentence and (cue.start - ended >= PAUSE or length > LONG))):
            yield " ".join(words)
            words, length = [], 0
        if turn:
            words.append(f"{cue.voice}:")
            voice = cue.voice
        words += fresh
        length += sum(map(len, fresh))
        ended = cue.end
    if words:
        yield " ".join(words)


def _opens(line: str) -> bool:
    """Return whether a line begins another speaker's words, as marked in subtitles."""
    return line.startswith((">>", "- ", "– ")) or re.match(r"[A-ZÀ-ỸĐ][A-ZÀ-ỸĐ .'-]{2,40}: ", line) is not None
