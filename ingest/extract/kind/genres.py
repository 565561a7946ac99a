"""Words at the head of a text that name its genre, as labels or at the beginning of its title."""

from __future__ import annotations

import re

from archive.record import CAPTION_SHEET
from archive.text.orthography import with_or_without_marks
from archive.text.patterns import lazy_regex

ADVISORY, TRANSCRIPT, INTERVIEW, STATEMENT = "advisory", "transcript", "interview", "statement"
MESSAGE, CORRECTION, ANNEX = "message", "correction", "annex"

LONGEST = 250  # characters of a possible title
_OPEN = r"[\W_]{0,6}"
_WHOLE = (
    r"(?:(?:toàn văn|trích|full text(?: of)?(?: the)?|text of(?: the)?|naskah|teks lengkap|bunyi)(?:\s*+[:：])?\s++)?"
)
_SEP = r"(?:[\W_]*\Z|\s*[:：|(\[]|\s+[–—-]\s)"  # the label ends here
_NUMBER = r"(?:[ivx]{1,4}|\d{1,2}|[a-h])"


def _led(*words: str) -> re.Pattern[str]:
    """Return a pattern for lines that begin with one of these, in any case, Vietnamese with or without accents."""
    return lazy_regex(with_or_without_marks(rf"{_OPEN}{_WHOLE}(?:{'|'.join(words)})"), re.IGNORECASE)


_PRESS = r"(?:pers|media|wartawan|jurnalis|press|journalists?|reporters|báo chí|phóng viên|nhà báo|truyền thông)"
_BRIEFING = r"(?:konferensi pers|jumpa pers|temu (?:media|pers)|taklimat (?:media|pers))"
_ADVISORY = _led(
    rf"(?:media|press|news) (?:advisory|alert|invitation|call|note)(?:{_SEP}|\s+(?:for|on|no|to)\b|\s+\d)",
    r"(?:pemberitahuan|undangan) (?:kepada|untuk|bagi) (?:media|pers|wartawan|rekan media)\b",
    r"(?:advisory|notice|invitation) (?:to|for) (?:editors|(?:the )?(?:media|press)|journalists)\b",
    rf"photo[ -]?(?:call|opportunity|op){_SEP}",
    rf"(?:undangan|agenda|jadwal) (?:(?:pe)?liputan|{_BRIEFING}|media{_SEP}|pers{_SEP})",
    r"(?:(?:thư|giấy|thông báo|kính|lời|(?:thông báo )?về việc) )mời (?:dự |tham dự )?"
    r"(?:họp báo|đưa tin|(?:các )?(?:cơ quan )?(?:thông tấn, )?"
    r"báo chí|phóng viên|nhà báo)",
)
_INVITATION = _led(rf"(?:(?:thư|giấy) mời|undangan|invitation){_SEP}")  # for the press only if it is named
_TO_PRESS = lazy_regex(
    with_or_without_marks(rf"(?<!\w)(?:{_PRESS}|họp báo|đưa tin|(?:pe)?liputan|press conference)(?!\w)"), re.IGNORECASE
)
_TRANSCRIPT = _led(
    rf"(?:(?:full|verbatim|edited|unofficial|press|conference|briefing|interview|e\s?& ?oe|rush) ){{0,4}}"
    rf"transcripts?(?:{_SEP}|\s*[,;]|\s+(?:of|from|by)\b)",
    r"verbatim(?: record| report)?(?: of\b|[\W_]*\Z)",
    rf"transkrip(?:si)?(?:{_SEP}|\s+\w)",
    r"(?:bản )?(?:gỡ băng|bóc băng)(?!\w)",
    r"(?:bản )?ghi (?:lời|âm|chép|lại)?\s?(?:cuộc|buổi|nội dung|họp báo|trao đổi|phát biểu|lời|toàn văn)",
)
_TRANSCRIPT_AFTER = lazy_regex(
    with_or_without_marks(
        r"\S\s*+[(\[|:–—-]\s*+(?:full )?(?:transcript|transkrip|gỡ băng|bản ghi)\s*+(?:[)\]]\s*+)?\Z"
    ),
    re.IGNORECASE,
)
_INTERVIEW = _led(
    rf"(?:(?:exclusive|doorstop|radio|tv|television|joint|press|full|special) ){{0,3}}interview"
    rf"(?:{_SEP}|s? (?:with|of|by|given)\b)",
    r"(?:q\s?(?:&|and)\s?a|questions and answers) with\b|(?:tanya jawab|bincang(?:-bincang)?) (?:dengan|bersama)\b"
    r"|in conversation with\b|trò chuyện (?:với|cùng)\s|hỏi đáp (?:với|cùng)\s",
    r"(?:petikan |kutipan |hasil |rangkuman |isi )?wawancara(?: (?:khusus|eksklusif|cegat|langsung|singkat))*"
    rf"(?:{_SEP}|\s+(?:dengan|bersama|antara)\b)",
    rf"(?:(?:bài|nội dung|trích|cuộc) )?(?:trả lời )?phỏng vấn(?: (?:độc quyền|nhanh|riêng|báo chí))*"
    rf"(?:{_SEP}|\s+(?:với|của|ông|bà|gs|pgs|ts|đồng chí|bộ trưởng|thứ trưởng|chủ tịch|giám đốc|tổng|đại sứ)\b)",
    r"trả lời phỏng vấn(?!\w)",
)
_ABOUT = (
    r"(?:tentang|mengenai|atas|terkait|menyusul|menanggapi|perihal|sehubungan|about|on|regarding|concerning|following"
    r"|after|at|for|of|in)"
)
_STATEMENT = _led(
    r"pernyataan (?:sikap|bersama|pers|resmi|tertulis)\b",
    r"(?:pernyataan|klarifikasi) [^.:!?]{3,120}? (?:soal|tentang|mengenai|atas|terkait|menyusul"
    r"|menanggapi|perihal|sehubungan)\b",
    rf"(?:(?:joint|press|media|official|presidential|public|ministerial|written) ){{0,3}}statement"
    rf"(?:{_SEP}|\s+(?:by|of|from|on|regarding|concerning|following|attributable)\b)",
    r"(?:joint |press )communiqu[eé]|komunike(?: bersama)?(?!\w)|joint declaration(?: of| on| by|\W|\Z)",
    r"thông cáo chung(?!\w)|tuyên bố (?-i:[A-ZÀ-ỸĐ])[^.:!?]{2,60} (?:về|năm)\s",
    r"tuyên bố (?:chung|báo chí|chính thức)(?!\w)|tuyên bố (?:của|giữa)\s",
)
_STATEMENT_OF = lazy_regex(
    rf"(?:[\w().,-]+ ){{0,8}}[\w-]+['’]s? (?:[\w-]+ ){{0,2}}statement(?: {_ABOUT}\b|[\W_]*\Z)", re.IGNORECASE
)
_FEAST = (
    r"(?:idul|idulfitri|idul fitri|lebaran|natal|waisak|nyepi|paskah|tahun baru|imlek|ramadan|ramadhan|galungan"
    r"|hari raya|new year|lunar new year|christmas|easter|eid|vesak|deepavali|diwali|holiday|season['’]?s|tet)"
)
_GRIEF = r"(?:duka(?: ?cita)?|belasungkawa|bela sungkawa|simpati)"
_WRITTEN = _led(  # sent, and not read out to an audience
    rf"(?:ucapan|pesan|surat|pernyataan|kawat|telegram) (?:ucapan )?(?:turut )?(?:ber)?{_GRIEF}(?!\w)"
    r"|turut berduka ?cita(?!\w)",
    r"(?:ucapan|surat|kartu|kawat|telegram|karangan) (?:ucapan )?(?:selamat|terima ?kasih)(?!\w)",
    rf"ucapan {_FEAST}(?!\w)|selamat (?:hari|{_FEAST})(?!\w)",
    r"(?:điện|thư|lời|thiệp|điện thư|thông điệp) (?:chúc mừng|chúc tết|mừng|chia buồn|thăm hỏi|phân ưu"
    r"|cảm ơn|cám ơn|chúc)(?!\w)",
    r"chúc mừng năm mới(?!\w)",
    r"(?:messages?|letters?|telegrams?|notes?|words?) of (?:condolences?|sympathy|congratulations?|greetings?"
    r"|felicitations?|thanks|appreciation|goodwill|solidarity)\b",
    r"(?:congratulatory|condolence|sympathy|goodwill|greetings?) (?:message|letter|telegram|cable|note)s?\b",
    rf"{_FEAST} greetings?\b|greetings? (?:from|on|for)\b|condolences? (?:from|on|to|over)\b",
    r"congratulations? (?:from|to|on)\b",
)
_MESSAGE = _led(
    rf"(?:[\w'’-]+ ){{0,3}}(?<!to )message(?:{_SEP}|\s+(?:by|from|of the|of his|of her|on the|for the)\b)",
    rf"pesan {_FEAST}(?!\w)|pesan [^.:!?]{{3,60}}? (?:pada|dalam rangka|untuk|menyambut) (?:hari|{_FEAST})(?!\w)",
    r"thông điệp (?:năm mới|của|nhân|gửi)(?!\w)",
)
_ITS_RELEASE = (
    r"(?:siaran|rilis|keterangan|berita|pemberitaan|foto|naskah|pidato|press|news|media|our|the|thông cáo|thông tin"
    r"|bài|tin|số liệu|nội dung)"
)
_CORRECTION = _led(
    rf"(?:ralat|koreksi|pembetulan|pelurusan|rectifications?|errat(?:a|um)"
    r"|corrigend(?:a|um)|corrections?|corrected(?: version| copy)?"
    r"|(?:bản |thông báo |tin )?đính chính)"
    rf"(?:{_SEP}|\s*[–—-]\s*|\s+(?:(?:to|of|for|atas|untuk|terhadap|về)\s+)?{_ITS_RELEASE}\b)",
)
_CAPTIONS = _led(
    rf"(?:(?:photo|picture|image)s?(?: with)? captions?(?: (?:sheet|list))?|caption (?:sheet|list)|captions"
    r"|list of photo(?:graph)?s"
    r"|(?:lembar |daftar )?(?:keterangan|kapsi|caption|takarir|teks) (?:foto|gambar)"
    rf"|(?:lời )?(?:chú thích|ghi chú) (?:ảnh|hình)|(?:danh sách )?ảnh (?:và|kèm) chú thích)(?:{_SEP}|\s+\w)",
    r"\[(?:photos?|foto|ảnh)\]\s|(?-i:PHOTO|FOTO|ẢNH):\s+\S+ \S+ \S"
    r"|(?:(?:galeri|album|esai) foto|photo (?:gallery|essay|story)|picture gallery|(?:chùm|phóng sự) ảnh)[\W_]*\Z",
)
_ANNEX = _led(
    rf"(?:lampiran|phụ lục|annex(?:es)?|appendix|appendices)(?:\s+(?:số\s+)?{_NUMBER})?[\W_]*\Z",
    rf"(?:lampiran|phụ lục|annex|appendix)\s+(?:số\s+)?{_NUMBER}(?:\s*[:：.(\[–—-]|\s*\Z)",
    r"(?:lampiran|phụ lục|annex|appendix)\s*(?:\(|[ivx\d]{0,3}\s*(?:siaran|rilis|surat|keputusan|peraturan|pidato"
    r"|thông cáo|kèm theo|của|ban hành|to the|to press|of the)(?!\w))",
)
# Words of a report about such a text, after its beginning
_TOLD_OF = lazy_regex(
    with_or_without_marks(
        r"(?<!\w)(?:menuai|tuai|picu|memicu|viral|membanjir\w*|mengalir|banjir|bikin|jadi sorotan|menjadi sorotan"
        r"|di(?:kritik|sorot|nilai|sambut|kecam|tolak|bantah|protes|tanggapi|anggap|pertanyakan|puji|cabut|bocorkan)"
        r"|draws?|sparks?|wins?|earns?|angers?|causes?|raises?|shocks?|fuels|prompts|stirs|backfires|leaked|leaks"
        r"|shows?|reveals?|criticised|criticized|praised|rejected|condemned|denied|postponed|found"
        r"|gây|bị|được đánh giá|nhận được|khiến|làm dậy sóng)(?!\w)"
    ),
    re.IGNORECASE,
)
_OF_JOBS = lazy_regex(
    with_or_without_marks(
        r"\W*(?:wawancara (?:kerja|beasiswa|visa)|job interview|phỏng vấn (?:visa|xin việc|tuyển|việc))"
    ),
    re.IGNORECASE,
)
_BY_WORDS = (  # the most significant first: a transcript of an interview is a transcript
    (CORRECTION, _CORRECTION), (ANNEX, _ANNEX), (CAPTION_SHEET, _CAPTIONS), (ADVISORY, _ADVISORY),
    (TRANSCRIPT, _TRANSCRIPT), (MESSAGE, _WRITTEN), (INTERVIEW, _INTERVIEW), (STATEMENT, _STATEMENT),
    (STATEMENT, _STATEMENT_OF), (MESSAGE, _MESSAGE),
)  # fmt: skip


def genre_of(line: str) -> str | None:
    """Return the genre by the beginning of a label or title; a report about such a text (`Pernyataan Menteri dikecam`,
    `Statement sparks row`) has none."""
    if len(line) > LONGEST or _TOLD_OF.search(line) or _OF_JOBS.match(line):
        return None
    if _TRANSCRIPT_AFTER.search(line):
        return TRANSCRIPT
    return next((genre for genre, words in _BY_WORDS if words.match(line)), None)


def is_written_message(line: str) -> bool:
    """Return whether a title is that of a written greeting or condolence."""
    return genre_of(line) == MESSAGE and _WRITTEN.match(line) is not None


def invites_press(lines: list[str]) -> bool:
    """Return whether lines under a label `GIẤY MỜI`, `UNDANGAN`, `INVITATION` among them name the press as guests."""
    return any(map(_INVITATION.match, lines)) and any(map(_TO_PRESS.search, lines))


def of_release(line: str) -> bool:
    """Return whether a correction names a release as its subject."""
    return re.search(
        with_or_without_marks(r"(?<!\w)(?:siaran|rilis|press|news|media) ?(?:pers|release|media)?(?!\w)|thông cáo"),
        line, re.IGNORECASE,
    ) is not None  # fmt: skip


def is_genre_label(line: str) -> bool:
    """Return whether the line only announces a transcript or captions, so that it is not a title."""
    return len(line) <= 60 and _ONLY_LABEL.match(line) is not None


_ONLY_LABEL = lazy_regex(
    with_or_without_marks(
        r"[\W_]{0,6}(?:(?:e\s?& ?oe |full |verbatim |rush |edited |unofficial )?transcript"
        r"|transkrip(?:si)?(?: lengkap| otomatis)?(?: \([^()]{3,30}\))?"
        r"|(?:galeri|album|esai) foto|photo (?:gallery|essay|story)|picture gallery|(?:chùm|thư viện|phóng sự) ảnh"
        r"|(?:bản )?gỡ băng|(?:photo|picture|image)s? captions?|caption sheet"
        r"|(?:lembar )?(?:keterangan|kapsi|caption|takarir) foto|(?:lời )?chú thích ảnh)[\W_]*\Z"
    ),
    re.IGNORECASE,
)
