"""Files whose names mark them as notes on all files beside them: `README.txt`, `Catatan redaksi.docx`, `EMBARGO until
Friday.txt`."""

from __future__ import annotations

from pathlib import PurePosixPath

from archive.text.orthography import fold
from archive.text.patterns import lazy_regex

LONGEST = 600  # characters of a note; a longer file that is not called README is a text itself
_README = (
    r"(?:read ?me|(?:please )?read(?: (?:this|first|before)){1,2}|please read|bag[- ]info|(?:tolong |harap )?baca"
    r"(?: ?dulu| ?saya| ?ini)?|(?:vui long )?doc ?(?:truoc|ky)|a lire|lisez[- ]?moi|(?:bitte )?lesen|lies ?mich|lea ?me"
    r"|leia[- ]?me|leggimi)"
)
_NOTE = lazy_regex(
    rf"[\W\d_]{{0,20}}(?:(?:{_README}|notes?|catatan|ghi ?chu|luu ?y|embargo(?:ed)?|instructions?|petunjuk|huong ?dan"
    r"|cover(?: ?(?:letter|mail|note))?|surat pengantar|thu ngo|sperrfrist|sperrvermerk)(?:\W.{0,100})?"
    r"|(?:info(?:rmation|rmasi)?|notice|usage|conditions|terms(?: of use)?|important|penting|perhatian|quan trong|chu y"
    r"|hinweise?|consignes|importante|aviso|avis)\W{0,20})"
)
_FOR_ALL = lazy_regex(
    r"\b(?:all|every|any|everything|each of|the(?:se)?|semua|seluruh|segala|isi|tat ca|toan bo|moi|tous|toutes|todos"
    r"|todas|alle|alles)\b[^.!?\n]{0,40}?\b(?:files?|folder|director(?:y|ies)|attach(?:ed|ments?)|photos?|pictures|images?|materials?"
    r"|contents?|documents?|here|package|kit|texts?|berkas|map|lampiran|foto|gambar|materi|dokumen|paket|tep|tap tin"
    r"|thu muc|anh|tai lieu|fichiers?|dossier|archivos?|arquivos?|carpeta|pasta|dateien|ordner|material)\b"
)
_IS_ORDER = lazy_regex(r"[\W\d_]{0,20}(?:embargo|sperr)")
_IS_README = lazy_regex(rf"[\W\d_]{{0,20}}{_README}")


def is_note(name: str) -> bool:
    """Return whether a file's name marks it as a note on all files beside it."""
    return _NOTE.fullmatch(_stem(name)) is not None


def speaks_for_all(name: str, text: str, order: str = "") -> bool:
    """Return whether a file with this name and text, and an embargo in it of the words `order`, is a note on all files
    beside it: by its name, or because it is short and its order says so. One named as an embargo is often the release
    under embargo: it is a note only if it contains nothing else, or its order says so."""
    if len(text) <= LONGEST and _FOR_ALL.search(fold(order)):
        return True
    stem = _stem(name)
    longest = len(order) if _IS_ORDER.match(stem) else LONGEST
    return is_note(name) and (len(text.strip()) <= longest or _IS_README.match(stem) is not None)


def _stem(name: str) -> str:
    return fold(PurePosixPath(name).stem.replace("_", " "))[:120]
