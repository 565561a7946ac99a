"""The formats that citations are handed out in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from webui import labels
from webui.citing.bibtex import bibtex
from webui.citing.csl import csl
from webui.citing.ris import ris
from webui.citing.work import Work


@dataclass(frozen=True, slots=True)
class Format:
    """A format of citations: what it is called, its media type, the ending of its files, and how works are written in
    it, a piece at a time."""

    label: str
    media_type: str
    ending: str
    write: Callable[[Iterable[Work]], Iterator[str]]


def _ris(works: Iterable[Work]) -> Iterator[str]:
    return (ris(work) for work in works)


def _bibtex(works: Iterable[Work]) -> Iterator[str]:
    return (bibtex(work) for work in works)


def _csl(works: Iterable[Work]) -> Iterator[str]:
    """A list, also of one: that is what CSL processors take."""
    before = "["
    for work in works:
        yield f"{before}{labels.encodable(json.dumps(csl(work), ensure_ascii=False))}"
        before = ",\n"
    yield "]" if before != "[" else "[]"


FORMATS = {
    "ris": Format("RIS", "application/x-research-info-systems", "ris", _ris),
    "bibtex": Format("BibTeX", "application/x-bibtex", "bib", _bibtex),
    "csl-json": Format("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", _csl),
}
