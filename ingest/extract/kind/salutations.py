"""Salutations and closings of speeches and letters. They are not titles, and indicate the kind of text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.text.orthography import with_or_without_marks, word_count
from archive.text.patterns import lazy_regex
from ingest.extract.kind.world_speeches import world_salutation

_STRONG = lazy_regex(
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
        r"(?:mr|madam|mrs|ms)\.? [\w.]+, (?:mr|mrs|ms|madam|senator|congressm[ae]n|governor|distinguished"
        r"|secretary|members)\b|"
        r"(?:madam|mister|mme\.?) (?:president|speaker|chair)|honou?rable (?:members|delegates|guests))"
    ),
    re.IGNORECASE,
)
_WEAK = lazy_regex(
    r"(?:dear|friends|colleagues|citizens|kepada|salam|selamat (?:pagi|siang|sore|malam)|good (?:morning"
    r"|afternoon|evening)|"
    r"(?:vice )?president|chief justice|senator|xin chào|chào|bạn|các bạn|rekan|sahabat|to)\b",
    re.IGNORECASE,
)

_LETTER = lazy_regex(with_or_without_marks(r"(?:kepada yth|yth\b|kính gửi)"), re.IGNORECASE)
_DEAR = lazy_regex(
    with_or_without_marks(r"(?:dear (?!friends|colleagues|all\b|fellow)|(?:kepada )?yth\b|kính gửi)"), re.I
)
_REGARDS = lazy_regex(
    with_or_without_marks(
        r"(?:yours (?:sincerely|faithfully|truly)|sincerely(?: yours)?|respectfully(?: yours)?"
        r"|(?:kind|best|warm) regards"
        r"|(?:salam )?hormat(?: kami| saya)?|hormat (?:kami|saya)|trân trọng|kính thư|trân trọng kính chào)[\s.,/]*"
    ),
    re.IGNORECASE,
)
_PRESS = lazy_regex(
    with_or_without_marks(
        r"(?<!\w)(?:media|pers|wartawan|jurnalis|redaksi|editors?|journalists?|reporters?|newsroom|phóng viên|báo chí"
        r"|quý báo|nhà báo|tòa soạn)(?!\w)"
    ),
    re.IGNORECASE,
)


def is_salutation(line: str) -> bool:
    """Return whether a line only greets an audience (`Kính thưa quý vị,`, `Fellow-Citizens of the Senate:`)."""
    line = line.strip()
    if len(line) > 300 or line.endswith("."):
        return False
    if _LETTER.match(line) and not _PRESS.search(line):
        return True
    closed = line.endswith((",", ":", "!", ";"))
    if world_salutation(line):
        return closed or word_count(line) <= 7
    if _STRONG.match(line):
        return closed or word_count(line) <= 7
    return closed and _WEAK.match(line) is not None


def writes_to(paragraph: str) -> bool:
    """Return whether a paragraph addresses a letter to somebody other than the press (`Kính gửi: Sở Y tế`, `Yth. Para
    ...`)."""
    first = paragraph.split("\n", 1)[0].strip()
    return _LETTER.match(first) is not None and _PRESS.search(first[:300]) is None


def is_letter(lines: Sequence[str], closing: Sequence[str]) -> bool:
    """Return whether a text is addressed to somebody other than the press, and ends like a letter."""
    addressed = any(_DEAR.match(line) and not _PRESS.search(line) for line in lines)
    return addressed and any(_REGARDS.fullmatch(line.strip()) for line in closing)


def opens_speech(paragraph: str) -> bool:
    """Return whether a paragraph begins by greeting an audience (`Fellow citizens, I am again called upon ...`)."""
    first = paragraph.split("\n", 1)[0].strip()
    if recorded := _RECORDED.match(first):
        first = first[recorded.end() :]
    if _LETTER.match(first) or (_WEAK.match(first) and _PRESS.search(first[:300])):
        return False  # of a letter or a mail
    return is_salutation(first) or world_salutation(first) or _STRONG.match(first.lstrip(' "“')) is not None


def greets_and_thanks(opening: Sequence[str], closing: Sequence[str]) -> bool:
    """Return whether a text greets an audience in its first sentences and ends with thanks or a blessing, in the first
    person, like a speech and unlike a report or letter."""
    first = "\n".join(part[:400] for part in opening[:3])
    thanks = any(_THANKS_ALONE.fullmatch(line.strip(' "”')) for line in closing[-1:])
    if not thanks or _PRESS.search(first) or _SENT.search(first):
        return False
    return any(_GREETS.match(part) for part in re.split(r"(?<=[.!?:]) +|\n", first)) and _I.search(first) is not None


_RECORDED = lazy_regex(  # in the minutes of a parliament: `Mr TEREPAI (Lower Waihau) — Madam Speaker, ...`
    r"(?:(?:mr|mrs|ms|miss|dr|sir|dame|the hon\.?|hon\.?|saudara|bapak|ibu|ông|bà)\.? )?[\w.’' -]{2,40}"
    r" \([^()]{2,60}\)(?: \[[^\[\]]{2,20}\])?\s?[—–:-]{1,2} ",
    re.IGNORECASE,
)
_GREETS = lazy_regex(
    with_or_without_marks(
        r"(?:good (?:morning|afternoon|evening|day)|selamat (?:pagi|siang|sore|malam)|xin (?:kính )?chào|chào mừng"
        r"|kính thưa|(?:para )?hadirin|assalamu.?alaikum|(?:bapak|ibu)(?: dan |, | |/)(?:ibu|bapak)"
        r"|(?:dear |my )?(?:friends|colleagues)|thưa (?:các|quý|toàn)|salam sejahtera|om swasti|shalom"
        r"|ladies and gentlemen)(?!\w)"
    ),
    re.IGNORECASE,
)
_THANKS_ALONE = lazy_regex(
    with_or_without_marks(
        r"(?:.{0,60}[.,;] )?(?:(?:and |dan |so |once again,? )?(?:i )?thank you(?: all| very much| so much)*"
        r"|(?:sekian,? (?:dan )?)?(?:matur )?terima ?kasih(?: banyak)?|was+alam\w*.{0,50}"
        r"|(?:tôi )?xin (?:trân trọng |chân thành |kính )?(?:cảm ơn|cám ơn).{0,30}|trân trọng (?:cảm ơn|cám ơn).{0,30}"
        r"|(?:may )?god bless .{2,40})[.!]?"
    ),
    re.IGNORECASE,
)
_SENT = lazy_regex(
    with_or_without_marks(r"(?<!\w)(?:attached|enclosed|terlampir|lampiran|đính kèm|gửi kèm|e-?mail|newsletter)(?!\w)"),
    re.IGNORECASE,
)
_I = lazy_regex(with_or_without_marks(r"(?<!\w)(?:i|my|saya|kami|izinkan|tôi|chúng tôi)(?!\w)"), re.IGNORECASE)
_GREETED = (
    r"mr|mrs|ms|mme|madam|mister|sir|president|vice president|prime minister|chief justice|justice|senator|speaker"
    r"|leader|governor|mayor|minister|secretary|excellenc(?:y|ies)|ladies|gentlemen|members|guests|friends|colleagues"
    r"|clergy|citizens|countrymen|americans|compatriots|delegates|your (?:excellenc|majest|highness|royal|honou?r)\w*"
)
_ADDRESSED = lazy_regex(  # one of those greeted, up to the comma after it
    r"(?:(?:and |dan |và |serta )?(?:(?:my |our |dear |the |distinguished |honou?red |honou?rable |reverend "
    rf"|fellow[- ]?)*(?:{_GREETED})\b|bapak|ibu|saudara|yang (?:terhormat|mulia)|yth|hadirin|kính thưa|thưa|assalamu)"
    r"(?![^,:;.!?]{0,80} (?:is|was|are|were|has|have|had|will|said|says) )"
    r"[^,:;.!?]{0,80}?(?:, | ?: |; | and (?=(?:my |our )?(?:fellow|ladies|distinguished)))|mr\. )",
    re.IGNORECASE,
)
_THANKS = lazy_regex(
    r"(?:thank you(?: (?:all|very much|so much|everyone))*[.!,] |terima kasih[.!,] |xin cảm ơn[.!,] )+", re.I
)


def without_address(words: str) -> str:
    """Return the first sentence of a speech without greetings and thanks (`My fellow citizens: ...`); unchanged if too
    little would be left."""
    at = 0
    for _ in range(30):
        greeted = _ADDRESSED.match(words, at) or _THANKS.match(words, at)
        if greeted is None:
            break
        at = greeted.end()
    rest = words[at:].lstrip()
    return rest[:1].upper() + rest[1:] if at and len(rest) >= 30 else words
