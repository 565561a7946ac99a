"""Find what must not be published by mistake: private keys, access tokens, identity numbers of persons.

A find holds a press release, so a pattern alone is not enough. A key needs its body. A token needs a unique pattern,
and a valid checksum if it has one. An identity number needs a possible region and day of birth, and its label beside
it. Signed web tokens (JWT) and passwords in addresses are ignored: most are expired or useless.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from archive.access import utc_now
from archive.record import Description
from archive.text.patterns import lazy_regex

PRIVATE_KEY, ACCESS_TOKEN, IDENTITY_NUMBER = KINDS = ("private-key", "access-token", "identity-number")
HIDDEN = "…"  # replaces a secret in reported words

_TITLES = ("title", "headline", "document_title")


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret of one of the KINDS, from `start` to `end` in a text."""

    kind: str
    start: int
    end: int


def find_secrets(text: str) -> list[Secret]:
    """Return all secrets in a text, by kind. Linear in its length."""
    return [*_find_keys(text), *_find_tokens(text), *_find_identity_numbers(text)]


def secret_words(text: str) -> set[str]:
    """Return the secrets in a text, without blanks inside them."""
    return {re.sub(r"\s+", "", text[one.start : one.end]) for one in find_secrets(text)}


def hide_secrets(text: str) -> str:
    """Return the text with each secret replaced by HIDDEN."""
    for one in sorted(find_secrets(text), key=lambda one: one.start, reverse=True):
        text = text[: one.start] + HIDDEN + text[one.end :]
    return text


def note_secrets(description: Description, filename: str) -> None:
    """Add to a description the kinds of secrets in a file: in its text, its fields, its captions or its name."""
    found = {one.kind for said in (filename, *_words(description)) for one in find_secrets(said)}
    description.secrets = [kind for kind in KINDS if kind in found or kind in description.secrets]


def hide_in_reports(description: Description) -> None:
    """Hide the secrets in what receipts, lists and reasons quote: candidate titles, and the words of embargoes."""
    orders = [offer.value for offer in description.origins.get("embargo", [])]
    for order in filter(None, [*orders, *(mention.embargo for mention in description.mentions)]):
        if isinstance(order, dict) and isinstance(order.get("words"), str) and find_secrets(order["words"]):
            order["words"] = hide_secrets(order["words"])
    for key in _TITLES:
        offers = description.origins.get(key, [])
        for n, offer in enumerate(offers):
            if isinstance(offer.value, str) and (shown := hide_secrets(offer.value)) != offer.value:
                offers[n] = type(offer)(offer.origin, shown, offer.confidence)
        if isinstance(used := description.values.get(key), str):
            description.values[key] = hide_secrets(used)


def _words(description: Description) -> Iterator[str]:
    """Yield all words of a description, each field separately."""
    yield description.text
    yield "\n".join(description.furniture)
    for mention in description.mentions:
        yield f"{mention.caption_raw or mention.caption or ''}\n{mention.credit or ''}"
    for offer in chain.from_iterable(description.origins.values()):
        yield from _strings(offer.value)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)


# Private keys: PEM of all kinds and PGP (RFC 7468, RFC 4880), SSH.com (RFC 4716), PuTTY. Word processors replace two or
# three hyphens by a dash.
_KEY_HEAD = lazy_regex(
    r"[-\u2013\u2014]{2,5} ?BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)? ?[-\u2013\u2014]{2,5}"
    r"|PuTTY-User-Key-File-[1-3]:"
)
_PUTTY = "PuTTY"
_PRIVATE_LINES = "Private-Lines:"
_KEY_BODY = 4_000  # characters after the header within which the body begins
_FEWEST = 60  # characters of base 64 in a body; the shortest keys have 64
_BASE64 = lazy_regex(r"(?<![^\s>:])[A-Za-z0-9+/=]{8,}(?!\S)")
_ONLY_LETTERS = lazy_regex(r"[A-Za-z]+\Z")  # a long word is not part of a key
_KEY_END = lazy_regex(r"[-\u2013\u2014]{2,5} ?(?:END|BEGIN) |Private-MAC:|PuTTY-User")


def _find_keys(text: str) -> Iterator[Secret]:
    if "PRIVATE KEY" not in text and _PUTTY not in text:
        return
    for head in _KEY_HEAD.finditer(text):
        start = head.end()
        if head[0].startswith(_PUTTY):
            start = text.find(_PRIVATE_LINES, start, start + _KEY_BODY)
            if start < 0:
                continue
        closing = _KEY_END.search(text, start, start + _KEY_BODY)
        end = closing.start() if closing else min(len(text), start + _KEY_BODY)
        body = [part for part in _BASE64.finditer(text, start, end) if not _ONLY_LETTERS.match(part[0])]
        if sum(len(part[0]) for part in body) >= _FEWEST:
            yield Secret(PRIVATE_KEY, head.start(), end if closing else body[-1].end())


def _is_checked(token: str) -> bool:
    """Return whether the last six digits (base 62) are the CRC-32 of the random part before them, as in tokens of
    GitHub and npm since 2021."""
    random, check = token.partition("_")[2][:-6], token[-6:]
    number = 0
    for sign in check:
        number = number * 62 + _BASE62.index(sign)
    return zlib.crc32(random.encode()) == number


def _is_random(token: str) -> bool:
    """Return whether it is not a placeholder: it has many different characters, some of them digits, and is not an
    example from a manual."""
    return sum(map(str.isdigit, token)) > 1 and len(set(token)) > len(token) // 4 and "EXAMPLE" not in token


_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_TOKENS: tuple[tuple[tuple[str, ...], re.Pattern[str], Callable[[str], bool]], ...] = tuple(
    (begins, lazy_regex(rf"(?<![A-Za-z0-9_-])(?:{pattern})(?![A-Za-z0-9_-])"), is_one)
    for begins, pattern, is_one in (
        # For each: required beginnings, the full pattern, and a further check.
        (("AKIA", "ASIA"), r"A[KS]IA[A-Z2-7]{16}", _is_random),  # Amazon
        (("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"gh[pousr]_[A-Za-z0-9]{36}", _is_checked),  # GitHub
        (("github_pat_",), r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}", _is_random),
        (("npm_",), r"npm_[A-Za-z0-9]{36}", _is_checked),
        (("glpat-",), r"glpat-[A-Za-z0-9_-]{20}", _is_random),  # GitLab
        (("xox",), r"xox[abeoprs]-(?:[0-9]{9,14}-){1,3}[A-Za-z0-9]{16,64}", _is_random),  # Slack
        (
            ("hooks.slack.com",),
            r"hooks\.slack\.com/services/T[A-Z0-9]{8,12}/B[A-Z0-9]{8,12}/\w{24}",
            _is_random,
        ),
        (("AIza",), r"AIza[A-Za-z0-9_-]{35}", _is_random),  # Google
        (("GOCSPX-",), r"GOCSPX-[A-Za-z0-9_-]{28}", _is_random),
        (("k_live_",), r"[sr]k_live_[A-Za-z0-9]{24,99}", _is_random),  # Stripe
        (("T3BlbkFJ",), r"sk-[A-Za-z0-9_-]{20,80}T3BlbkFJ[A-Za-z0-9_-]{20,80}", _is_random),  # OpenAI
        (("SG.",), r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}", _is_random),  # SendGrid
        ((":AA",), r"[0-9]{8,10}:AA[A-Za-z0-9_-]{33}", _is_random),  # Telegram
    )
)


def _find_tokens(text: str) -> Iterator[Secret]:
    for begins, pattern, is_one in _TOKENS:
        if any(map(text.__contains__, begins)):
            for found in pattern.finditer(text):
                if is_one(found[0]):
                    yield Secret(ACCESS_TOKEN, found.start(), found.end())


# Identity numbers. Indonesia: NIK of a person and number of a family card, 16 digits: province, regency, district, day
# (that of a woman plus 40), month, year, serial number. Vietnam: CCCD, 12 digits: province, century and sex, year,
# serial number (Nghị định 137/2015/NĐ-CP, Điều 13); CMND before it, 9 digits.
_NIK = lazy_regex(r"(?<![0-9])(?<![0-9][ .\-])[1-9](?:[ .\-]?[0-9]){15}(?![0-9])(?![ .\-][0-9])")
_CCCD = lazy_regex(r"(?<![0-9])(?<![0-9][ .\-])0(?:[ .\-]?[0-9]){11}(?![0-9])(?![ .\-][0-9])")
_CMND = lazy_regex(r"(?<![0-9])(?<![0-9][ .\-])[0-9]{9}(?![0-9])(?![ .\-][0-9])")
_NIK_LABEL = lazy_regex(
    r"(?<![^\W_])(?:NIK|e-?KTP|KTP|KK|induk\s+kependudukan|kartu\s+keluarga)(?![^\W_])", re.IGNORECASE
)
_CCCD_LABEL = lazy_regex(
    r"(?<![^\W_])(?:CCCD|CMND|c[aă]n\s+c[ưu][ớo]c|[đd][ịi]nh\s+danh\s+c[áa]\s+nh[âa]n"
    r"|ch[ứu]ng\s+minh\s+(?:nh[âa]n\s+d[âa]n|th[ưu]))(?![^\W_])",
    re.IGNORECASE,
)
_BEFORE, _BEHIND = 60, 20  # characters around a number that may contain its label
_CLOSE = 30  # for one whose digits prove nothing
_MANY = 3  # numbers in a text that need no label, if they are most of those with so many digits
_PROVINCES = frozenset(
    [*range(11, 22), *range(31, 37), *range(51, 54), *range(61, 66), *range(71, 77), 81, 82, *range(91, 98)]
)
_REGENCIES = range(1, 80)
_LAST_PROVINCE = 96  # of Vietnam, whose codes run from 001 to 096
_WOMAN = 40


def _find_identity_numbers(text: str) -> Iterator[Secret]:
    yield from _find_nik(text)
    for number in _CCCD.finditer(text):
        if _is_cccd(_digits(number[0])) and _has_label(text, number, _CCCD_LABEL, _BEFORE):
            yield Secret(IDENTITY_NUMBER, number.start(), number.end())
    for number in _CMND.finditer(text):
        if _has_label(text, number, _CCCD_LABEL, _CLOSE):
            yield Secret(IDENTITY_NUMBER, number.start(), number.end())


def _find_nik(text: str) -> Iterator[Secret]:
    numbers = list(_NIK.finditer(text))
    possible = [number for number in numbers if _is_nik(_digits(number[0]))]
    whole = [number for number in possible if number[0].isdigit()]
    listed = len({number[0] for number in whole}) >= _MANY and 2 * len(whole) > len(numbers)
    for number in possible:
        if (listed and number[0].isdigit()) or _has_label(text, number, _NIK_LABEL, _BEFORE):
            yield Secret(IDENTITY_NUMBER, number.start(), number.end())


def _has_label(text: str, number: re.Match[str], label: re.Pattern[str], before: int) -> bool:
    start, end = number.span()
    around: Sequence[tuple[int, int]] = ((max(0, start - before), start), (end, end + _BEHIND))
    return any(label.search(text, first, last) for first, last in around)


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))


def _is_nik(digits: str) -> bool:
    province, regency, district, day, month, year = (int(digits[n : n + 2]) for n in range(0, 12, 2))
    is_place = province in _PROVINCES and regency in _REGENCIES and district > 0
    return is_place and digits[12:] != "0000" and _is_day(year, month, day - _WOMAN if day > _WOMAN else day)


def _is_day(year: int, month: int, day: int) -> bool:
    """Return whether such a day existed, in a year with two known digits."""
    try:
        date(2000 + year, month, day)  # for 00, 2000 had a 29 February and 1900 had not: nobody is that old
    except ValueError:
        return False
    return True


def _is_cccd(digits: str) -> bool:
    province, century = int(digits[:3]), int(digits[3])
    if not 1 <= province <= _LAST_PROVINCE or century > 3:
        return False
    return century < 2 or int(digits[4:6]) <= utc_now().year % 100
