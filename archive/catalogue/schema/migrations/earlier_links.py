"""How reasons of links and holds, and of pages that could not be read, were written before they had codes, for the
migration that gives them codes.

Frozen: what these sentences said is on disk in archives of that time. Of several forms the first that fits is taken;
what none fits keeps its words under the code `legacy`, and of a hold has none: these are the words of a file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, reduce
from typing import Any

from archive.catalogue.schema.migrations.earlier_reasons import messages_of_note, messages_of_reason, pattern_of

_LONGEST = 600  # characters of a clause
_WITHIN = "said_"  # how values begin that are clauses themselves, with " and " between several
_AND = " and "

_LEVELS = (
    ("level-same", "the same name, written otherwise"),
    ("level-type", "the same name, another type of file"),
    ("level-marks", "the same name but for marks of a copy"),
    ("level-separators", "the same words, parted otherwise"),
    ("level-counted", "the same name but for the number of a copy"),
    ("level-accents", "the same words without their accents"),
    ("level-digits", "the same number, in other words"),
)
_CHOICES = (
    ("photo-none", "no photo by this name is here"),
    ("photo-unlike", "the nearest has %(said_what)s, but %(said_why)s"),
    ("photos-named-so", "%(photos)s photos have this name, and nothing else tells which of them is meant"),
    ("photos-named-like", "%(photos)s photos have %(said_what)s, and nothing else tells which of them is meant"),
    ("photo-of-several", "of %(photos)s such photos, %(said_why)s"),
    ("digits-only", "nothing but %(digits)s is the same"),
    ("accents-mislead", "without accents other words may look the same"),
    ("moment-numbered", "several pictures of one moment are numbered so"),
    ("number-of-another", "the number %(mark)s may be that of another picture"),
    ("numbered-beside", "beside it lie others that only their numbers tell from it"),
    ("name-common", "such names are given again and again"),
    ("name-common-alone", "such names are given again and again, and nothing else speaks for this one"),
    ("name-common-against", "such names are given again and again, and %(said_why)s"),
    ("made-after", "it was made after the article came out"),
    ("made-far", "it was made months away from the article's day"),
    ("lies-beside", "it lies in the same folder"),
    ("lies-nearest", "it lies nearest to the article"),
    ("caption-says-same", "its caption says the same"),
    ("caption-has-words", "its caption has the same words (%(words)s)"),
    ("made-on-day", "it was made on that day"),
    ("made-on-caption-day", "it was made on the day that the caption gives"),
)
_PAGES = (
    ("ocr-unopened", "it cannot be opened (%(error)s): print it to a new PDF and give that"),
    ("ocr-encrypted", "it needs a password: give it with `press-archive ocr --pdf-passwords FILE`"),
    ("ocr-page-sizeless", "page %(page)s has no size: print it to a new PDF and give that"),
    ("ocr-page-undrawn", "page %(page)s cannot be drawn (%(error)s): print it to a new PDF and give that"),
    ("ocr-too-many-words", "tesseract found more on the page than a page can hold: look at it, and type its words"),
    ("ocr-no-words", "tesseract gave no words for the page: `press-archive doctor` says why"),
    ("ocr-failed", "tesseract could not read the page (%(said_why)s): check that it runs with `press-archive doctor`"),
    ("ocr-exit", "it ended with %(status)s"),
    ("ocr-answer-unusable", "reading it gave an answer that cannot be used"),
    ("ocr-given-up", "%(pages)s pages before it took too long"),
)
_HOLDS: Mapping[str, str] = {
    "held by the archivist": "hold-archivist",
    "held on intake, until someone decides": "hold-ingest",
    "it has the caption of a photo that is held back": "hold-caption",
    "behind a password: nobody can say yet what is in it": "hold-encrypted",
    "its newest version is behind a password": "hold-encrypted-version",
    "a file in it is behind a password: nobody can say yet what is in that": "hold-encrypted-inside",
    "a scan: it may hold an embargo, its words are not read yet": "hold-scan",
    "a scan among its files: it may hold an embargo, and is not read": "hold-scan-beside",
    "it was held as a scan that is not read; it is read now, and someone decides": "hold-scan-read",
    "its first page is read too poorly to tell whether it is under embargo": "hold-scan-doubtful",
}


@lru_cache(maxsize=10_000)
def messages_of_link(reason: str) -> str:
    """Return the messages of why a photo is linked, or none, as JSON."""
    found = [_clause(clause, _LINK_FORMS) for clause in reason.split("; ")]
    return _json([{"code": "legacy", "params": {"text": reason}}] if None in found else found)


def messages_of_page(reason: str) -> str:
    """Return the messages of why a page of a scan could not be read as JSON."""
    found = _clause(reason, _PAGE_FORMS)
    return _json([found]) if found else messages_of_reason(reason, "")


def messages_of_hold(reason: str | None) -> str | None:
    """Return the message of why the archive itself holds a record as JSON; None for the words of a file."""
    code = _HOLDS.get(reason or "")
    return _json([{"code": code, "params": {}}]) if code else None


def recode_access(kept: str) -> str:
    """Return JSON that says who may see records or files, with the messages of each reason to hold them."""
    return _json(_with_holds(json.loads(kept)))


def recode_event(detail: str) -> str:
    """Return the detail of an event with the messages of its reason, and of that in what was before it."""
    told = json.loads(detail)
    if isinstance(told.get("reason"), str) and "messages" not in told:
        told["messages"] = json.loads(messages_of_page(told["reason"]))
    before = told.get("before")
    if isinstance(before, dict) and isinstance(before.get("reason"), str) and "messages" not in before:
        before["messages"] = json.loads(messages_of_link(before["reason"]))
    return _json(told)


def recode_snapshot(kept: str) -> str:
    """Return the rows that a merge or split can be taken back to, with the columns that 0015 and 0016 filled."""
    rows = json.loads(kept)
    for row in (*rows.get("records", ()), *rows.get("assets", ())):
        row.setdefault("hold_messages", messages_of_hold(row.get("hold_reason")))
    for row in (*rows.get("mentions", ()), *rows.get("elsewhere", ())):
        row.setdefault("messages", messages_of_link(row["reason"]) if row["reason"] else None)
    for row in rows.get("records", ()):
        row["notes"] = _json([_note(note) for note in json.loads(row["notes"])])
    for row in rows.get("scans", ()):
        row["otherwise"] = recode_access(row["otherwise"])
    return _json(rows)


def _note(note: Any) -> Any:
    return json.loads(messages_of_note(note)) if isinstance(note, str) else note


def _with_holds(kept: Any) -> Any:
    if isinstance(kept, list):
        return [_with_holds(one) for one in kept]
    if not isinstance(kept, dict):
        return kept
    found = {name: _with_holds(value) for name, value in kept.items()}
    if "hold_reason" in found:
        messages = messages_of_hold(found["hold_reason"])
        found.setdefault("hold_messages", json.loads(messages) if messages else None)
    return found


def _clause(clause: str, forms: Iterable[tuple[str, Any]]) -> dict[str, Any] | None:
    for code, form in forms if len(clause) <= _LONGEST else ():
        if (match := form.fullmatch(clause)) and None not in (
            params := dict(_params(match.groupdict(), forms))
        ).values():
            return {"code": code, "params": params}
    return None


def _params(values: Mapping[str, str], forms: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if name.startswith(_WITHIN):
            yield name.removeprefix(_WITHIN), _within(value, forms)
        elif name == "words":
            yield name, value.split(", ")
        elif name in ("photos", "page", "pages", "status"):
            yield name, int(value) if value.lstrip("-").isdecimal() else None
        else:
            yield name, value


def _within(value: str, forms: Iterable[tuple[str, Any]]) -> Any:
    found = [_clause(one, forms) for one in value.split(_AND)]
    if None in found:
        return value if forms is _PAGE_FORMS else None  # what tesseract itself said
    return reduce(lambda one, other: {"code": "both", "params": {"one": one, "other": other}}, found)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_LINK_FORMS = tuple((code, pattern_of(template)) for code, template in (*_LEVELS, *_CHOICES))
_PAGE_FORMS = tuple((code, pattern_of(template)) for code, template in _PAGES)
