"""The kind of a text (press release, speech, article or document) and its genre, by named rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.record import CAPTION_SHEET, Kind, Mention
from archive.text.dates.date_finder import WEEKDAY, small_letters
from archive.text.orthography import ends_sentence, with_or_without_marks
from archive.text.patterns import lazy_regex
from ingest.extract.boilerplate import labels
from ingest.extract.boilerplate.boilerplate import letter_subject, names_body, releases_now
from ingest.extract.boilerplate.title_words import is_act_label
from ingest.extract.dates.dateline import dateline, is_date_line
from ingest.extract.kind import genres
from ingest.extract.kind.masthead import is_office, is_press_office, labels_release, office_named
from ingest.extract.kind.salutations import greets_and_thanks, is_letter, opens_speech, writes_to
from ingest.extract.kind.wires import (
    about_issuer,
    ends_release,
    is_paid_for,
    legal_note,
    reads_as_release,
    retells_release,
)
from ingest.extract.kind.world_speeches import world_speech_title

_SPEECH_NAME = lazy_regex(
    r"(?<![a-z])(?:pidato|sambutan|amanat|speech(?:es)?|remarks|address(?:es)?|inaugural|phat[-_ ]?bieu"
    r"|dien[-_ ]?van)(?![a-z])"
)
_RELEASE_NAME = lazy_regex(
    r"(?<![a-z])(?:siaran[-_ ]?pers|rilis(?:[-_ ]?pers)?|press[-_ ]?releases?|releases?"
    r"|thong[-_ ]?cao(?:[-_ ]?bao[-_ ]?chi)?|tcbc)(?![a-z])"
)
_AGENCY_LEAD = lazy_regex(r"[^\W\d_][\w .,'’-]{1,50}\(?(?:\([^()]{2,30}\)|, [A-Z][\w.]+\.(?:com|id|co\.id|vn))\s*[-–—]")
_DATELINE = lazy_regex(r"[A-ZÀ-ỸĐ][A-ZÀ-ỸĐ .,'-]{2,40} *(?:\([^()]{2,30}\) *)?[-–—]{1,2} +\S")
_SITE_FIRST = lazy_regex(  # VOV.VN - ..., (Chinhphu.vn) - ..., TEMPO.CO, Jakarta - ...
    r"\(?(?:[A-ZĐ]{2,8}|[\w-]{2,30}\.(?:vn|com|net|id|co|co\.id|org|VN|COM|NET|ID|CO|ORG))\)?,?(?: [A-Z][\w ]{2,30})?"
    r" *[-–—]{1,2} +[A-ZÀ-ỸĐ]"
)
_SITE_AFTER = lazy_regex(r"[A-ZÀ-ỸĐ][\w ]{2,30}, [A-Z][\w. ]{2,30} [-–—]{1,2} [A-ZÀ-ỸĐ]")  # Jakarta, Kabar Laut -- ...
_OFFICE_LEAD = lazy_regex(  # Jakarta (Kemenhub) ---, Jakarta, Humas Kemenag –
    r"[^\W\d_][\w .’'-]{1,40}(?:, | ?\()(?:humas|kemen[a-z]{2,}|setkab|setneg|pemkab|pemkot|pemprov|polres\w*"
    r"|polda|polri"
    r"|tni|bnpb|bpbd|basarnas|bmkg|bps|kpu|kpk|bawaslu|ojk|diskominfo|kominfo|dinkes|bpom|kbri)\b[^()–—-]{0,40}\)?"
    r"\s*[-–—]",
    re.IGNORECASE,
)
_LEAD_ENDS = lazy_regex(r" [-–—]{1,2} ")
LEAST_PROSE = 150  # characters of a body under a letterhead
_PLACED = lazy_regex(r"[A-ZÀ-ỸĐ][\w.’'-]+(?: [A-ZÀ-ỸĐ][\w.’'-]+){0,2}, [^,]{8,30}(?:, \d{4})?\Z")
_BRIEFING = lazy_regex(
    r"\b(?:press|news|media) (?:briefing|conference)|konferensi pers|jumpa pers|họp báo", re.IGNORECASE
)
_ASKS = lazy_regex(r"q|t|h|hỏi|tanya|question|penanya|pewawancara|interviewer|pv|phóng viên|wartawan", re.I)
_OF_STORY = lazy_regex(  # corrected by a newsroom
    r"\b(?:story|stories|article|column|headline|caption|our report|berita|tulisan|artikel|edisi|terbit"
    r"|halaman|redaksi)\b"
    r"|(?<!\w)(?:bài|bản tin|số báo|tòa soạn|toà soạn|bạn đọc)(?!\w)",
    re.IGNORECASE,
)
_DEED = lazy_regex(  # papers of record: minutes, laws, decisions, lists
    with_or_without_marks(
        r"\W*(?:the )?(?:(?:draft |approved )?minutes of|agenda\b|resolution\b|ordinance\b|regulations?\b"
        r"|list of|an act\b|invitation to bid|request for (?:proposals|quotations)|memorandum of|vacanc(?:y|ies)\b"
        r"|.{0,80}\bfact ?sheet\W*\Z"
        r"|nota kesepahaman|.{0,80}(?:(?:frequently asked questions|faqs?)\b|pertanyaan (?:yang )?(?:sering|umum)"
        r"|câu hỏi thường gặp)"
        r"|perjanjian|lowongan|biên bản ghi nhớ|lệnh (?:truy nã|khám|bắt)"
        r"|notulen|notula|risalah|berita acara|keputusan|peraturan|undang-undang|instruksi|surat (?:edaran"
        r"|keputusan|perintah)"
        r"|daftar|pengumuman|biên bản|quyết định|nghị (?:quyết|định)|thông (?:tư|báo)|chỉ thị|công điện|luật|danh sách"
        r"|kế hoạch|tờ trình|báo cáo|laporan|report (?:of|on)|terms of reference|catatan rapat)(?!\w)"
    ),
    re.IGNORECASE,
)
_SAYING = "said|says|told|added|asked|wrote|recalled|kata|ujar|tutur|ucap|ungkap|jelas|imbuh|terang"
_SAYING_VI = "cho biết|chia sẻ|khẳng định|cho hay|nói|kể"
_SAYS = (*_SAYING.split("|"), *_SAYING_VI.split("|"))
_SAID = lazy_regex(  # quoted words with their speaker
    rf"[\"”’'»][^\n]{{0,80}}\b(?:{_SAYING})(?:nya)?\b"
    r"|\b(?:said|says|added|told)\b[^\n]{0,60}[\"“‘:]"
    rf"|(?<!\w)(?:{_SAYING_VI})(?!\w)[^\n]{{0,40}}[:“\"]"
    r"|[”\"][^\n]{0,60}(?<!\w)(?:cho biết|chia sẻ|nói|kể)(?!\w)"
    r"|\b(?:said|says|told) (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
_ANNOUNCED = lazy_regex(
    r"\b(?:said|announced|confirmed) today\b|\btoday (?:said|announced|confirmed|launched|opened|called|lifted"
    r"|published)\b"
    r"|\bhari ini (?:mengumumkan|meluncurkan|membuka|menyatakan)\b"
    r"|(?<!\w)hôm nay (?:công bố|khai trương|thông báo|ra mắt|cho biết)(?!\w)",
    re.IGNORECASE,
)
_SPOKEN = lazy_regex(
    with_or_without_marks(
        r"(?:keterangan|tanggapan|pernyataan) juru bicara|juru bicara [^.]{3,80} (?:menjawab|menanggapi)"
        r"|người phát ngôn [^.]{3,80} (?:trả lời (?:câu hỏi|báo chí|về|phỏng vấn)|phát biểu|nêu rõ)"
        r"|spokes(?:person|man|woman)['’]?s? (?:[\w ]{1,40} )?(?:remarks|comments|response|answer)|\Areadout of\b"
    ),
    re.IGNORECASE,
)
_BRACKETED = lazy_regex(r"[^\W\d_][\w .,'’-]{1,40} \([A-Z][\w. ]{1,30}\)")  # Jakarta (KBK)
_PROSE = lazy_regex(r"[^\W\d_]{2}[”\"’')\]]{0,2}[.!?…]")  # a sentence, which tables lack
_POSTED = lazy_regex(r"\W{0,4}(?:posted|published|ditulis|diposting|đăng) (?:by|oleh|bởi)\b", re.IGNORECASE)
_LEADS = (_AGENCY_LEAD, _DATELINE, _SITE_FIRST, _SITE_AFTER)


@dataclass(frozen=True, slots=True)
class Clues:
    """Input of the rules: the first lines, the title, the first paragraphs of the body, and other findings."""

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
    body: str = ""
    turns: Sequence[str] = ()  # the labels of speakers who take turns
    wire: str | None = None  # the newswire of the dateline
    agency: str | None = None  # the agency or medium that a report names as its own
    creators: Sequence[str] = ()  # who wrote it, as its format or a byline says
    section: str | None = None  # the kind of the section of a site that its address names
    has_author: bool = False  # the front matter names who wrote it
    source: str | None = None  # the name on its line `Source: ...`
    issuer: str | None = None  # the office that its front matter names as source
    first_in: str | None = None  # the medium in which it first appeared, as a line at the end says
    released: bool = False  # a line at the end says that it is a copy of a release


@dataclass(frozen=True, slots=True)
class DetectedKind:
    """A kind, possibly a genre, the name of the rule that found it, and its confidence."""

    kind: Kind
    genre: str | None
    rule: str
    confidence: float


def classify_text(clues: Clues) -> DetectedKind:
    """Return the first matching rule's result; `document` if none matches."""
    for rule in _RULES:
        told = rule(clues)
        if told is not None:
            return told
    genre = _head_genre(clues) or _piece_genre(clues)
    if not genre and len(clues.mentions) > 2 and _count_caption_characters(clues.mentions) > 2 * clues.body_length:
        genre = CAPTION_SHEET
    return DetectedKind(Kind.DOCUMENT, genre, "no other rule", 0.3)


def _by_release_label(clues: Clues) -> DetectedKind | None:
    head = _unquoted(clues.head)
    for line in head:
        label = labels.release_label(line)
        if label is not None:
            return DetectedKind(label.kind, _head_genre(clues) or label.genre, "release label", 0.95)
        if releases_now(line) or labels_release(line):
            return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "release formula", 0.95)
    opening = [line for paragraph in clues.opening for line in paragraph[:400].split("\n")[:3]]
    if any(map(labels.release_label, _unquoted(opening))):
        return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "release label", 0.9)
    if any(map(labels.released_in_title, [clues.title, *filter(None, map(letter_subject, clues.head))])):
        return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "release title", 0.9)
    if any(map(labels.labelled_release, [*head[:_HEAD_LINES], clues.title])):
        return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "release label", 0.9)
    told = next(filter(None, map(labels.section_label, [*head, *opening[:2]])), None)
    if told is not None and told.kind is Kind.PRESS_RELEASE:
        return DetectedKind(told.kind, _head_genre(clues), told.rule, 0.85)
    if any(map(labels.release_section, head)):
        return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "section of releases", 0.85)
    return None


def _unquoted(lines: list[str]) -> list[str]:
    """Return the lines that are not quotations (`> FOR IMMEDIATE RELEASE`)."""
    return [line for line in lines if not line.startswith(">")]


def _by_wire(clues: Clues) -> DetectedKind | None:
    """Classify what a newswire sent as a release, except signed pieces, and those that retell the release of
    another."""
    if retells_release(clues.body):
        return DetectedKind(Kind.ARTICLE, _piece_genre(clues), "release retold", 0.75)
    if clues.wire is not None and not clues.has_byline:
        return DetectedKind(Kind.PRESS_RELEASE, None, "release wire", 0.9)
    return None


def _by_issuer(clues: Clues) -> DetectedKind | None:
    """Match what only issuers add: a self-description, legal notices."""
    if clues.has_byline or clues.agency is not None:
        return None
    named = f"{clues.title} {' '.join(clues.opening[:2])}"
    if any(legal_note(line) or ends_release(line) for line in clues.closing) or about_issuer(clues.closing, named):
        return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "words of the issuer", 0.75)
    of_medium = any(map(is_paid_for, clues.closing)) or clues.first_in
    if of_medium and not reads_as_release([clues.title, *clues.opening[:2]]):
        return DetectedKind(Kind.ARTICLE, _piece_genre(clues), "piece of a medium", 0.6)
    if clues.released:
        return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "copy of a release", 0.7)
    return None


def _by_letterhead(clues: Clues) -> DetectedKind | None:
    """Classify sentences under the name of an office, or with it in the dateline, as its release."""
    if not clues.has_byline and any(map(_is_led_by_office, clues.opening[:2])):
        return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "dateline of an office", 0.7)
    above = [line for line in _lines_above_title(clues) if office_named(line)]
    signed = (clues.has_byline or any(map(_POSTED.match, clues.head))) and not above
    if clues.agency is not None or signed or clues.body_length < LEAST_PROSE:
        return None
    if any(map(writes_to, clues.opening[:2])):
        return None
    last = clues.closing[-1:] if len(clues.opening) > 2 else []
    if _is_deed(clues) or not (
        any(map(names_body, _lines_above_title(clues))) or any(map(office_named, [*clues.head, *last]))
    ):
        return None
    told = sum(paragraph.rstrip().endswith((".", "”", '"')) for paragraph in clues.opening)
    return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "letterhead", 0.6) if told >= 2 else None


def _is_led_by_office(paragraph: str) -> bool:
    """Return whether a report begins with an office as its place: `Jakarta (Kemenhub) -`, `Humas Polres Teluk –`."""
    lead = _LEAD_ENDS.split(paragraph[:120], maxsplit=1)
    return _OFFICE_LEAD.match(paragraph[:120]) is not None or (len(lead) > 1 and is_office(lead[0]))


def _is_deed(clues: Clues) -> bool:
    """Return whether it has the heading of a paper of record."""
    head = [clues.title, *clues.head[:_HEAD_LINES]]
    return any(map(_DEED.match, head)) or any(map(is_act_label, head))


def _by_turns(clues: Clues) -> DetectedKind | None:
    """Classify questions and answers: a briefing, or an interview."""
    if not clues.turns or _is_deed(clues):
        return None
    if any(map(_BRIEFING.search, [clues.title, *clues.head[:_HEAD_LINES]])):
        return DetectedKind(Kind.SPEECH, genres.TRANSCRIPT, "briefing", 0.75)
    if any(map(_ASKS.fullmatch, clues.turns)) and _head_genre(clues) != genres.TRANSCRIPT:
        return DetectedKind(Kind.ARTICLE, genres.INTERVIEW, "questions and answers", 0.7)
    return None


def _by_genre_label(clues: Clues) -> DetectedKind | None:
    """Classify invitations of the press, corrections, captions and annexes, whose label has priority."""
    genre = _head_genre(clues)
    if genres.invites_press([*clues.head[:8], clues.title, *clues.opening[:2]]):
        return DetectedKind(Kind.PRESS_RELEASE, genre or genres.ADVISORY, "invitation of the press", 0.85)
    if _is_piece(clues):
        return None
    if genre == genres.ADVISORY:
        return DetectedKind(Kind.PRESS_RELEASE, genre, "advisory label", 0.9)
    if genre == genres.CORRECTION and any(map(genres.of_release, [*_lines_above_title(clues), clues.title])):
        return DetectedKind(Kind.PRESS_RELEASE, genre, "correction of a release", 0.85)
    if genre == genres.CORRECTION and _OF_STORY.search(clues.body[:600]):
        return DetectedKind(Kind.ARTICLE, genre, "correction of a story", 0.8)
    if genre in (CAPTION_SHEET, genres.ANNEX):
        return DetectedKind(Kind.DOCUMENT, genre, f"{genre} label", 0.8)
    if any(map(genres.is_written_message, [*_lines_above_title(clues), clues.title])):
        return DetectedKind(Kind.PRESS_RELEASE, genres.MESSAGE, "message title", 0.8)
    return None


def _by_letter(clues: Clues) -> DetectedKind | None:
    """Classify a letter: it is not a speech in spite of its salutation, and not a release in spite of the office above
    it."""
    if clues.has_byline or clues.has_source or clues.agency is not None:
        return None
    opening = [line for paragraph in clues.opening for line in paragraph[:300].split("\n")]
    if is_letter([*clues.head, *opening], clues.closing):
        return DetectedKind(Kind.DOCUMENT, _head_genre(clues), "letter", 0.6)
    return None


def _by_speech(clues: Clues) -> DetectedKind | None:
    genre = _head_genre(clues)
    genre = None if genre == genres.STATEMENT else genre  # held before an audience
    titles = [clues.title, *_below(clues), *_heading(clues)]
    if any(map(labels.speech_title, titles)) or labels.speech_label(clues.title):
        return DetectedKind(Kind.SPEECH, genre, "speech title", 0.9)
    if any(map(world_speech_title, titles)):
        return DetectedKind(Kind.SPEECH, genre, "speech title", 0.85)
    if any(map(labels.speech_label, clues.head)):
        return DetectedKind(Kind.SPEECH, genre, "speech label", 0.9)
    told = next(
        filter(None, map(labels.section_label, [*clues.head, *(part[:160] for part in clues.opening[:1])])), None
    )
    if told is not None and told.kind is Kind.SPEECH:
        return DetectedKind(told.kind, genre, told.rule, 0.8)
    if any(map(opens_speech, clues.opening[:3])):
        return DetectedKind(Kind.SPEECH, genre, "salutation", 0.85)
    if not clues.has_byline and clues.agency is None and greets_and_thanks(clues.opening, clues.closing):
        return DetectedKind(Kind.SPEECH, genre, "greeting and thanks", 0.7)
    return None


def _by_section(clues: Clues) -> DetectedKind | None:
    """The section of its site that the address of a page names."""
    if clues.section is None or clues.has_byline or clues.agency is not None:
        return None
    genre = _head_genre(clues) if clues.section == Kind.PRESS_RELEASE else _piece_genre(clues)
    return DetectedKind(Kind(clues.section), genre, "section in the address", 0.7)


def _by_file_name(clues: Clues) -> DetectedKind | None:
    if _is_piece(clues) or clues.agency is not None or _is_deed(clues):
        return None
    return _by_name(clues, clues.filename, "file name", 0.7)


def _by_folder(clues: Clues) -> DetectedKind | None:
    return _by_name(clues, clues.folder, "folder", 0.6)


def _by_name(clues: Clues, name: str, place: str, confidence: float) -> DetectedKind | None:
    if _RELEASE_NAME.search(name.casefold()):
        return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), f"{place} of a release", confidence)
    if _SPEECH_NAME.search(name.casefold()):
        return DetectedKind(Kind.SPEECH, _piece_genre(clues), f"{place} of a speech", confidence)
    return None


def _by_signature(clues: Clues) -> DetectedKind | None:
    """Classify by who is behind it: press contacts, an office's press team, or the source or author of an article."""
    by_office = any(map(is_press_office, [*clues.creators, *filter(None, [clues.source])]))
    by_office = by_office or (clues.issuer is not None and not clues.has_byline)
    if by_office and clues.agency is None and not _is_deed(clues) and _PROSE.search(clues.body):
        return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "press office", 0.75)
    if any(map(labels.press_contact, clues.closing)) and not clues.has_byline and not _is_deed(clues):
        return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "press contact", 0.75)
    if (clues.has_source and _PROSE.search(clues.body)) or clues.agency is not None:
        return DetectedKind(Kind.ARTICLE, _piece_genre(clues), "source line" if clues.has_source else "dateline", 0.8)
    if clues.has_byline:
        return DetectedKind(Kind.ARTICLE, _piece_genre(clues), "byline", 0.8)
    if any(map(labels.piece_label, clues.head)):
        return DetectedKind(Kind.ARTICLE, _piece_genre(clues), "label of a piece", 0.8)
    if "rubric" in map(labels.rubric, clues.head):
        return DetectedKind(Kind.ARTICLE, _piece_genre(clues), "rubric", 0.7)
    return None


def _by_genre_title(clues: Clues) -> DetectedKind | None:
    """Classify published statements and messages, and interviews under their rubric."""
    genre = _head_genre(clues)
    reported = any(lead.match(paragraph[:120]) for paragraph in clues.opening for lead in (_AGENCY_LEAD, _SITE_FIRST))
    if genre in (genres.STATEMENT, genres.MESSAGE) and not reported:
        return DetectedKind(Kind.PRESS_RELEASE, genre, f"{genre} title", 0.75)
    if clues.agency is None and any(
        map(_SPOKEN.search, [clues.title[:250], *(part[:250] for part in clues.opening[:1])])
    ):
        return DetectedKind(Kind.PRESS_RELEASE, genres.STATEMENT, "words of a spokesperson", 0.7)
    if any(map(labels.interview_rubric, clues.head)):
        return DetectedKind(Kind.ARTICLE, genres.INTERVIEW, "interview rubric", 0.7)
    return None


def _by_manner(clues: Clues) -> DetectedKind | None:
    """Classify by style: a report, from a place, or text around photos."""
    body = clues.body_length > 150
    said = _has_words_of_others(clues.body[:4000])
    speaks = said or reads_as_release([clues.title, *clues.opening[:2]])  # unlike a diary
    dated = any(map(_is_place_with_day, clues.head)) and speaks and not _is_deed(clues)
    issued = any(map(_is_issued, clues.opening)) or dated
    told = any(paragraph.rstrip().endswith((".", "”", '"')) for paragraph in clues.opening)
    if clues.agency is None and not clues.has_byline and issued and body and told:
        return DetectedKind(Kind.PRESS_RELEASE, _head_genre(clues), "dateline with its day", 0.6)
    if any(lead.match(paragraph[:120]) for paragraph in clues.opening for lead in _LEADS):
        return DetectedKind(Kind.ARTICLE, _piece_genre(clues), "dateline", 0.7)
    if clues.mentions and body and 2 * clues.body_length > _count_caption_characters(clues.mentions):
        return DetectedKind(Kind.ARTICLE, _piece_genre(clues), "photos in the text", 0.6)
    if _is_deed(clues):
        return None
    if len(clues.opening) > 1 and (said or any(map(_POSTED.match, clues.head))):
        return DetectedKind(Kind.ARTICLE, _piece_genre(clues), "told with words of others", 0.5)
    if clues.has_author and body and told:
        return DetectedKind(Kind.ARTICLE, _piece_genre(clues), "author", 0.5)
    return None


def _has_words_of_others(text: str) -> bool:
    small = small_letters(text)
    return any(word in small for word in _SAYS) and _SAID.search(text) is not None


def _is_issued(paragraph: str) -> bool:
    """Return whether a paragraph begins with a place and a complete date, or says that somebody announces it today:
    papers omit the year and name the weekday."""
    first = paragraph[:300].split("\n", 1)[0]
    dated = dateline(first, None, False)
    if _AGENCY_LEAD.match(first) or _BRACKETED.match(first):
        return False
    placed = dated is not None and dated.place is not None and dated.found.complete and len(paragraph) > 80
    return placed or _ANNOUNCED.search(first) is not None


def _is_place_with_day(line: str) -> bool:
    """Return whether a line is a place and a complete date (`Marlpit, 2 November 2026`), as in office releases."""
    dated = dateline(line, None, False) if _PLACED.match(line) and is_date_line(line) else None
    return dated is not None and dated.found.complete and re.match(WEEKDAY, line, re.IGNORECASE) is None


def _is_piece(clues: Clues) -> bool:
    """Return whether it is by the press, so that its title is a headline."""
    return (clues.has_source or clues.has_byline) and not any(map(labels.press_contact, clues.closing))


def _piece_genre(clues: Clues) -> str | None:
    """Return the genres of a piece by the press, which may be about statements and invitations without being one."""
    genre = _head_genre(clues)
    if "interview" in map(labels.rubric, clues.head):
        return genres.TRANSCRIPT if genre == genres.TRANSCRIPT else genres.INTERVIEW
    return genre if genre in _OF_PIECES else None


def _head_genre(clues: Clues) -> str | None:
    """Return the genre in the title and the labels above it, the most significant first: a correction of a statement is
    a correction."""
    labelled = [line for line in clues.head if genres.is_genre_label(line) or labels.correction_label(line)]
    found = {
        genres.genre_of(line)
        for line in [*_lines_above_title(clues), clues.title, labels.behind_label(clues.title), *labelled]
    }
    return next((genre for genre in _TELLING if genre in found), None)


def _lines_above_title(clues: Clues) -> list[str]:
    title = clues.title.casefold()
    for n, line in enumerate(clues.head):
        words = " ".join(line.strip("*_# ").casefold().split())
        if words and title.startswith(words):
            return clues.head[:n]
    return clues.head[:_HEAD_LINES]


def _below(clues: Clues) -> list[str]:
    """Return the line below the title, which may say what the title belongs to."""
    above = len(_lines_above_title(clues))
    return [line for line in clues.head[above + 1 : above + 2] if not ends_sentence(line)]


def _heading(clues: Clues) -> list[str]:
    """The first line of the body where it is a heading of its own (`KEYNOTE SPEECH BY ...` under a page's title)."""
    first = clues.opening[0].strip(" *_#") if clues.opening else ""
    is_heading = len(first) <= LONGEST_HEADING and "\n" not in first and not ends_sentence(first)
    return [first] if first and is_heading else []


def _count_caption_characters(mentions: list[Mention]) -> int:
    return sum(len(mention.caption or "") for mention in mentions)


LONGEST_HEADING = 250  # characters
_HEAD_LINES = 6  # looked at where the title stands nowhere in the text
_TELLING = (
    genres.CORRECTION, genres.ANNEX, CAPTION_SHEET, genres.ADVISORY, genres.TRANSCRIPT, genres.MESSAGE,
    genres.INTERVIEW, genres.STATEMENT,
)  # fmt: skip
_OF_PIECES = (genres.CORRECTION, genres.TRANSCRIPT, genres.INTERVIEW)
_RULES = (
    _by_release_label, _by_genre_label, _by_letter, _by_speech, _by_wire, _by_section, _by_turns, _by_file_name,
    _by_letterhead, _by_signature, _by_genre_title, _by_folder, _by_issuer, _by_manner,
)  # fmt: skip
