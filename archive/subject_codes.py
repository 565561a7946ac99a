"""Subjects by codes of controlled vocabularies: IPTC Media Topics, IPTC Subject Codes, and those of agencies.

Sources: NAR (IPTC G2) on QCodes, IIM 2:12, IPTC Photo Metadata (Subject Code, CV-Term About Image), ninjs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archive.record import OTHER, Candidate, Record

KEY = "subjects"
"""The key of a record for a list of these: `name`, `code`, `scheme` and `uri`, each only where it is known."""
PARTS = ("name", "code", "scheme", "uri")
ALIASES: Mapping[str, str] = {
    "medtop": "http://cv.iptc.org/newscodes/mediatopic/",
    "subj": "http://cv.iptc.org/newscodes/subjectcode/",
}
"""Schemes by their aliases in the catalog of the IPTC."""
MOST = 200  # subjects of one file

_ALIAS_OF = {scheme: alias for alias, scheme in ALIASES.items()}
_ADDRESS = re.compile(r"https?://[^\s<>\"]{1,500}\Z")
_NUMBER = re.compile(r"(?<![0-9/])[0-9]{8}(?![0-9])")  # IPTC:04015000:...
_TERM = "Iptc4xmpExt:AboutCvTerm/"
_NUMBERED = ("Iptc4xmpCore:SubjectCode", "2:12")
_TOLD_IN = frozenset({*_NUMBERED, f"{_TERM}CvTermId", f"{_TERM}CvTermName", f"{_TERM}CvId"})


def subject(
    name: str = "", code: str = "", scheme: str = "", uri: str = "", *, aliases: Mapping[str, str] = ALIASES
) -> dict[str, str] | None:
    """Return a subject in its stored form, None for one without a code. Codes in IPTC schemes use their alias
    (`medtop:20000190`), others are unchanged."""
    if not uri and _ADDRESS.match(code):
        uri, code = code, ""
    if uri and not _ADDRESS.match(uri):  # urn:..., or a path
        uri, code = "", code or uri
    alias, colon, rest = code.partition(":")
    if colon and rest and alias in aliases:
        scheme, code = aliases[alias], rest
    elif scheme in aliases:
        scheme = aliases[scheme]
    for known in (scheme,) if scheme else _ALIAS_OF:
        if uri.startswith(known) and uri != known:
            scheme, code = known, uri.removeprefix(known)
    if scheme and code and not uri and scheme.endswith(("/", "#", "=")) and _ADDRESS.match(scheme + code):
        uri = scheme + code
    if scheme in _ALIAS_OF and code:
        code = f"{_ALIAS_OF[scheme]}:{code}"
    found = {part: said for part, said in zip(PARTS, (name, code, scheme, uri), strict=True) if said}
    return found if code or uri else None


def numbered_subject(words: str, name: str = "") -> dict[str, str] | None:
    """Return the subject of an IPTC number, alone or as in IIM (`IPTC:04015000:economy::`), or None. Media Topics have
    numbers from 20000000."""
    found = _NUMBER.search(words)
    if found is None:
        return None
    named = [part.strip() for part in words[found.end() :].split(":") if part.strip()]
    alias = "medtop" if found[0].startswith("2") else "subj"
    return subject(name or (named[-1] if named else ""), f"{alias}:{found[0]}")


def photo_subjects(others: Iterable[Candidate]) -> dict[str, list[dict[str, str]]]:
    """Return the subjects among the unmapped data of a photo's file, by the origin of their codes."""
    said = {offer.origin: _texts(offer.value) for offer in others if offer.origin.partition(":")[2] in _TOLD_IN}
    found: dict[str, list[dict[str, str]]] = {}
    for origin, codes in said.items():
        source, _, field = origin.partition(":")
        if field in _NUMBERED:
            found[origin] = [one for code in codes if (one := _coded(code))]
        elif field == f"{_TERM}CvTermId":
            names = _beside(codes, said.get(f"{source}:{_TERM}CvTermName", []))
            schemes = _beside(codes, said.get(f"{source}:{_TERM}CvId", []))
            terms = zip(codes, names, schemes, strict=True)
            found[origin] = [one for code, name, scheme in terms if (one := _coded(code, name, scheme))]
    return {origin: subjects for origin, subjects in found.items() if subjects}


def _coded(code: str, name: str = "", scheme: str = "") -> dict[str, str] | None:
    """Return a subject of a photo: by an address, or by an IPTC number."""
    found = subject(name, code, scheme)
    return found if found and "uri" in found else numbered_subject(code, name)


def _beside(codes: list[str], said: list[str]) -> list[str]:
    """Return the value for each of these codes, or nothing if the numbers differ."""
    return said if len(said) == len(codes) else [""] * len(codes)


def subjects_of(record: Record) -> list[dict[str, str]]:
    """Return the subjects from any file of a record, each once, with its name if one of them has it."""
    found: dict[str, dict[str, str]] = {}
    for one in _said_of(record):
        known = found.setdefault(one.get("uri") or one.get("code", ""), one)
        if "name" in one and "name" not in known:
            known["name"] = one["name"]
    return [{part: one[part] for part in PARTS if part in one} for key, one in found.items() if key]


def code_of(one: Mapping[str, str]) -> str:
    """Return the code of a subject, or else its address."""
    return one.get("code") or one.get("uri", "")


def _said_of(record: Record) -> Iterator[dict[str, str]]:
    for offer in record.origins.get(KEY, ()):
        yield from believed(offer.value)
    for subjects in photo_subjects(record.origins.get(OTHER, ())).values():  # for photos read by an earlier version
        yield from subjects


def believed(value: Any) -> Iterator[dict[str, str]]:
    """Yield the valid subjects in an untrusted value."""
    for one in value[:MOST] if isinstance(value, list) else ():
        told = {part: one[part] for part in PARTS if _is_text(one.get(part))} if isinstance(one, Mapping) else {}
        if "code" in told or "uri" in told:
            yield told


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _texts(value: Any) -> list[str]:
    said = value if isinstance(value, list) else [value]
    return [one for one in said[:MOST] if isinstance(one, str)]
