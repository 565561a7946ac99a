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

_LETTER = re.compile(with_or_without_marks(r"(?:kepada yth|yth\b|kính gửi)"), re.IGNORECASE)
_PRESS = re.compile(
    with_or_without_marks(
        r"(?<!\w)(?:media|pers|wartawan|jurnalis|redaksi|editors?|journalists?|reporters?|newsroom|phóng viên|báo chí"
        r"|nhà báo|tòa soạn)(?!\w)"
    ),
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


def writes_to(paragraph: str) -> bool:
    """Whether a paragraph is the address of a letter and not to the press (`Kính gửi: Sở Y tế`, `Yth. Para ...`)."""
    first = paragraph.split("\n", 1)[0].strip()
    return _LETTER.match(first) is not None and _PRESS.search(first[:300]) is None


def opens_speech(paragraph: str) -> bool:
    """Whether a paragraph begins by greeting its hearers (`Fellow citizens, I am again called upon ...`)."""
    first = paragraph.split("\n", 1)[0].strip()
    if _LETTER.match(first) or (_WEAK.match(first) and _PRESS.search(first[:300])):
        return False  # of a letter or a mail
    return is_salutation(first) or _STRONG.match(paragraph.lstrip(' "“')) is not None


_GREETED = (
    r"mr|mrs|ms|mme|madam|mister|sir|president|vice president|prime minister|chief justice|justice|senator|speaker"
    r"|leader|governor|mayor|minister|secretary|excellenc(?:y|ies)|ladies|gentlemen|members|guests|friends|colleagues"
    r"|clergy|citizens|countrymen|americans|compatriots|delegates|your (?:excellenc|majest|highness|royal|honou?r)\w*"
)
_ADDRESSED = re.compile(  # one of those whom a speaker greets, up to the comma behind
    r"(?:(?:and |dan |và |serta )?(?:(?:my |our |dear |the |distinguished |honou?red |honou?rable |reverend "
    rf"|fellow[- ]?)*(?:{_GREETED})\b|bapak|ibu|saudara|yang (?:terhormat|mulia)|yth|hadirin|kính thưa|thưa|assalamu)"
    r"(?![^,:;.!?]{0,80} (?:is|was|are|were|has|have|had|will|said|says) )"
    r"[^,:;.!?]{0,80}?(?:, | ?: |; | and (?=(?:my |our )?(?:fellow|ladies|distinguished)))|mr\. )",
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"(?:thank you(?: (?:all|very much|so much|everyone))*[.!,] |terima kasih[.!,] |xin cảm ơn[.!,] )+", re.I
)


def without_address(words: str) -> str:
    """Return the first sentence of a speech without those whom it greets and thanks first (`My fellow citizens: ...`);
    as it is where too little would be left."""
    at = 0
    for _ in range(30):
        greeted = _ADDRESSED.match(words, at) or _THANKS.match(words, at)
        if greeted is None:
            break
        at = greeted.end()
    rest = words[at:].lstrip()
    return rest[:1].upper() + rest[1:] if at and len(rest) >= 30 else words
