"""What a text is, by rules that name themselves: press release, speech, article or document, and its genre."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.record import CAPTION_SHEET, Kind, Mention
from ingest.enrich import genres, labels
from ingest.enrich.furniture import releases_now
from ingest.enrich.salutation import opens_speech

_SPEECH_NAME = re.compile(
    r"(?<![a-z])(?:pidato|sambutan|amanat|speech(?:es)?|remarks|address(?:es)?|inaugural|phat[-_ ]?bieu"
    r"|dien[-_ ]?van)(?![a-z])"
)
_RELEASE_NAME = re.compile(
    r"(?<![a-z])(?:siaran[-_ ]?pers|rilis(?:[-_ ]?pers)?|press[-_ ]?releases?|releases?"
    r"|thong[-_ ]?cao(?:[-_ ]?bao[-_ ]?chi)?|tcbc)(?![a-z])"
)
_WIRE = re.compile(
    r"/\s?(?:PRNewswire|ACN Newswire|Antara[- ]?(?:PRNewswire|Business Wire)|GLOBE NEWSWIRE|Business ?Wire)\b",
    re.IGNORECASE,
)
_AGENCY_LEAD = re.compile(r"[^\W\d_][\w .,'’-]{1,50}\(?(?:\([^()]{2,30}\)|, [A-Z][\w.]+\.(?:com|id|co\.id|vn))\s*[-–—]")
_DATELINE = re.compile(r"[A-ZÀ-ỸĐ][A-ZÀ-ỸĐ .,'-]{2,40}\s*(?:\([^()]{2,30}\)\s*)?[-–—]{1,2}\s+\S")
_SITE_FIRST = re.compile(  # VOV.VN - ..., (Chinhphu.vn) - ..., TEMPO.CO, Jakarta - ...
    r"\(?(?:[A-ZĐ]{2,8}|[\w-]{2,30}\.(?:vn|com|net|id|co|co\.id|org|VN|COM|NET|ID|CO|ORG))\)?,?(?: [A-Z][\w ]{2,30})?"
    r"\s*[-–—]{1,2}\s+[A-ZÀ-ỸĐ]"
)
_SITE_AFTER = re.compile(r"[A-ZÀ-ỸĐ][\w ]{2,30}, [A-Z][\w. ]{2,30} [-–—]{1,2} [A-ZÀ-ỸĐ]")  # Jakarta, Kabar Laut -- ...
_LEADS = (_AGENCY_LEAD, _DATELINE, _SITE_FIRST, _SITE_AFTER)


@dataclass(frozen=True, slots=True)
class Clues:
    """What the rules look at: the first lines, the title, the first paragraphs of the body, and what else was found."""

    head: list[str]
    title: str
    opening: list[str]
    filename: str
    folder: str
    mentions: list[Mention]
    body_length: int
    has_source: bool
    has_byline: bool
    closing: list[str] = field(default_factory=list)  # the last lines of the body


@dataclass(frozen=True, slots=True)
class Told:
    """A kind, perhaps a genre, the name of the rule that told it, and how sure that is."""

    kind: Kind
    genre: str | None
    rule: str
    confidence: float


def tell(clues: Clues) -> Told:
    """The first rule that fits; `document` when none does."""
    for rule in _RULES:
        told = rule(clues)
        if told is not None:
            return told
    genre = _head_genre(clues) or _piece_genre(clues)
    if not genre and len(clues.mentions) > 2 and _caption_words(clues.mentions) > 2 * clues.body_length:
        genre = CAPTION_SHEET
    return Told(Kind.DOCUMENT, genre, "no other rule", 0.3)


def _by_release_label(clues: Clues) -> Told | None:
    for line in clues.head:
        label = labels.release_label(line)
        if label is not None:
            return Told(label.kind, _head_genre(clues) or label.genre, "release label", 0.95)
        if releases_now(line):
            return Told(Kind.PRESS_RELEASE, _head_genre(clues), "release formula", 0.95)
    if labels.released_in_title(clues.title):
        return Told(Kind.PRESS_RELEASE, _head_genre(clues), "release title", 0.9)
    if any(_WIRE.search(paragraph[:300]) for paragraph in clues.opening):
        return Told(Kind.PRESS_RELEASE, None, "release wire", 0.9)
    return None


def _by_genre_label(clues: Clues) -> Told | None:
    """Invitations of the press, corrections, captions and annexes, which say what they are before all else."""
    genre = _head_genre(clues)
    if genres.invites_press([*clues.head[:8], clues.title, *clues.opening[:2]]):
        return Told(Kind.PRESS_RELEASE, genre or genres.ADVISORY, "invitation of the press", 0.85)
    if _is_piece(clues):
        return None
    if genre == genres.ADVISORY:
        return Told(Kind.PRESS_RELEASE, genre, "advisory label", 0.9)
    if genre == genres.CORRECTION and any(map(genres.of_release, [*_above(clues), clues.title])):
        return Told(Kind.PRESS_RELEASE, genre, "correction of a release", 0.85)
    if genre in (CAPTION_SHEET, genres.ANNEX):
        return Told(Kind.DOCUMENT, genre, f"{genre} label", 0.8)
    if any(map(genres.is_written_message, [*_above(clues), clues.title])):
        return Told(Kind.PRESS_RELEASE, genres.MESSAGE, "message title", 0.8)
    return None


def _by_speech(clues: Clues) -> Told | None:
    genre = _head_genre(clues)
    genre = None if genre == genres.STATEMENT else genre  # held before an audience
    if labels.speech_title(clues.title) or labels.speech_label(clues.title):
        return Told(Kind.SPEECH, genre, "speech title", 0.9)
    if any(map(labels.speech_label, clues.head)):
        return Told(Kind.SPEECH, genre, "speech label", 0.9)
    if any(map(opens_speech, clues.opening[:3])):
        return Told(Kind.SPEECH, genre, "salutation", 0.85)
    return None


def _by_file_name(clues: Clues) -> Told | None:
    return _by_name(clues, clues.filename, "file name", 0.7)


def _by_folder(clues: Clues) -> Told | None:
    return _by_name(clues, clues.folder, "folder", 0.6)


def _by_name(clues: Clues, name: str, place: str, confidence: float) -> Told | None:
    if _RELEASE_NAME.search(name.casefold()):
        return Told(Kind.PRESS_RELEASE, _head_genre(clues), f"{place} of a release", confidence)
    if _SPEECH_NAME.search(name.casefold()):
        return Told(Kind.SPEECH, _piece_genre(clues), f"{place} of a speech", confidence)
    return None


def _by_signature(clues: Clues) -> Told | None:
    """Who stands behind it: contacts for the press, or the source or author of an article."""
    if any(map(labels.press_contact, clues.closing)) and not clues.has_byline:
        return Told(Kind.PRESS_RELEASE, _head_genre(clues), "press contact", 0.75)
    if clues.has_source:
        return Told(Kind.ARTICLE, _piece_genre(clues), "source line", 0.8)
    if clues.has_byline:
        return Told(Kind.ARTICLE, _piece_genre(clues), "byline", 0.8)
    return None


def _by_genre_title(clues: Clues) -> Told | None:
    """Statements and messages that are given out as they are, and interviews under their rubric."""
    genre = _head_genre(clues)
    reported = any(lead.match(paragraph[:120]) for paragraph in clues.opening for lead in (_AGENCY_LEAD, _SITE_FIRST))
    if genre in (genres.STATEMENT, genres.MESSAGE) and not reported:
        return Told(Kind.PRESS_RELEASE, genre, f"{genre} title", 0.75)
    if any(map(labels.interview_rubric, clues.head)):
        return Told(Kind.ARTICLE, genres.INTERVIEW, "interview rubric", 0.7)
    return None


def _by_manner(clues: Clues) -> Told | None:
    """How it is written: as a report, from a place, or around photos."""
    body = clues.body_length > 150
    if any(lead.match(paragraph[:120]) for paragraph in clues.opening for lead in _LEADS):
        return Told(Kind.ARTICLE, _piece_genre(clues), "dateline", 0.7)
    if clues.mentions and body and 2 * clues.body_length > _caption_words(clues.mentions):
        return Told(Kind.ARTICLE, _piece_genre(clues), "photos in the text", 0.6)
    return None


def _is_piece(clues: Clues) -> bool:
    """Whether someone of the press stands behind the text, so that its title is a headline."""
    return (clues.has_source or clues.has_byline) and not any(map(labels.press_contact, clues.closing))


def _piece_genre(clues: Clues) -> str | None:
    """The genres of a piece of the press, which may be about statements and invitations but is none."""
    genre = _head_genre(clues)
    if "interview" in map(labels.rubric, clues.head):
        return genres.TRANSCRIPT if genre == genres.TRANSCRIPT else genres.INTERVIEW
    return genre if genre in _OF_PIECES else None


def _head_genre(clues: Clues) -> str | None:
    """What the title and the labels above it say, the most telling first: a correction of a statement corrects."""
    labelled = [line for line in clues.head if genres.is_genre_label(line) or labels.correction_label(line)]
    found = {
        genres.genre_of(line) for line in [*_above(clues), clues.title, labels.behind_label(clues.title), *labelled]
    }
    return next((genre for genre in _TELLING if genre in found), None)


def _above(clues: Clues) -> list[str]:
    """The first lines, down to the title."""
    title = clues.title.casefold()
    for n, line in enumerate(clues.head):
        words = " ".join(line.strip("*_# ").casefold().split())
        if words and title.startswith(words):
            return clues.head[:n]
    return clues.head[:_HEAD_LINES]


def _caption_words(mentions: list[Mention]) -> int:
    """Characters of all captions."""
    return sum(len(mention.caption or "") for mention in mentions)


_HEAD_LINES = 6  # looked at where the title stands nowhere in the text
_TELLING = (
    genres.CORRECTION, genres.ANNEX, CAPTION_SHEET, genres.ADVISORY, genres.TRANSCRIPT, genres.MESSAGE,
    genres.INTERVIEW, genres.STATEMENT,
)  # fmt: skip
_OF_PIECES = (genres.CORRECTION, genres.TRANSCRIPT, genres.INTERVIEW)
_RULES = (
    _by_release_label, _by_genre_label, _by_speech, _by_file_name, _by_signature, _by_genre_title, _by_folder,
    _by_manner,
)  # fmt: skip
