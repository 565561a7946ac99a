"""Numbers, names of months and names of languages, as the language of the interface has them (Unicode CLDR)."""

from __future__ import annotations

from collections.abc import Mapping

from babel import Locale

from webui import languages

_ROOM = 3  # letters of a month below a bar


def locale() -> Locale:
    """What is known of the language that is spoken now."""
    return Locale.parse(languages.current())


def number(value: int) -> str:
    """`12,345`, in Indonesian and Vietnamese `12.345`."""
    return _with_signs(f"{value:,}")


def decimal(value: float) -> str:
    """With one digit behind the point: `1.8`, in Indonesian and Vietnamese `1,8`."""
    return _with_signs(f"{value:,.1f}")


def _with_signs(written: str) -> str:
    signs: Mapping[str, str] = locale().number_symbols["latn"]
    return written.translate({ord(","): signs["group"], ord("."): signs["decimal"]})


def month(number: int) -> str:
    """The month (1 to 12) as it stands in a date: `October`, `Oktober`, `tháng 10`."""
    return str(locale().months["format"]["wide"][number])


def month_alone(number: int) -> str:
    """The month where it stands alone or begins a line: `October`, `Oktober`, `Tháng 10`."""
    return str(locale().months["stand-alone"]["wide"][number])


def month_mark(number: int) -> str:
    """The month in at most three letters: `Oct`, `Okt`, `10`."""
    short = str(locale().months["format"]["abbreviated"][number])
    return short if len(short) <= _ROOM else str(locale().months["stand-alone"]["narrow"][number])


def language(tag: str) -> str | None:
    """`Vietnamese` for `vi` and `vi-VN`; None for a tag that has no name."""
    return locale().languages.get(tag.split("-")[0].lower())
