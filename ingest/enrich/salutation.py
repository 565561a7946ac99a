"""The words that open a speech: no title, and a sign of what the text is."""

from __future__ import annotations

import re

from ingest.enrich.words import with_or_without_marks, word_count

_STRONG = re.compile(
    with_or_without_marks(
        r"(?:kepada yth|yang (?:saya|kami|sangat saya|sama-sama kita) (?:hormati|muliakan|banggakan|cintai)"
        r"|yang terhormat|yth\.?|yang mulia|"
        r"bapak[- ]bapak|bapak/ibu|bapak dan ibu|ibu dan bapak|saudara[- ]saudar[ai]|para (?:hadirin|undangan"
        r"|tamu) |hadirin |"
        r"saudara-saudara sebangsa|assalamu|bismillah|salam sejahtera|om swasti|namo buddhaya|shalom|rahayu"
        r"|para (?:menteri|gubernur) yang|"
        r"kính thưa|kính gửi|thưa (?:quý|các|toàn thể|ngài|đồng chí|đồng bào|ông|bà|bạn)|đồng bào|"
        r"ladies and gentlemen|distinguished|your (?:excellenc|majest|royal)|excellenc(?:y|ies)(?!\w)|"
        r"my (?:dear |fellow )*(?:friends|citizens|countrymen|fellow-citizens|compatriots|americans)|"
        r"(?:fellow[- ](?:citizens|countrymen|americans)|friends and fellow)|mr\.? (?:president|speaker|chairman"
        r"|chief justice|vice president)|"
        r"(?:madam|mister|mme\.?) (?:president|speaker|chair)|honou?rable (?:members|delegates|guests))"
    ),
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"(?:dear|friends|colleagues|citizens|kepada|salam|selamat (?:pagi|siang|sore|malam)|good (?:morning"
    r"|afternoon|evening)|"
    r"(?:vice )?president|chief justice|senator|xin chào|chào|bạn|các bạn|rekan|sahabat|to)\b",
    re.IGNORECASE,
)


def is_salutation(line: str) -> bool:
    """Whether a line only greets its hearers (`Kính thưa quý vị,`, `Fellow-Citizens of the Senate:`)."""
    line = line.strip()
    if len(line) > 300 or line.endswith("."):
        return False
    closed = line.endswith((",", ":", "!", ";"))
    if _STRONG.match(line):
        return closed or word_count(line) <= 7
    return closed and _WEAK.match(line) is not None


def opens_speech(paragraph: str) -> bool:
    """Whether a paragraph begins by greeting its hearers (`Fellow citizens, I am again called upon ...`)."""
    return is_salutation(paragraph.split("\n", 1)[0]) or _STRONG.match(paragraph.lstrip(' "“')) is not None
