"""The language of an answer: chosen by the address, a cookie or the browser's settings.

Messages are read from `translations/<language>/LC_MESSAGES/messages.po` when first needed. Nothing is compiled at build
or install, so no stale words remain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from gettext import NullTranslations
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from flask import Flask, Response, current_app, g, has_request_context, request
from werkzeug.datastructures import MultiDict

from webui.i18n import languages
from webui.i18n.languages import NAMES, SOURCE, SourceLanguage, path
from webui.services import links

PARAMETER = COOKIE = "lang"
_A_YEAR = 365 * 24 * 3600  # seconds
_WISH = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:[-_][A-Za-z0-9]{1,8})*\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?)\s*)?")
_NOT_SHARED = "private, no-cache"
_EXTENSION = "press-archive-language"


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language that can be switched to: the address is that of this page, relative to it."""

    tag: str
    name: str
    url: str
    current: bool


def arguments() -> MultiDict[str, str]:
    """Return the parameters of the address without the one for the language, which every page takes."""
    return MultiDict((name, value) for name, value in request.args.items(multi=True) if name != PARAMETER)


def choices(keep: bool = True, path: str = "") -> list[LanguageChoice]:
    """Return the links of the switch. They keep the parameters of the address by default; `path`: another page."""
    kept = [*arguments().items(multi=True)] if keep else []
    here = languages.current()
    return [
        LanguageChoice(tag, name, links.with_query(path, [*kept, (PARAMETER, tag)]), tag == here)
        for tag, name in NAMES.items()
    ]


def speak(app: Flask, usual: str, for_scripts: Callable[[str], bool]) -> None:
    """Let every answer be in the language of its reader: that of the address (`?lang=id`, which a cookie remembers for
    a year), of the cookie, of the browser, else the usual one. The paths that are for scripts keep to that of the
    source: what is read by programs must not change with whoever asks.
    """
    app.extensions[_EXTENSION] = partial(_of_request, usual, for_scripts)
    app.after_request(_told)
    languages.follow(_Negotiated())


class _Negotiated(SourceLanguage):
    """Uses the language of the current answer, which is chosen once."""

    def current(self) -> str:
        try:
            return str(g.language)  # called hundreds of times a page
        except (AttributeError, RuntimeError):  # not chosen yet, or outside a request
            return _choose() if has_request_context() else SOURCE

    def translations(self) -> NullTranslations:
        return read_translations(self.current())


def _choose() -> str:
    g.language = current_app.extensions[_EXTENSION]()
    return str(g.language)


@lru_cache(maxsize=16)
def read_translations(language: str) -> NullTranslations:
    """Return the messages of a language; for one without a catalogue, those of the source code."""
    if not path(language).exists():
        return NullTranslations()
    compiled = BytesIO()
    with path(language).open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def _of_request(usual: str, for_scripts: Callable[[str], bool]) -> str:
    """Return the language to answer in. An answer for which this was called depends on it, and its headers say so."""
    if for_scripts(request.path):
        return SOURCE
    g.by_language = True
    for said in (request.args.get(PARAMETER), request.cookies.get(COOKIE)):
        if said and said in NAMES:
            return said
    return _of_browser() or usual


def _of_browser() -> str | None:
    """Return the available language that the browser prefers (RFC 9110, 12.5.4); `en-GB` is English. None if any will
    do. (Werkzeug would put a tag with a region before all without, whatever their qualities.)"""
    found = [_WISH.fullmatch(part) for part in request.headers.get("Accept-Language", "").split(",")]
    wishes = [(wish[1].lower(), float(wish[2] or 1)) for wish in found if wish]
    liked = sorted((wish for wish in wishes if wish[1] > 0), key=lambda wish: -wish[1])
    best = next((tag for tag, _ in liked if tag in NAMES or tag == "*"), "*")
    return None if best == "*" else best


def _told(response: Response) -> Response:
    """Caches keep the languages of one address apart; the cookie goes with a page that was asked for in a language."""
    if not g.get("by_language"):
        return response
    response.vary.update(("Accept-Language", "Cookie"))
    said = request.args.get(PARAMETER)
    if said and said in NAMES:
        response.set_cookie(COOKIE, said, max_age=_A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
        if "no-store" not in response.headers.get("Cache-Control", "no-store"):
            response.headers["Cache-Control"] = _NOT_SHARED
    return response
