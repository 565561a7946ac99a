"""Where somebody stands in a picture, in the words of captions: `kedua dari kanan`, `ngoài cùng bên phải`, `2nd R`."""

from __future__ import annotations

import re

_SIDES = {
    "left": "kiri trái left l",
    "right": "kanan phải right r",
    "centre": "tengah giữa centre center c middle",
}
_PLACES = {
    "front": "depan trước front foreground",
    "back": "belakang sau back rear background",
    "standing": "berdiri đứng standing",
    "seated": "duduk ngồi seated sitting",
    "top": "atas trên top above",
    "bottom": "bawah dưới bottom below",
}
_NUMBERS = (
    "pertama nhất first 1st",
    "kedua hai second 2nd",
    "ketiga ba third 3rd",
    "keempat tư fourth 4th",
    "kelima năm fifth 5th",
    "keenam sáu sixth 6th",
    "ketujuh bảy seventh 7th",
    "kedelapan tám eighth 8th",
    "kesembilan chín ninth 9th",
    "kesepuluh mười tenth 10th",
)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_FAR = frozenset(["paling", "ujung", "pojok", "sekali", "ngoài", "cùng", "bìa", "rìa", "far", "extreme"])
_FILLING = (
    "dari di ke sebelah nomor no urutan sisi bagian posisi bên phía từ sang qua tính kể thứ ở chính người vị trí hàng",
    "đầu tiên from the at on in side to of one pictured seen shown wearing",
)
_FILLERS = frozenset(word for words in _FILLING for word in words.split())
_ROWS = {("hàng", "đầu"): "front row", ("hàng", "trước"): "front row", ("baris", "depan"): "front row"}
_ROWS |= {("hàng", "sau"): "back row", ("hàng", "dưới"): "front row", ("hàng", "trên"): "back row"}
_ROWS |= {("baris", "belakang"): "back row", ("front", "row"): "front row", ("back", "row"): "back row"}
_ROWS |= {("top", "row"): "back row", ("bottom", "row"): "front row", ("đầu", "tiên"): "first"}
_CLOTHES = re.compile(
    r"(?:ber(?:baju|kemeja|kerudung|jas|topi|batik|pakaian|kacamata|seragam|jaket|peci|dasi|jilbab)|baju|kemeja|memakai|"
    r"mengenakan|memegang|áo|mặc|đội|đeo|cầm|in|wearing|holding|with)(?!\w)",
    re.IGNORECASE,
)
_PICTURED = frozenset(
    ["pictured", "in photo", "in picture", "foto", "dalam foto", "pada foto", "trong ảnh", "ảnh", "dalam gambar"]
)
_TOKEN = re.compile(r"[^\W_]+")

_SAID = {word: code for table in (_SIDES, _PLACES) for code, words in table.items() for word in words.split()}
_ORDINAL = {word: ORDINALS[n] for n, words in enumerate(_NUMBERS) for word in words.split()}
_ORDINAL |= {str(n): word for n, word in enumerate(ORDINALS, 1)}


def position(words: str, strict: bool = False) -> str | None:
    """The position that the words between brackets or commas give, in English words: `left`, `second from right`, `far
    left`, `front row second from left`, `standing centre`, `pictured`; None when they give none. Words about clothes
    after it are left out, but not when `strict`."""
    low = words.casefold().strip(" .,:;")
    if low in _PICTURED:
        return "pictured"
    if not strict:
        low = " ".join(_CLOTHES.split(piece)[0] for piece in low.split(","))
    tokens = _TOKEN.findall(low)
    if not tokens or len(tokens) > 9:
        return None
    parts: list[str] = []
    n = 0
    while n < len(tokens):
        row = _ROWS.get((tokens[n], tokens[n + 1])) if n + 1 < len(tokens) else None
        if row:
            parts.append(row)
            n += 2
            continue
        part = _part(tokens[n], parts)
        if part is None:
            return None
        parts += [part] if part else []
        n += 1
    return _joined(parts)


def _part(token: str, parts: list[str]) -> str | None:
    """What a word adds; "" for one that adds nothing, None for one that is no part of a position."""
    if token in _SAID:
        return _SAID[token]
    if token in _ORDINAL and not (token in {"ba", "hai"} and "ordinal" in parts):
        return _ORDINAL[token]
    if token in _FAR:
        return "" if "far" in parts else "far"
    return "" if token in _FILLERS else None


def _joined(parts: list[str]) -> str | None:
    """`second`, `left` become `second from left`; an ordinal without a side is no position."""
    said = [part for part in parts if part not in ORDINALS and part != "far"]
    ordinals = [part for part in parts if part in ORDINALS]
    sides = [part for part in said if part in _SIDES]
    if not said or len(ordinals) > 1 or len(sides) > 2 or (ordinals and not sides) or len(said) > 3:
        return None
    if ordinals:
        side = sides[-1] if len(sides) == 1 else sides[0]
        rest = [part for part in said if part not in _SIDES]
        return " ".join([*rest, f"{ordinals[0]} from {side}"])
    if len(sides) == 2 and "far" not in parts:
        return None  # `kiri ke kanan` is a list's
    kept = " ".join(dict.fromkeys(said))
    return f"far {kept}" if "far" in parts and sides else kept


def is_ordinal(word: str) -> bool:
    """Whether a word is `second`, `kedua`, `hai`, `2` ...: what follows then is no beginning of a list."""
    return word.casefold().strip(".,") in _ORDINAL
