"""Clues in a file name to a text's role: its language, annex or correction, and what names share."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.text import fold

_LONGEST = 200  # characters of a name that are read
_TYPE = re.compile(r"\.[a-z0-9]{1,5}\Z")
_PART = re.compile(r"[^\W_]+")

# Language marks, as fold leaves them. Two-word marks, and marks that are also ordinary words, are joined first.
_MARKS = {
    "en": "en eng english inggris tienganh bahasainggris engversion enversion",
    "id": "id ind indo indonesian bahasa bahasaindonesia tiengindonesia",
    "vi": "vi vie viet vietnamese tiengviet vn bahasavietnam",
    "ms": "ms msa malay melayu bahasamelayu",
    "fr": "fr fra french prancis francais tiengphap",
    "zh": "zh zho chinese mandarin tiengtrung",
}
_LANGUAGE = {mark: code for code, marks in _MARKS.items() for mark in marks.split()}
_JOINED = re.compile(
    r"(?:tieng (?:anh|viet|indonesia|phap|trung)|bahasa (?:inggris|indonesia|vietnam|melayu)|(?:en|eng) version"
    r"|phu luc|dinh chinh|cai chinh|thong cao bao chi|thong cao|bao chi)\b"
)
_ANNEX = frozenset(
    ["lampiran", "annex", "annexe", "annexes", "appendix", "appendices", "phuluc", "attachment", "enclosure"]
)
_CORRECTION = frozenset(
    [
        "ralat",
        "koreksi",
        "pembetulan",
        "pelurusan",
        "rectification",
        "dinhchinh",
        "caichinh",
        "correction",
        "corrections",
        "corrected",
        "corrigendum",
        "erratum",
        "errata",
    ]
)
_SPEECH = frozenset(
    ["prepared", "delivered", "transcript", "transkrip", "transkripsi", "naskah", "teks", "text", "delivery", "as"]
)
_KIND = frozenset(
    [
        "siaran",
        "pers",
        "rilis",
        "press",
        "release",
        "releases",
        "news",
        "media",
        "thongcaobaochi",
        "thongcao",
        "baochi",
        "tcbc",
        "pr",
        "sp",
    ]
)
_COPY = frozenset(
    [
        "final",
        "fix",
        "fixed",
        "rev",
        "revised",
        "revisi",
        "draft",
        "copy",
        "salinan",
        "signed",
        "ttd",
        "web",
        "print",
        "v1",
        "v2",
        "v3",
        "ban",
    ]
)
_ORDINAL = re.compile(r"(?:[ivx]{1,4}|\d{1,2}|[a-d])\Z")


@dataclass(frozen=True, slots=True)
class FilenameClues:
    """Clues in one file name of a text. `folder` is its folder, without levels only for a language or annexes. `core`
    is the name without marks of its part, "" if nothing is left. `language` is that of its mark, or "". `annex`
    identifies the annex (`1`, `ii`, `-`), or "". `bare`: the name only says that it is a release or a part of one."""

    folder: str
    core: str
    language: str = ""
    annex: str = ""
    correction: bool = False
    bare: bool = False


def filed(root: str, folders: tuple[str, ...], name: str) -> FilenameClues:
    """Return the clues in a file name in these folders of a root."""
    words = _words(_TYPE.sub("", name[-_LONGEST:].casefold()))
    marks = [mark for word in words if (mark := _LANGUAGE.get(word))]
    annex, rest = _split_annex([word for word in words if word not in _LANGUAGE])
    correction = any(word in _CORRECTION for word in rest)
    rest = [word for word in rest if word not in _CORRECTION and word not in _COPY and word not in _SPEECH]
    core = [word for word in rest if word not in _KIND]
    below = [part for part in folders if not _only_marks(part)]
    language = marks[-1] if marks else next(filter(None, map(_folder_language, reversed(folders))), "")
    return FilenameClues(
        "/".join([root, *below]),
        " ".join(core),
        language,
        annex,
        correction,
        not core and bool(rest or annex or correction),
    )


def _words(name: str) -> list[str]:
    plain = " ".join(_PART.findall(fold(name)))
    return _JOINED.sub(lambda found: found[0].replace(" ", ""), plain).split()


def _split_annex(words: list[str]) -> tuple[str, list[str]]:
    for at, word in enumerate(words):
        if word in _ANNEX:
            after = words[at + 1 : at + 2]
            numbered = after if after and _ORDINAL.match(after[0]) else []
            return (numbered[0] if numbered else "-"), words[:at] + words[at + 1 + len(numbered) :]
    return "", words


def _only_marks(folder: str) -> bool:
    words = _words(folder[-_LONGEST:])
    return bool(words) and all(word in _LANGUAGE or word in _ANNEX for word in words)


def _folder_language(folder: str) -> str:
    words = _words(folder[-_LONGEST:])
    return _LANGUAGE.get(words[0], "") if len(words) == 1 else ""
