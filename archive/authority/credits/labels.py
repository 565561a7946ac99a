"""Labels, brackets, copyright signs and usage terms around a credit."""

from __future__ import annotations

import re

from archive.text.patterns import lazy_regex

PICTURE = (
    r"(?:satellite images?|official photos?|photo(?:graph)?s?|pictures?|pics?|pix|images?|foto(?:[ -]?foto)?|fotos|"
    r"fotó|fotografía|"
    r"imagen|"
    r"imagem|bild(?:er)?|beeld|kuva|zdjęcie|gambar|larawan|hình ảnh|hình|ảnh|фото|写真|사진|图片|照片|图|ภาพ)"
)
_MAKER = (
    r"(?:pewarta foto|pewarta|fotografer|photographers?|photographe|fotograf[ao]?|pemotret|người chụp|nhiếp ảnh|"
    r"thực hiện|visual journalist|摄影|攝影|撮影|摄|촬영)"
)
_ORIGIN = r"(?:kredit|credits?|crédits?|sumber|nguồn|quelle|fuente|fonte|source|courtesy|来源|來源|출처|提供|ที่มา|ขอบคุณ)"
LABEL = (
    rf"(?:{PICTURE}\s+credit should read|mandatory credit|credit line|"
    rf"{_ORIGIN}\s*+{PICTURE}|{PICTURE}\s*+(?:credits?|crédits?|kredit|chụp|copyright|courtesy|source|by|提供|来源|來源)|"
    rf"clip|video|cr\.?|fot\.|{_MAKER}|{_ORIGIN}|{PICTURE})"
)
COLON = r"\s*+[:：=＝]\s*+"
BY = (
    rf"{PICTURE}\s+(?:credit should read|(?:was )?(?:taken |shot |made )?by|courtesy of|oleh|karya|của|par|von|"
    rf"from(?! history)|"
    r"dari|taken from|diambil dari)"
)
_LABEL = lazy_regex(rf"(?:(?<![*\s])[*\s]++)?{LABEL}[*\s]*+{COLON}", re.IGNORECASE)
_BY = lazy_regex(
    rf"(?:{PICTURE}\s+(?:credit should read|(?:taken |shot |made )?by|oleh|karya|của|par|von|from(?! history)|dari|"
    rf"taken from|"
    rf"diambil dari|kuha ni|mula (?:sa|kay)|ni)|kuha ni|{_MAKER}\s+(?:by|oleh))(?:\s+|:|\Z)\s*",
    re.IGNORECASE,
)
_PICTURE_SLASH = lazy_regex(rf"{PICTURE}\s*[/|]\s*", re.IGNORECASE)
_BEFORE_MARK = lazy_regex(rf"{PICTURE}\s+(?=©|\(c\))", re.IGNORECASE)
_MARK = lazy_regex(
    r"(?:©|®|\(c\)|copyright|hak cipta|bản quyền(?: thuộc)?)\s*(?:©|\(c\))?\s*"
    r"(?:(?:19|20)\d\d(?:\s*[-–/]\s*(?:19|20)?\d\d)?)?[\s,:]*(?:by\s+)?",
    re.IGNORECASE,
)
COUNTRIES = (
    r"(?:uk|us|usa|united kingdom|united states|canada|australia|new zealand|china|japan|(?:south |north )?korea|india|"
    r"hong kong|taiwan|germany|france|italy|spain|sweden|norway|denmark|finland|netherlands|belgium|austria|"
    r"switzerland|poland|russia|turkey|indonesia|vietnam|viet nam|malaysia|singapore|philippines|thailand)"
)
_TERMS = lazy_regex(
    r"(?:(?<![\s,.;()/*\"–-])[\s,.;()/*\"–-]++)?\b(?:(?:mandatory credit|mandatory|restricted to|for editorial use|"
    r"editorial use only|"
    r"no (?:sales?|archives?|archiving|resales?|marketing|commercial|usage|use|advertising|re-?use|licensing|internet)|"
    r"all rights reserved|rights reserved|hak cipta|used with permission|used by permission|distributed as|"
    r"tpx images of the day|best quality|alternative crop|this (?:image|photo|picture|handout)|to go with|not for|"
    r"for use with|"
    r"under creative|licensed under|attention editors|attention:|editors?'? note|please note|no third.part|dilarang|"
    r"courtesy restrictions|part of the|"
    rf"bản quyền|vui lòng|xin ghi|digunakan dengan|released under)(?!\w).*|(?:{COUNTRIES})(?:(?:,| and) "
    rf"(?:{COUNTRIES})){{0,40}} out|(?-i:[A-Z]{{2,12}} OUT))"
    r"\W*\Z",
    re.IGNORECASE,
)
_LICENSE = lazy_regex(
    r"(?:(?<![\s,(/-])[\s,(/-]++)?\bCC[ -](?:BY|0)(?:-[A-Z]{2})*(?:[ -]\d\.\d)?\)?(?![\w-])", re.IGNORECASE
)
_TAGS = lazy_regex(r"(?:(?<![\s,.;])[\s,.;]++)?\([A-Z][^()]{0,40} - Tags:[^()]{0,200}\)[\s.]*\Z", re.IGNORECASE)


_WRITER = r"(?:text|teks|tekst|words?|story|naskah|tulisan|narasi|penulis|reporter|bài(?: viết)?|lời|tin|nội dung)"
_AND = r"\s*(?:&|\+|/|,|and|dan|và)\s*"
_SHARES = lazy_regex(
    rf"(?:\A|(?<=[;,/|.()–—-])\s*|\s)(?:(?P<both>{_WRITER}{_AND}{PICTURE}|{PICTURE}{_AND}{_WRITER})|(?P<text>{_WRITER})"
    rf"|{PICTURE}){COLON}",
    re.IGNORECASE,
)


def read_picture_credit(text: str) -> str:
    """Return the part about pictures of a credit for text and pictures: `Text: A; Foto: B` is B, `Teks dan foto: A` is
    A; all of it if no writer is named."""
    shares = list(_SHARES.finditer(text))
    if not any(share["text"] for share in shares):
        return text[shares[0].end() :] if shares and shares[0]["both"] and not shares[0].start() else text
    ends = [share.start() for share in shares[1:]] + [len(text)]
    said = [text[share.end() : end] for share, end in zip(shares, ends, strict=True) if not share["text"]]
    return "; ".join(words.strip(" ;,/|.()–—-") for words in said)


def bare(text: str) -> str:
    """Return a credit without its label, brackets, copyright sign and usage terms."""
    for _ in range(6):
        before = text
        text = _LICENSE.sub("", _TAGS.sub("", text)).strip(" .|*,;:-–—·•")
        if text[:1] in {"(", "["} and _closes(text):
            text = text[1:-1] if text[-1] in ")]" else text[1:]
        for pattern in (_LABEL, _BY, _PICTURE_SLASH, _BEFORE_MARK, _MARK):
            match = pattern.match(text)
            text = text[match.end() :] if match else text
        text = text[:1] + _TERMS.sub("", text[1:], count=1)
        if text == before:
            break
    return text


def without_label(text: str) -> str:
    """Return a credit without enclosing brackets and leading labels, but with its copyright sign."""
    for _ in range(4):
        before = text
        text = _TAGS.sub("", text).strip(" .|*,;:-–—·•")
        if text[:1] in {"(", "["} and text[-1:] in {")", "]"} and _closes(text):
            text = text[1:-1]
        for pattern in (_LABEL, _BY, _PICTURE_SLASH):
            match = pattern.match(text)
            text = text[match.end() :] if match else text
        if text == before:
            break
    return text


def _closes(text: str) -> bool:
    """Return whether the opening bracket is closed only at the end, or never."""
    inner = text[1:-1]
    return not re.search(r"[()\[\]]", inner)
