"""Languages of the interface: which one a request gets, its messages, and its numbers and names of months (Unicode
CLDR).

Messages are read from `translations/<language>/LC_MESSAGES/messages.po` when first needed. Nothing is compiled at build
or install, so no stale words remain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale
from werkzeug.datastructures import MultiDict

from webui.services import links

FOLDER = Path(__file__).parents[1] / "translations"


def path(language: str) -> Path:
    """Return where the catalogue of a language is."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


@lru_cache(maxsize=16)
def translations(language: str) -> NullTranslations:
    """Return the messages of a language; for one without a catalogue, those that stand in the source."""
    if not path(language).exists():
        return NullTranslations()
    compiled = BytesIO()
    with path(language).open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


class _Messages(Domain):  # type: ignore[misc]
    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return NullTranslations() if locale is None else translations(locale.language)


class Catalogues(Babel):  # type: ignore[misc]
    """Flask-Babel over these catalogues."""

    @cached_property
    def domain_instance(self) -> Domain:
        """Return the one domain of messages there is."""
        return _Messages()


NAMES: Mapping[str, str] = {"en": "English", "id": "Bahasa Indonesia", "vi": "Tiếng Việt"}
"""Each by its tag (BCP 47), in its own words."""

SOURCE = "en"  # the language that the words stand in where they are written
PARAMETER = COOKIE = "lang"
_A_YEAR = 365 * 24 * 3600  # seconds
_WISH = re.compile(r"\s*([A-Za-z]{1,8}|\*)(?:[-_][A-Za-z0-9]{1,8})*\s*(?:;\s*q=([01](?:\.[0-9]{0,3})?)\s*)?")
_NOT_SHARED = "private, max-age=60"


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language that can be switched to: the address is that of this page, relative to it."""

    tag: str
    name: str
    url: str
    current: bool


def current() -> str:
    """Return the tag of the language that is spoken now; that of the words themselves where there is no request."""
    locale = get_locale()
    return SOURCE if locale is None else str(locale.language)


def arguments() -> MultiDict[str, str]:
    """Return the parameters of the address without the one that says the language, which every page takes."""
    return MultiDict((name, value) for name, value in request.args.items(multi=True) if name != PARAMETER)


def choices(keep: bool = True, path: str = "") -> list[LanguageChoice]:
    """Return the links of the switch. They keep what the address asks for, unless told not to; `path`: another page."""
    kept = [*arguments().items(multi=True)] if keep else []
    here = current()
    return [
        LanguageChoice(tag, name, links.with_query(path, [*kept, (PARAMETER, tag)]), tag == here)
        for tag, name in NAMES.items()
    ]


def speak(app: Flask, usual: str, for_scripts: Callable[[str], bool]) -> None:
    """Let every answer be in the language of its reader: that of the address (`?lang=id`, which a cookie remembers for
    a year), of the cookie, of the browser, else the usual one. The paths that are for scripts keep to that of the
    source: what is read by programs must not change with whoever asks.
    """
    Catalogues(app, locale_selector=partial(_of_request, usual, for_scripts), configure_jinja=False)
    app.after_request(_told)


def _of_request(usual: str, for_scripts: Callable[[str], bool]) -> str:
    """The language to answer in. An answer for which this was asked depends on it, and its headers say so."""
    if not has_request_context() or for_scripts(request.path):
        return SOURCE
    g.by_language = True
    for said in (request.args.get(PARAMETER), request.cookies.get(COOKIE)):
        if said and said in NAMES:
            return said
    return _of_browser() or usual


def _of_browser() -> str | None:
    """The language that the browser likes best of those there are (RFC 9110, 12.5.4); `en-GB` is English. None where
    any will do. (Werkzeug would put a tag with a region before all without, whatever their qualities.)"""
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


_ROOM = 3  # letters of a month below a bar


def locale() -> Locale:
    """Return what is known of the language that is spoken now."""
    return Locale.parse(current())


def number(value: int) -> str:
    """Return `12,345`, in Indonesian and Vietnamese `12.345`."""
    return _with_signs(f"{value:,}")


def decimal(value: float) -> str:
    """Return a number with one decimal: `1.8`, in Indonesian and Vietnamese `1,8`."""
    return _with_signs(f"{value:,.1f}")


def _with_signs(written: str) -> str:
    signs: Mapping[str, str] = locale().number_symbols["latn"]
    return written.translate({ord(","): signs["group"], ord("."): signs["decimal"]})


def month(number: int) -> str:
    """Return the month (1 to 12) as it stands in a date: `October`, `Oktober`, `tháng 10`."""
    return str(locale().months["format"]["wide"][number])


def month_alone(number: int) -> str:
    """Return the month where it stands alone or begins a line: `October`, `Oktober`, `Tháng 10`."""
    return str(locale().months["stand-alone"]["wide"][number])


def month_mark(number: int) -> str:
    """Return the month in at most three letters: `Oct`, `Okt`, `10`."""
    short = str(locale().months["format"]["abbreviated"][number])
    return short if len(short) <= _ROOM else str(locale().months["stand-alone"]["narrow"][number])


def language(tag: str) -> str | None:
    """Return `Vietnamese` for `vi` and `vi-VN`; None for a tag that has no name."""
    return locale().languages.get(tag.split("-")[0].lower())
