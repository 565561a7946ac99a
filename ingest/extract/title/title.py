"""The title of a page: its heading, first short line, or first sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.text.orthography import collapse, ends_sentence, in_capitals, starts_low, unspaced, word_count
from archive.text.patterns import lazy_regex
from ingest.extract.boilerplate.boilerplate import byline, letter_subject
from ingest.extract.boilerplate.labels import (
    names_itself,
    release_label,
    rubric,
    says_which_text,
    speech_label,
    speech_title,
    without_label,
)
from ingest.extract.boilerplate.text_blocks import ArticlePiece
from ingest.extract.boilerplate.title_lines import (
    goes_on,
    is_address,
    is_better_title,
    is_letter_by_letter,
    is_postal,
    is_stamp,
    is_title_like,
    join_lines,
    repeats_subject,
)
from ingest.extract.boilerplate.title_words import (
    is_act_label,
    is_paper,
    is_paper_label,
    office_lines,
    strip_subject_prefixes,
    without_site,
    without_tools,
)
from ingest.extract.dates.dateline import is_date_line
from ingest.extract.dates.release_numbers import is_number_line
from ingest.extract.embargo.text_orders import continues_embargo
from ingest.extract.kind.genres import genre_of
from ingest.extract.kind.masthead import is_office, without_medium
from ingest.extract.kind.salutations import is_salutation, without_address
from ingest.extract.title.header import is_header_line, is_owner_line, letterhead_lines, marks_release

FIRST_LINE = "first line"  # the origin of an unmarked title
LONGEST = 160  # characters of a first short line
LONGEST_CAPITALS = 320  # of a multi-line heading in capitals
SENTENCE = 250  # characters of a title made from the first sentence
PREFACE = 12  # more words than an office's title has
HEADER = 16  # paragraphs from the top that are searched for title and boilerplate

_HEADING = lazy_regex(r"#{1,6}\s+(.{1,400}?)\s*#*\Z")
_UNDERLINE = lazy_regex(r"(?:={3,}|-{3,})\Z")
_ITEM = lazy_regex(r"(?:[-•*+▪●]\s|§{1,2}\s?\d|\d{1,2}[.)]\s+[a-z]|https?:|\||>)")
_POINT = lazy_regex(r"[•▪●◦‣]\s")  # of a summary above the body
_RESUMED = lazy_regex(
    r"(?:pada|di|dalam|tentang|mengenai|oleh|untuk|tại|về|nhân|của|on|at|in|before|to|and|dan|và|of|by|with)\b",
    re.IGNORECASE,
)
_GOES_ON_LOW = lazy_regex(r"(?:pada|dalam|di|tentang|về việc|tại|nhân|at|on the|before)\s")
_ABBREVIATION = lazy_regex(
    r"(?:\b(?:dr|mr|mrs|ms|st|no|ir|prof|jl|drs|dra|hj|kh|ts|pgs|gs|ths|tp|vs|gen|col|lt|sen|rep|gov|jan|feb"
    r"|mar|apr|jun|jul|aug|"
    r"sep|sept|oct|nov|dec|okt|des|agt|tgl|pt|cv|kab|kec|s\.d|u\.s|u\.n|ph|inc|ltd|corp|co|tbk)|(?<![^\W_])[^\W\d_])\.\Z",
    re.IGNORECASE,
)
_ASIDE = lazy_regex(  # a disclaimer, or the recipient of a letter, above the title
    r"\W{0,3}(?:disclaimer|penafian|sangkalan|(?:tuyên bố )?miễn trừ trách nhiệm|confidentiality notice)\W{0,3}[:：]"
    r"|(?:kepada(?: yth\.?)?|yth\.?|kính gửi|to)\W*\Z",
    re.IGNORECASE,
)
_PICTOGRAPHS = lazy_regex(
    r"\A[\s\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]+(?=\w)"
    r"|(?<![\s\ufe0f\U0001f000-\U0001faff])[\s\ufe0f\U0001f000-\U0001faff]+\Z"
)
_GREETS = lazy_regex(
    r"(?:hi|hello|dear|good (?:morning|afternoon|day)|halo|hai|selamat (?:pagi|siang|sore|malam)|yth|kepada|salam"
    r"|kính gửi|xin chào|chào|gửi)\b",
    re.IGNORECASE,
)
_STOP = lazy_regex(r"[.!?…][\"”’')\]]*(?=\s+[A-ZÀ-ỸĐ\d\"“(\[])")
_DAY_ENDS = lazy_regex(r"\s?(?:[-–—]{1,2}|[.:])\s+(?=[A-ZÀ-ỸĐ\d\"“])")
_LEAD = lazy_regex(
    r"(?:[A-ZÀ-ỸĐ][\w .,'’/-]{1,60})?\s?(?:\([^()]{2,40}\)|/[\w .-]{2,30}/)\s*[-–—]{1,2}\s+"
    r"|[A-ZÀ-ỸĐ][A-ZÀ-ỸĐ .,'-]{2,40}\s+[-–—]{1,2}\s+"
)


@dataclass(slots=True)
class Head:
    """The result for the top of a page. `lines`: all lines read, for dates, kind and numbers."""

    title: str | None = None
    origin: str = ""
    furniture: list[str] = field(default_factory=list)
    creators: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    publisher: str | None = None  # the paper named above headline and byline
    letterhead: list[str] = field(default_factory=list)


def read_head(pieces: list[ArticlePiece], has_title: bool) -> Head:
    """Remove title and boilerplate from the first paragraphs of `pieces`, which keep the rest.

    `has_title`: a title is known already; then only a marked heading, not a first short line, counts as another one.
    """
    head = Head()
    top = [piece for piece in pieces if piece.lines][:HEADER]
    for n, piece in enumerate(top):
        piece.lines = [unspaced(line) for line in piece.lines]
        _strip_furniture(piece, head, top[n + 1 :])
        if not piece.lines:
            continue
        head.lines += [line[:300].strip() for line in piece.lines[:3]]
        if is_salutation(piece.lines[0]):
            if not has_title and head.origin in ("", FIRST_LINE):
                _take_subject_below(head, top[n + 1 : n + 2])
            break
        if head.title is not None:
            _look_for_better(piece, head, top[n + 1 :], has_title)
        elif not _look_for_title(piece, head, top[n + 1 :], has_title):
            continue
        _strip_furniture(piece, head)
        if piece.lines and (len(piece.lines[0]) > LONGEST or ends_sentence(piece.lines[-1])):
            break
    if head.title is None and not has_title:
        _take_subject(head, top)
    if head.title is None and not has_title:
        head.title = next((line for line in head.furniture if names_itself(line)), None)
        head.origin = FIRST_LINE
    head.furniture = [line.strip() for line in head.letterhead] + head.furniture
    if head.title is not None and not has_title:
        head.title, medium = without_medium(without_site(without_label(head.title), head.furniture))
        head.lines += [medium] if medium else []
    return head


def _look_for_better(piece: ArticlePiece, head: Head, after: list[ArticlePiece], has_title: bool) -> None:
    """Search a paragraph below the title for its rest, or for the title if an office was taken for it."""
    if head.origin == FIRST_LINE and not has_title and _is_office_over(str(head.title), piece.lines):
        head.letterhead.append(str(head.title))
        if is_paper_label(piece.lines[0].strip()):
            head.furniture.append(piece.lines.pop(0).strip())
        head.title = None
        _take_title(piece, head, has_title)
    elif _resumes(piece, head):
        _take_title(piece, head, has_title)
    elif head.origin == FIRST_LINE and not has_title:
        _look_below(piece, head, after)


def _look_for_title(piece: ArticlePiece, head: Head, after: list[ArticlePiece], has_title: bool) -> bool:
    """Take the title from a paragraph, with the letterhead and labels above it; return False if the paragraph is done,
    and the next must be searched."""
    if not has_title:
        if _is_preface(piece, after[:2]):
            return False
        if _ASIDE.match(piece.lines[0]) and len(piece.lines) < 6 and after:
            head.furniture += [line.strip() for line in piece.lines]
            piece.lines = []
            return False
        _take_letterhead(piece, head, after)
    while piece.lines and _is_above(piece.lines[0].strip()) and (len(piece.lines) > 1 or after):
        head.furniture.append(piece.lines[0].strip())
        piece.lines = piece.lines[1:]
    if piece.lines and not has_title and _take_act(piece, head, after):
        return False
    if piece.lines and _take_title(piece, head, has_title) and piece.lines and head.origin == FIRST_LINE:
        _look_below(piece, head, after)
    return True


def _take_letterhead(piece: ArticlePiece, head: Head, after: list[ArticlePiece]) -> None:
    """Remove the lines of an office from the top of a paragraph; a release label is followed by its title."""
    if not any(map(marks_release, head.furniture)):
        _take_office(piece, head, letterhead_lines([piece, *after]))
    count = office_lines(piece.lines)
    if count and not goes_on(piece.lines[count - 1].strip(), piece.lines[count].strip(), one_block=False):
        _take_office(piece, head, count)


def _take_office(piece: ArticlePiece, head: Head, count: int) -> None:
    head.letterhead += piece.lines[:count]
    piece.lines = piece.lines[count:]
    _strip_furniture(piece, head)


def first_sentence(paragraph: str) -> str:
    """Return the first sentence (or sentences, until there are a few words), shortened at a word with `…`, without
    dateline."""
    words = without_address(collapse(paragraph[:2000]))
    lead = _dateline(words[:140])
    words = words[lead:] if len(words) - lead > 20 else words
    for stop in _STOP.finditer(words):
        if stop.end() >= 20 and not _ABBREVIATION.search(words[max(0, stop.start() - 8) : stop.start() + 1]):
            words = words[: stop.end()]
            break
    return shorten(words)


def _dateline(words: str) -> int:
    """Return where the place and day at the beginning of a report end (`Jakarta (ANTARA) - `, `Huế, 30 Oktober 2025.
    `)."""
    lead = _LEAD.match(words)
    ends = (
        [lead.end()] if lead else [end.end() for end in _DAY_ENDS.finditer(words) if is_date_line(words[: end.start()])]
    )
    return ends[0] if ends else 0


def shorten(words: str) -> str:
    """Return `words`, or as many of them as fit in SENTENCE characters followed by `…`."""
    if len(words) <= SENTENCE:
        return words
    cut = words[:SENTENCE]
    if " " in cut:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(' ,.;:-–—("“') + "…"


def _strip_furniture(piece: ArticlePiece, head: Head, after: Sequence[ArticlePiece] = ()) -> None:
    """Remove lines that are neither title nor body from the beginning of a paragraph."""
    count = 0
    lines = [line.strip() for line in piece.lines]
    below = [*lines[:8], *(line.strip() for other in after[:3] for line in other.lines[:2])]
    for n, line in enumerate(lines):
        above = is_header_line(line) or (head.furniture and continues_embargo(head.furniture[-1], line))
        if not above and (head.title is not None or not is_owner_line(line, below[n + 1 :])):
            break
        if head.title is not None and rubric(line) is not None:
            break  # below the title the same word is a heading in the text
        count += 1
        head.lines.append(line)
        head.furniture.append(line)
        head.creators += [name for name in byline(line, in_header=True) if name not in head.creators]
    piece.lines = piece.lines[count:]


def _take_subject(head: Head, top: list[ArticlePiece]) -> None:
    """Use the subject of a letter as its title, if there is no other, or the line that repeats it."""
    subject = next((words for line in head.furniture if (words := letter_subject(line))), None)
    if subject:
        head.title, head.origin = strip_subject_prefixes(subject), "subject line"
        for piece in top:
            count = _count_heading_lines(piece.lines) or 1
            line = collapse(" ".join(piece.lines[:count]))
            if (
                piece.lines
                and len(piece.lines) <= count
                and len(line) <= LONGEST_CAPITALS
                and repeats_subject(subject, line)
            ):
                _set(head, piece, count, line, "subject line")
                return


def _take_act(piece: ArticlePiece, head: Head, after: list[ArticlePiece]) -> bool:
    """Remove the label of an act (`QUYẾT ĐỊNH`, `SURAT EDARAN`), and use what is below it as the title."""
    if not is_act_label(piece.lines[0]):
        return False
    titled = piece if len(piece.lines) > 1 else next((other for other in after if other.lines), None)
    if titled is None:
        return False
    first = int(titled is piece)
    while first < len(titled.lines) and (is_number_line(titled.lines[first]) or is_date_line(titled.lines[first])):
        first += 1
    lines = titled.lines[first:]
    count = _count_heading_lines(lines) or _short_lines(lines) if lines and is_title_like(lines[0].strip()) else 0
    if not count:
        return False
    above = [*piece.lines[: int(titled is piece) or None], *titled.lines[int(titled is piece) : first]]
    head.furniture += [line.strip() for line in above]
    head.lines += [line[:300].strip() for line in titled.lines[:3]] if titled is not piece else []
    piece.lines = piece.lines[1:]
    return _set(head, titled, first - int(titled is piece) + count, join_lines(lines[:count]), FIRST_LINE)


def _is_preface(piece: ArticlePiece, after: Sequence[ArticlePiece]) -> bool:
    """Return whether sentences are above the label of a release, and so are the sender's or printer's."""
    words = " ".join(piece.lines)
    prose = ends_sentence(words) and word_count(words) > PREFACE
    greets = _GREETS.match(words) is not None and word_count(words) > PREFACE // 2
    return (prose or greets) and any(release_label(other.lines[0].strip()) for other in after)


def _take_subject_below(head: Head, below: list[ArticlePiece]) -> None:
    """Use the subject below the salutation of a letter as its title."""
    subject = letter_subject(below[0].lines[0].strip()) if below and below[0].lines else None
    if subject:
        head.furniture += [head.title] if head.title else []
        _set(head, below[0], 1, subject, "subject line")


def _names_publisher(title: str, line: str, below: list[str]) -> bool:
    """Return whether two words, or those after `The`, are the name of a paper above a headline with its byline."""
    words = title.split()
    short = len(words) <= (4 if words[0] == "The" else 2)
    capital = all(word[0].isupper() for word in words) and not in_capitals(title)
    return (
        short and capital and word_count(line) >= 5 and bool(below) and bool(byline(below[0].strip(), in_header=True))
    )


def _says_what_it_is(line: str) -> bool:
    """Return whether a line begins like the heading of a paper or statement, so that the office above it is not the
    title."""
    return is_paper(line) or genre_of(line) is not None


def _resumes(piece: ArticlePiece, head: Head) -> bool:
    """Return whether a heading in capitals continues in the next block (`PIDATO PRESIDEN`, blank, `PADA SIDANG UMUM
    PBB`)."""
    title = head.title or ""
    return (
        in_capitals(title)
        and in_capitals(piece.lines[0])
        and (_RESUMED.match(piece.lines[0]) is not None or speech_label(title))
    )


def _is_above(line: str) -> bool:
    """Return whether a line is above a title, and is not one."""
    return is_stamp(line) or says_which_text(line) or line.casefold() == "tentang"


def _is_office_over(title: str, lines: list[str]) -> bool:
    """Return whether the assumed title is above the label and subject of a paper, or above a speech."""
    first = lines[0].strip()
    if speech_label(title) and speech_title(first):
        return True
    speech = in_capitals(first) and speech_title(first) and not speech_title(title)
    return in_capitals(title) and ((len(lines) > 1 and is_paper_label(first)) or speech)


def _look_below(piece: ArticlePiece, head: Head, after: list[ArticlePiece]) -> None:
    """Use a line directly above the body as the rest of the title, or as the title."""
    title = head.title or ""
    while len(piece.lines) > 1 and is_address(piece.lines[0]) and is_better_title(title, piece.lines[1].strip()):
        head.furniture.append(piece.lines[0].strip())
        piece.lines = piece.lines[1:]
    line = piece.lines[0].strip()
    one_block = len(piece.lines) > 1
    below = piece.lines[1:] if one_block else []
    below = below or next((o.lines for o in after if o.lines and not all(map(is_header_line, o.lines))), [])
    summed_up = bool(below) and _POINT.match(below[0]) is not None and not any(map(_POINT.match, head.lines))
    whose = is_title_like(line) and not is_header_line(line) and not is_salutation(line)
    first = piece.lines[1:] if one_block else next((other.lines for other in after if other.lines), [])
    if whose and (in_capitals(title) or is_office(title)) and _says_what_it_is(line) and not _says_what_it_is(title):
        _replace_title(head, piece)
        return
    if whose and _names_publisher(title, line, first):
        head.publisher = title
        _replace_title(head, piece)
        return
    if not below or is_header_line(line) or is_salutation(line) or not (_opens_body(below) or summed_up):
        return
    if is_better_title(title, line) or (is_office(title) and is_title_like(line) and not is_office(line)):
        _replace_title(head, piece)
    elif not one_block and goes_on(title, line, one_block=False):
        head.title = f"{title} {collapse(line)}"
        piece.lines = piece.lines[1:]


def _replace_title(head: Head, piece: ArticlePiece) -> None:
    """Replace the title by one from a paragraph below it."""
    head.furniture += [head.title] if head.title else []
    head.title = None
    _take_title(piece, head, has_title=False)


def _opens_body(lines: list[str]) -> bool:
    """Return whether a paragraph begins the body: a sentence, a dateline, or wrapped lines of one."""
    words = collapse(" ".join(lines))
    return len(words) > LONGEST or ends_sentence(words) or _dateline(words[:140]) > 0


def _take_title(piece: ArticlePiece, head: Head, has_title: bool) -> bool:
    lines = piece.lines
    marked = _HEADING.match(lines[0].strip())
    if marked:
        return _set(head, piece, 1, marked[1], "heading")
    if len(lines) > 1 and _UNDERLINE.match(lines[1].strip()) and len(lines[0]) <= LONGEST_CAPITALS:
        return _set(head, piece, 2, lines[0].strip(), "heading")
    if has_title and head.title is None:
        return False
    if any(map(is_postal, lines[:6])):
        return False
    first = lines[0].strip()
    if first.endswith(",") and in_capitals(first) and word_count(first) > 3 and any(map(is_date_line, lines[1:2])):
        return _set(head, piece, 1, first.rstrip(","), FIRST_LINE)
    lines = _until_furniture(lines)
    above_furniture = len(lines) == 1 and len(piece.lines) > 1
    if above_furniture and LONGEST < len(lines[0]) <= LONGEST_CAPITALS and not ends_sentence(lines[0]):
        return _set(head, piece, 1, collapse(lines[0]), FIRST_LINE)
    capitals = _count_heading_lines(lines)
    if capitals:
        capitals += _low_end(lines, capitals)
        words = join_lines(lines[:capitals]).rstrip(".")
        joined = f"{head.title} {words}" if head.title else words
        return _set(head, piece, capitals, joined, FIRST_LINE)
    count = _short_lines(lines)
    return bool(count) and _set(head, piece, count, join_lines(lines[:count]).rstrip(":"), FIRST_LINE)


def _until_furniture(lines: list[str]) -> list[str]:
    """The first line, and those under it until one that is no part of a title (a day, a byline, a label, a greeting of
    the hearers)."""
    return lines[: next((n for n, line in enumerate(lines[:8]) if n and _ends_title(line.strip())), len(lines))]


def _ends_title(line: str) -> bool:
    return is_header_line(line) or is_salutation(line)


def _set(head: Head, piece: ArticlePiece, count: int, title: str, origin: str) -> bool:
    head.title, head.origin = without_tools(_PICTOGRAPHS.sub("", title).strip("*_ ")), origin
    piece.lines = piece.lines[count:]
    return True


def _count_heading_lines(lines: list[str]) -> int:
    count = 0
    while count < min(len(lines), 8) and not is_salutation(lines[count]):
        if not in_capitals(lines[count]) and not (count and lines[count].strip().isupper()):  # `DAN`, `VÀ`
            break
        count += 1
    return (
        count if count and sum(map(len, lines[:count])) <= LONGEST_CAPITALS and not lines[0].endswith((",", ";")) else 0
    )


def _low_end(lines: list[str], count: int) -> int:
    """Return 1 if the line below a heading in capitals continues it in lower case (`PIDATO GUBERNUR`, `pada ...`)."""
    if count >= len(lines) or len(lines[count]) > LONGEST or ends_sentence(lines[count]):
        return 0
    return int(_GOES_ON_LOW.match(lines[count].strip()) is not None)


def _short_lines(lines: list[str]) -> int:
    """Return how many lines from the top are a title in mixed case: 0, 1, or 2 and 3 if it wraps."""
    first = lines[0].strip()
    if not _may_be_title(first):
        return 0
    if len(lines) == 1:
        return 1
    second = lines[1].strip()
    if len(lines) <= 3 and sum(map(len, lines)) <= 220 and not any(map(_stops, lines)):
        wraps = starts_low(second) or (len(first) >= 45 and len(second) < len(first) and not ends_sentence(first))
        return len(lines) if wraps else _going_on(lines)
    width = max(map(len, lines[1:]))
    next_word = second.split()[0]
    fits = len(first) + 1 + len(next_word) <= 0.85 * width
    return 1 if fits and not starts_low(second) else 0


def _stops(line: str) -> bool:
    """Return whether a line ends a sentence other than a question or exclamation, which headlines can be."""
    return ends_sentence(line) and not line.rstrip(' "”’)*_').endswith(("?", "!"))


def _going_on(lines: list[str]) -> int:
    """Return how many lines of a separate block are one title, including the first."""
    count = 1
    while count < len(lines):
        title, line = collapse(" ".join(lines[:count])), lines[count].strip()
        if not goes_on(title, line, one_block=True) or is_better_title(title, line):
            break
        count += 1
    return count


def _may_be_title(line: str) -> bool:
    if len(line) > LONGEST or sum(map(str.isalpha, line)) < 3 or _ITEM.match(line) or "\t" in line:
        return False
    if is_letter_by_letter(line):
        return False
    if line.endswith((",", ";", "…")) or is_salutation(line):
        return False
    if line.endswith(".") and not (_ABBREVIATION.search(line[-8:]) and _STOP.search(line) is None):
        return False
    return not line.endswith(":") or (speech_title(line) and word_count(line) > 3)
