"""Embargoes in a text: in its first and last lines and in sentences of its captions.

Lines are read first, then free sentences, then narrow columns. If none contains one, evidence in a paragraph may be
enough (`evidence`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from archive.text.embargo.embargo_words import clean_line
from archive.text.embargo.instants import UNKNOWN, EmbargoEnd, last_day, read_end
from archive.text.orthography import collapse, ends_sentence, starts_low
from ingest.extract.embargo import forms, matcher, stamps
from ingest.extract.embargo.embargo_candidates import IN_HEAD, IN_TEXT, STAMPED, embargo, is_bare, strictest
from ingest.extract.embargo.evidence import adds_up, speaks_against
from ingest.extract.embargo.matcher import EmbargoOrder, OrderKind, read_order, without_quotes
from ingest.extract.embargo.sentence_parts import split_sentences
from ingest.extract.embargo.sentences import SentencePlace, read_sentence, speaks_of_use

HEADER_LINES = 15  # lines from the top in which an order counts
TOP_LINES = 4  # in which an ambiguous word counts, such as `Draft`
LAST_LINES = 5
FOOT_LINES = 12  # whose sentences are read one by one
LONGEST_LINE = 160  # characters of a line that is read whole
TOP = 60_000  # characters that contain the first lines
MOST_WRAPPED = 7  # lines after the first of an order
TESTED = 32  # lines that are tested together
COLUMN = 40  # characters of a line in a narrow column
MOST_STARTS = 4  # of its lines at which an order may begin
WRAPPED = 60  # characters of a line that may continue on the next
NEWS = 200  # characters of a news paragraph
MOST_FOUND = 200  # orders in a body

_ROW = re.compile(r"\s\|\s|\t")  # of a table
_YEAR = re.compile(r"(?:19|20)\d\d\W*(?:\(|\Z)")
_QUOTES = ('"', "“", "«", "'", "‘")
_CONTACT = 60  # characters of a line under the news with contacts
_HEADER = re.compile(r"\W{0,3}[^\W\d_]{2,12}:\s")  # `Subject: `
_BROKEN = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])")  # a word hyphenated over two lines

Found = tuple[EmbargoEnd, str, str]  # end of an order, its words, and their place


@dataclass(frozen=True, slots=True)
class EmbargoText:
    """The first lines of a text, and its body with what is below it."""

    head: list[str]
    body: str


def find_orders(words: EmbargoText, issued: date | None, title: str, captioned: list[Found]) -> list[Found]:
    """Return the orders in a text with the title `title`, and those in its captions."""
    words = EmbargoText(forms.answered(words.head), "\n".join(forms.answered(words.body.splitlines())))
    head, foot = words.head[:HEADER_LINES], _foot(words.body)
    first, last = _paragraphs(_top(words)), _paragraphs(foot)
    found = [*_in_head(head, issued), *_strictest_first(list(_in_body(words.body, issued)))]
    found += [*_in_sentences(first, issued, IN_HEAD, found, title)]
    found += [*_in_sentences(last, issued, IN_TEXT, found), *captioned]
    found += [*_in_columns([line.strip() for line in head], issued, IN_HEAD), *_in_columns(foot, issued, IN_TEXT)]
    found = [one for one in found if one[0].until is None or not matcher.says_ended(one[1])]
    found = [one for one in found if one[0].until or one[2] == STAMPED or not _taken_back(one[1], words)]
    return _without_parts(_without_status(found or list(_by_evidence(first, last, issued, title))))


def _strictest_first(found: list[Found]) -> list[Found]:
    """Return the orders in their own order if they are few, else the MOST_FOUND that last longest."""
    if len(found) <= MOST_FOUND:
        return found
    return sorted(found, key=lambda one: one[0].until or "9999", reverse=True)[:MOST_FOUND]


def holds(line: str) -> bool:
    """Return whether a line at the head of a text is an order to hold it, or only such a mark."""
    return read_order(line) is not None


def read_embargo(lines: list[str], issued: date | None = None) -> dict[str, Any] | None:
    """Return the embargo in the first lines of a text, or None. A day without a year is the next such day after
    `issued`. An order without a day holds until someone decides."""
    others = ((end, words) for end, words, _ in _in_sentences(_paragraphs(lines), issued, IN_HEAD, []))
    found = read_timed(lines, issued) or next(others, None)
    return embargo(*found, IN_HEAD) if found is not None else None


def continues_embargo(above: str, line: str) -> bool:
    """Return whether a line gives the end of the embargo in the line above: a time, a day, `sampai ...`."""
    if len(line) > 80 or not (read_order(above) or matcher.only_when(above)):
        return False
    return any(map(str.isdigit, line)) and matcher.only_when(line)


def read_timed(lines: list[str], issued: date | None) -> tuple[EmbargoEnd, str] | None:
    """Return the end of the orders in the first lines, and their words; None without any. Stamps are not orders."""
    found: list[Found] = []
    for n, line in enumerate(lines[:HEADER_LINES]):
        for sentence in sentences_of(line):
            order = _order(sentence)
            wrapped = _wrapped(sentence, lines[n + 1 : n + 1 + MOST_WRAPPED], order)
            if wrapped is not None:
                found.append(
                    (_end_of_wrapped(sentence, wrapped, order, issued), collapse(wrapped).strip(" *_#"), IN_HEAD)
                )
            elif order is not None and order.kind in (OrderKind.UNTIL, OrderKind.MARK, OrderKind.ORDER):
                found.append((end_of(sentence, order, issued), collapse(sentence).strip(" *_#"), IN_HEAD))
    if any(end.until for end, _, _ in found):  # a bare mark refers to the embargo with an end
        found = [one for one in found if one[0].until is not None or not is_bare(one[1])]
    found = _without_status(found)
    if not found:
        return None
    return strictest([end for end, _, _ in found]), " / ".join(dict.fromkeys(said for _, said, _ in found))


def _without_status(found: list[Found]) -> list[Found]:
    """Return the orders without table rows that name no day, if another one gives the end: `Status | not public`."""
    told = any(one[0].exact and _ROW.search(one[1]) for one in found)
    return [one for one in found if not told or one[0] != UNKNOWN or one[2] == STAMPED or not _ROW.search(one[1])]


def _without_parts(found: list[Found]) -> list[Found]:
    """Return the orders without words that are part of others with more data: a day, or its time and zone."""
    timed = [(end, collapse(said)) for end, said, _ in found if end.until]
    return [
        one
        for one in found
        if one[0].exact
        or not any(
            said != collapse(one[1])
            and (end.exact or not one[0].until)
            and all(collapse(part) in said for part in one[1].split(" / "))
            for end, said in timed
        )
    ]


def _order(sentence: str, place: SentencePlace | None = None) -> EmbargoOrder | None:
    """Return the order in a sentence, in a form for which the rules have a pattern, or with `place` in any; None if it
    is about an event."""
    order = read_order(sentence) if place is None else read_sentence(sentence, place)
    timed = order is not None and order.kind in (OrderKind.UNTIL, OrderKind.ORDER)
    return None if timed and speaks_against(sentence, sure=place is None) else order


def end_of(line: str, order: EmbargoOrder, issued: date | None) -> EmbargoEnd:
    """Return the end of the order in a line. `issued`: as in `read_embargo`."""
    if order.kind is not OrderKind.UNTIL:
        return UNKNOWN
    line = clean_line(line)
    # Another order may precede it, with its own day; or the day of `until then`.
    before = read_sentence(line[: order.start].strip(), SentencePlace.APART)
    earlier = (before is not None and before.kind is OrderKind.UNTIL) or matcher.awaits_then(line[order.start :])
    return read_end(line if earlier else line[order.start :], issued)


def sentences_of(line: str) -> list[str]:
    """Return the line, or its sentences if it is not an order as a whole. In a notice that another text was withdrawn,
    all sentences are about that one: `It has been withdrawn. Do not use it.`"""
    if len(line) <= LONGEST_LINE and (read_order(line) is not None or matcher.says_withdrawn(line)):
        return [line]
    return split_sentences(line)


def _wrapped(line: str, below: list[str], order: EmbargoOrder | None) -> str | None:
    """Return a line with those below it that continue its order: its day, its time and zone, or the rest of its
    sentence, or None."""
    joined, said = None, line
    if ends_sentence(line) or not below or len(below[0]) > LONGEST_LINE:
        return None
    if order is not None and (order.kind in (OrderKind.SECRET, OrderKind.SOFT) or order.labelled):
        return None
    if order is None and not (_may_hold(line, below) and any(map(str.isdigit, "".join(below)))):
        return None
    open_end = matcher.breaks_off(line) or any(starts_low(low) or matcher.only_when(low) for low in below[:1])
    if order is None and not open_end and read_sentence(line, SentencePlace.APART) is not None:
        return None  # a whole sentence
    for n, follower in enumerate(below):
        if len(follower) > LONGEST_LINE or len(said) + len(follower) >= matcher.LONGEST:
            break
        if order is None and not (starts_low(follower) or len(said) > 30 or line.isupper() or matcher.breaks_off(said)):
            break
        ordered = order is not None and not (
            order.kind is OrderKind.ORDER and (starts_low(follower) or matcher.breaks_off(said))
        )
        if ends_sentence(said) or not _goes_on(said, follower, below[n + 1 :], ordered):
            break
        said = f"{said} {follower}"
        again = read_order(said)
        if again is not None and again.kind is OrderKind.UNTIL and (order is not None or again.start < len(line)):
            joined = said[again.start :] if order is not None else said
    return joined


def _end_of_wrapped(line: str, wrapped: str, order: EmbargoOrder | None, issued: date | None) -> EmbargoEnd:
    """Return the end of an order in a line and those below it. If the line alone has an unreadable end, the day below
    it may be that of the news: `EMBARGOED UNTIL THE BELL` above a title and `Jakarta, 5 May`."""
    return UNKNOWN if order is None and matcher.says_some_end(line) else read_end(wrapped, issued)


def _may_hold(line: str, below: list[str]) -> bool:
    """Return whether a line has words of an order, or begins one that continues below it: `Please do not` above
    `publish`."""
    if matcher.may_hold(line):
        return True
    if ends_sentence(line) or not below or max(len(line), len(below[0])) > LONGEST_LINE:
        return False
    return matcher.may_hold(" ".join([line, *below])[: matcher.LONGEST])


def _goes_on(said: str, follower: str, below: list[str], ordered: bool) -> bool:
    """Return whether a line under an order (or the beginning of one) belongs to it: a day or time that it lacks."""
    above, here = matcher.moments(said), matcher.moments(follower)
    alone = matcher.only_when(follower)
    if matcher.is_cut(said, follower) or matcher.awaits_when(said, follower):
        return True
    if "day" in above and _YEAR.match(follower):
        return True
    if "clock" in above and "day" in above:
        return alone and here == {"zone"}
    if "day" in above:  # its time, not that of an event followed by the place
        return alone and "clock" in here and "day" not in here and not (below and matcher.is_place(below[0]))
    if alone and "day" in here and "clock" in above:
        return True
    if alone:
        hour = bool(below) and matcher.only_when(below[0]) and "clock" in matcher.moments(below[0])
        return "clock" in here or matcher.awaits_more(said) or hour
    return not ordered and read_order(follower) is None


def _taken_back(said: str, words: EmbargoText) -> bool:
    """Return whether the paragraph of an order without a day goes on to revoke it."""
    lines = [*words.head[:HEADER_LINES], *_foot(words.body)]
    paragraphs = (collapse(" ".join(paragraph)) for paragraph in _paragraphs(lines))
    return any(collapse(said) in paragraph and matcher.says_lifted(paragraph) for paragraph in paragraphs)


def _in_head(lines: list[str], issued: date | None) -> Iterator[Found]:
    """Yield the orders in the first lines. One without a day holds until someone decides; a secrecy stamp does so in
    old texts, too."""
    timed = read_timed(lines, issued)
    if timed is not None:
        yield (*timed, IN_HEAD)
    for n, line in enumerate(lines):
        if any(matcher.runs_over(line, follower) for follower in lines[n + 1 : n + 2]):
            continue
        for sentence in sentences_of(line):
            order = _order(sentence)
            if order is None:
                stamp = stamps.stamp_of(line) if line.startswith(sentence) else None
                if stamp is not None and read_sentence(line) is None:
                    yield UNKNOWN, line, STAMPED if stamp is OrderKind.SECRET else IN_HEAD
            elif order.kind is OrderKind.SECRET:
                yield UNKNOWN, sentence.strip(), STAMPED
            elif order.kind is OrderKind.SOFT and (n < TOP_LINES or sentence.isupper() or len(sentence.split()) > 1):
                yield UNKNOWN, sentence.strip(), IN_HEAD


def _in_body(body: str, issued: date | None) -> Iterator[Found]:
    """Yield the orders below the head: dated ones, on separate lines, and undated ones. A stamp, or an ambiguous word,
    counts only at the end, because elsewhere it may be a heading."""
    lines = _lines(body)
    filled = [n for n, line in enumerate(lines) if line]
    foot = set(filled[-FOOT_LINES:])
    last = set(filled[-LAST_LINES:])
    told = max((n for n in filled if ends_sentence(lines[n]) and len(lines[n]) > WRAPPED), default=-1)
    loud = _loud(lines)
    for n in (n for n in filled if n in loud):
        line, above = lines[n], lines[n - 1] if n else ""
        if n not in foot and len(line) > LONGEST_LINE:
            continue
        if line[0] in _QUOTES or not _may_hold(line, lines[n + 1 : n + 1 + MOST_WRAPPED]):
            continue
        if n + 1 < len(lines) and matcher.runs_over(line, lines[n + 1]):
            continue
        for sentence in sentences_of(line) if n in foot else [line]:
            order = _order(sentence)
            if order is None and n in last and stamps.stamp_of(line) is OrderKind.SECRET:
                yield UNKNOWN, line, STAMPED
            elif order is None and n in last and stamps.is_tagged(line):
                yield UNKNOWN, line, IN_TEXT
            if order is None and not _begins(above, line):
                continue
            whole = _wrapped(sentence, lines[n + 1 : n + 1 + MOST_WRAPPED], order)
            if whole is not None:
                yield _end_of_wrapped(sentence, whole, order, issued), collapse(whole), IN_TEXT
            elif order is not None and order.kind is OrderKind.UNTIL:
                if order.start <= matcher.LABEL and _begins(above, sentence):
                    yield end_of(sentence, order, issued), sentence, IN_TEXT
            elif order is not None and _counts_below(order, sentence, n in last, n > told):
                yield UNKNOWN, sentence.strip(), STAMPED if order.kind is OrderKind.SECRET else IN_TEXT


def _loud(lines: list[str]) -> set[int]:
    """Return the numbers of the lines that may hold an order with those below them: a fast test for many together."""
    found: set[int] = set()
    for n in range(0, len(lines), TESTED):
        together = " ".join(line[: matcher.LONGEST] for line in lines[n : n + TESTED + MOST_WRAPPED])
        if matcher.may_hold_among(together):
            found.update(range(n, n + TESTED))
    return found


def _in_sentences(
    paragraphs: list[list[str]], issued: date | None, origin: str, known: list[Found], title: str = ""
) -> Iterator[Found]:
    """Yield the orders in free sentences, including those over several lines, except `known` ones. One without an end
    refers to the embargo whose end another one gives."""
    read = [(collapse(words), end.until) for end, words, _ in known]
    found: list[tuple[Found, bool]] = []
    lengths = [sum(map(len, paragraph)) for paragraph in paragraphs]
    if origin == IN_HEAD:  # a letter to the press may precede the news, and is not news
        greeted = [False, *(matcher.is_greeting(paragraph[-1]) for paragraph in paragraphs)]
        lengths = [0 if above else length for above, length in zip(greeted, lengths, strict=False)]
    news = [n for n, length in enumerate(lengths) if length >= min(NEWS, max(lengths))]
    for n, paragraph in enumerate(paragraphs):
        apart = n < news[0] if origin == IN_HEAD else n > news[-1]
        joined = collapse(_BROKEN.sub("", "\n".join(paragraph)))
        place = _place(joined, apart, origin, title)
        last = origin == IN_TEXT and n == len(paragraphs) - 1
        closing = origin == IN_TEXT and max(lengths[n + 1 :], default=0) <= _CONTACT
        if paragraph[0][0] in _QUOTES:
            continue
        said = ""
        sentences = split_sentences(without_quotes(joined))
        most = None if apart or last or closing else 1  # within the news an order is the first sentence
        for at, sentence in enumerate(sentences[:most]):
            said, above = sentence, said
            if at and matcher.awaits_then(sentence) and (_order(sentence) or _order(sentence, place)):
                sentence = f"{above} {sentence}"  # it contains the day of `until then`
            if any(sentence in words or (words in sentence and until) for words, until in read):
                continue
            order = _order(sentence)
            if order is None or order.kind is OrderKind.MARK:
                order = _order(sentence, place)
            if order is not None and order.kind in (OrderKind.UNTIL, OrderKind.ORDER):
                end = end_of(sentence, order, issued)
                if apart or last or at == 0 or (end.exact and closing):
                    found.append(((end, sentence.strip(), origin), order.kind is OrderKind.UNTIL))
        days = [end.day for (end, words, _), timed in found if timed and end.until and collapse(words) in joined]
        days += [end.day for end, words, _ in known if end.until and collapse(words) in joined]
        if (apart or last) and days and _names_another(joined, max(filter(None, days))):
            found.append(((UNKNOWN, joined, origin), True))
    named = [end.until for end, _, _ in (*known, *(one for one, _ in found)) if end.until is not None]
    ended = any(issued is None or until >= issued.isoformat() for until in named)
    yield from (one for one, timed in found if timed or not ended)


def _by_evidence(first: list[list[str]], last: list[list[str]], issued: date | None, title: str) -> Iterator[Found]:
    """Yield the orders that evidence adds up to beside the news, two sentences at a time, if no rule finds one.
    `first`, `last`: those at the head and at the foot."""
    for parts, origin in ((first, IN_HEAD), (last, IN_TEXT)):
        paragraphs = [collapse(_BROKEN.sub("", "\n".join(paragraph))) for paragraph in parts]
        news = [n for n, said in enumerate(paragraphs) if len(said) >= min(NEWS, max(map(len, paragraphs)))]
        for n, said in enumerate(paragraphs):
            if not (n < news[0] if origin == IN_HEAD else n > news[-1] or (n == len(paragraphs) - 1 and len(news) > 1)):
                continue
            if said[0] in _QUOTES or (said == title and not ends_sentence(said)):
                continue
            for sentence, after in pairwise([*split_sentences(said), ""]):
                both = f"{sentence} {after}".strip()
                window = both if len(both) <= matcher.LONGEST else sentence
                if adds_up(window):
                    yield read_end(window, issued), window, origin


def _in_columns(lines: list[str], issued: date | None, origin: str) -> Iterator[Found]:
    """Yield the orders with a day that a narrow column breaks over three or more lines."""
    for full, group in groupby(lines, key=lambda line: 0 < len(line) <= COLUMN):
        column = list(group) if full else []
        for n in range(min(len(column) - 2, MOST_STARTS)):
            said = collapse(_BROKEN.sub("", "\n".join(column[n:])))
            dated = next((k for k in range(n, len(column)) if "day" in matcher.moments(column[k])), n)
            if len(said) > matcher.LONGEST or ends_sentence(column[n]) or dated == n or not _goes_on_to(column, dated):
                continue
            if sum(_HEADER.match(line) is not None for line in column[n:]) > 1:
                continue  # a mail header
            order = _order(said) or _order(said, SentencePlace.UNDER)
            if order is None or order.kind is not OrderKind.UNTIL:
                continue
            end = end_of(said, order, issued)
            if end.until is not None:
                yield end, said, origin
                break


def _goes_on_to(column: list[str], n: int) -> bool:
    """Return whether the n-th line with its day continues the lines above it, and is not a dateline."""
    above, line = column[n - 1], column[n]
    return (
        (matcher.only_when(line) and matcher.awaits_more(above))
        or starts_low(line)
        or matcher.is_cut(above, line)
        or matcher.breaks_off(above)
        or matcher.awaits_when(above, line)
    )


def _place(paragraph: str, apart: bool, origin: str, title: str) -> SentencePlace:
    if not apart:
        return SentencePlace.WITHIN
    if origin == IN_TEXT:
        return SentencePlace.UNDER
    if title and not paragraph.startswith(title):
        return SentencePlace.ABOVE
    return SentencePlace.UNDER if paragraph.endswith(".") else SentencePlace.APART  # a title has no full stop


def _names_another(paragraph: str, day: date) -> bool:
    """Return whether a sentence beside a dated order names a later day for a part of the text: `The pictures follow on
    5 May.`"""
    sentences = [sentence for sentence in split_sentences(paragraph) if (last_day(sentence) or day) > day]
    return any(speaks_of_use(sentence) for sentence in sentences)


def _top(words: EmbargoText) -> list[str]:
    """Return the first lines of a text in order: those only in the head, and those of the body."""
    body = _lines(words.body[:TOP])
    lines = set(body)
    alone = [line for line in dict.fromkeys(map(str.strip, words.head)) if line not in lines]
    top: list[str] = []
    for line in [*alone, *body[: max(HEADER_LINES - len(alone), 1)]]:
        top += [""] * bool(top and len(top) <= 2 * len(alone) and not _runs_on(top[-1], line)) + [line]
    return top


def _runs_on(above: str, line: str) -> bool:
    """Return whether a line continues the sentence of the one above it, however short."""
    if above.endswith(":") and matcher.only_when(line):
        return True
    if _YEAR.match(line) and "day" in matcher.moments(above):
        return True
    if starts_low(line) or above.endswith((",", "-")) or matcher.breaks_off(above) or matcher.is_cut(above, line):
        return True
    return matcher.awaits_when(above, line)


def _foot(body: str) -> list[str]:
    """Return the last lines of a body, as many as are read sentence by sentence."""
    lines = _lines(body)
    filled = [n for n, line in enumerate(lines) if line]
    return lines[filled[-FOOT_LINES:][0] :] if filled else []


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """Return the lines, joining those that continue a sentence."""
    paragraphs: list[list[str]] = []
    above = ""
    for line in lines:
        if above and line and (_runs_on(above, line) or (len(above) > WRAPPED and not ends_sentence(above))):
            paragraphs[-1].append(line)
        elif line:
            paragraphs.append([line])
        above = line
    return paragraphs


def _counts_below(order: EmbargoOrder, line: str, at_end: bool, behind: bool) -> bool:
    if order.kind is OrderKind.ORDER or order.labelled or stamps.is_framed(line):
        return True
    if order.kind is OrderKind.MARK:
        return at_end and behind and (line.isupper() or not matcher.is_one_word(line))
    return at_end and (order.kind is OrderKind.SECRET or behind)


def _begins(above: str, line: str) -> bool:
    """Return whether a line does not continue the sentence of the one above it."""
    return not above or not (starts_low(line) or (len(above) > WRAPPED and not ends_sentence(above)))


def _lines(body: str) -> list[str]:
    return [line.strip() for line in body.splitlines()]
