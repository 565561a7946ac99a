"""Languages of the interface: their messages, numbers and names of months (Unicode CLDR).

The current language is set from outside, so that a command loads neither the web framework nor the messages of other
languages.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations
from pathlib import Path

from babel import Locale

FOLDER = Path(__file__).parents[1] / "translations"


def path(language: str) -> Path:
    """Return the path of the catalogue of a language."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


NAMES: Mapping[str, str] = {"en": "English", "id": "Bahasa Indonesia", "vi": "Tiếng Việt"}
"""Each by its tag (BCP 47), in its own words."""

SOURCE = "en"  # the language of the messages in the source code


class SourceLanguage:
    """The language of the messages in the source code, used by commands."""

    def current(self) -> str:
        """Return the tag of the current language."""
        return SOURCE

    def translations(self) -> NullTranslations:
        """Return the messages in that language."""
        return NullTranslations()


_speaker = SourceLanguage()


def follow(speaker: SourceLanguage) -> None:
    """Use this from now on. The pages choose the language of each request."""
    global _speaker
    _speaker = speaker


def current() -> str:
    """Return the tag of the current language."""
    return _speaker.current()


def translations() -> NullTranslations:
    """Return the messages in the current language."""
    return _speaker.translations()


_ROOM = 3  # letters of a month below a bar


def locale() -> Locale:
    """Return the locale data of the current language."""
    return _locale(current())


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag)


def number(value: int) -> str:
    """Return `12,345`, in Indonesian and Vietnamese `12.345`."""
    return _with_signs(f"{value:,}")


def decimal(value: float) -> str:
    """Return a number with one decimal: `1.8`, in Indonesian and Vietnamese `1,8`."""
    return _with_signs(f"{value:,.1f}")


def _with_signs(written: str) -> str:
    return written.translate(_signs(current()))


@cache
def _signs(tag: str) -> Mapping[int, str]:
    signs: Mapping[str, str] = _locale(tag).number_symbols["latn"]
    return {ord(","): signs["group"], ord("."): signs["decimal"]}


def month(number: int) -> str:
    """Return the month (1 to 12) as used in a date: `October`, `Oktober`, `tháng 10`."""
    return str(locale().months["format"]["wide"][number])


def month_alone(number: int) -> str:
    """Return the month when used alone or at the start of a line: `October`, `Oktober`, `Tháng 10`."""
    return str(locale().months["stand-alone"]["wide"][number])


def month_mark(number: int) -> str:
    """Return the month in at most three letters: `Oct`, `Okt`, `10`."""
    short = str(locale().months["format"]["abbreviated"][number])
    return short if len(short) <= _ROOM else str(locale().months["stand-alone"]["narrow"][number])


def language(tag: str) -> str | None:
    """Return `Vietnamese` for `vi` and `vi-VN`; None for a tag without a name."""
    return locale().languages.get(tag.split("-")[0].lower())
