"""Labels at the head of a text: SIARAN PERS, THÔNG CÁO BÁO CHÍ, PIDATO, RALAT."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.record import Kind
from archive.text.orthography import with_or_without_marks
from archive.text.patterns import lazy_regex


@dataclass(frozen=True, slots=True)
class KindLabel:
    """The meaning of a label: a kind, possibly a genre, and the rule's name for the origin."""

    kind: Kind
    genre: str | None
    rule: str


RELEASES = (
    r"(?:siaran|rilis|keterangan|pernyataan|berita) pers(?: bersama)?|rilis(?: media)?|siaran media"
    r"|(?:joint )?(?:press|news|media) (?:releases?|statement)|"
    r"(?:press |joint )?communiqu[eé]|thông cáo(?: báo chí)?(?: chung)?|(?:thông tin|tin|bản tin) báo chí|(?:media"
    r"|press|event|photo) (?:advisory|invitation)|undangan (?:pe)?liputan(?: media)?|undangan media|"
    r"(?:thư |giấy )?mời (?:đưa tin|họp báo)|(?:thư|giấy) mời(?: báo chí)|statement"
    r"|pernyataan(?: sikap| bersama)?|joint statement|klarifikasi|hak jawab"
    r"|tuyên bố(?: báo chí)?(?: chung)?"
    r"|information for (?:the )?(?:press|media|journalists)|informasi (?:untuk|bagi) (?:pers|media|wartawan)"
    r"|thông tin (?:gửi|dành cho|cung cấp cho) báo chí"
    r"|not(?:a|icia) de prensa|comunicado(?: de prensa| (?:à|a|de) imprensa)?|bolet[ií]n de prensa"
    r"|nota (?:à|a) imprensa"
    r"|communiqu[eé] de presse|(?:gemeinsame )?(?:presse|medien)(?:mitteilung|information|erklärung|meldung|text)"
    r"|persbericht|comunicato stampa|comunicat(?:ul)? de presă|пресс-релиз|pressmeddelande|press(?:e)?melding"
    r"|pressemeddelelse|lehdistötiedote|(?:komunikat|informacja) prasow[ya]|tisková zpráva|sajtóközlemény"
    r"|basın (?:bülteni|açıklaması)|kenyataan (?:media|akhbar)|siaran akhbar|新闻稿|新聞稿|プレスリリース|보도자료"
    r"|بيان صحفي|प्रेस विज्ञप्ति|ข่าวประชาสัมพันธ์|(?:photo|media) release|media note"
    r"|for (?:the )?(?:press|media|journalists|reporters)|untuk (?:pers|media|wartawan)|dành cho (?:báo chí|phóng viên)"
)
_SECTIONS = lazy_regex(r"[>»›/→|]")
_CODE = r"[\w./-]*\d[\w./-]*"
_DAY = r"(?:ngày |tanggal )?\d{1,2}[\s./-]+(?:tháng )?\w{1,12}[\s./-]+(?:năm )?\d{2,4}|[^\W\d]{3,9}\.? \d{1,2},? \d{4}"
_NUMBERED = (
    rf"(?:[\W_]+(?:(?:case )?(?:no|nomor|number|nr|số|ref)\b[\W_]*{_CODE}|(?=\S*[/-]){_CODE}))?(?:[\W_]+(?:{_DAY}))?"
)
_RELEASE = lazy_regex(
    with_or_without_marks(
        rf"[\W_]*(?:{RELEASES}){_NUMBERED}"
        r"(?:\s*\((?:[^()\d]{3,40}|\d{1,2} ?(?:of|dari|trên|/) ?\d{1,2})\))?[\W_]*\Z"
    ),
    re.IGNORECASE,
)
_LED = lazy_regex(
    with_or_without_marks(  # the label before the title on its line, or with its subject in Vietnamese
        rf"\W{{0,3}}(?:(?:siaran|rilis) pers(?: bersama)?|(?:press|news|media) release|thông cáo báo chí|(?<=\[)tcbc"
        rf"|(?<=\[)(?:{RELEASES})(?=\s?\]))"
        r"(?:\s*[\])|]|\s*[:：]|\s+[–—-]\s|\s+(?:no|nomor|số)\b|\s+(?:về|của)\s)"
    ),
    re.IGNORECASE,
)
_STARTS = lazy_regex(
    with_or_without_marks(
        r"\W{0,3}(?:(?:siaran|rilis) pers|(?:press|news|media) release|thông cáo báo chí|for release)(?!\w)"
    ),
    re.IGNORECASE,
)
_PARTED = lazy_regex(
    with_or_without_marks(
        r"(?:[\[(]?(?:(?:siaran|rilis) pers|(?:press|news|media) release|thông cáo báo chí)(?: ?[\])]| ?[:：|]| [–—-])"
        rf"|\[(?:tcbc|ảnh|foto|photos?|video|siaran|{RELEASES})\]"
        r"|(?:judul|title|headline|tiêu đề|tựa(?: đề)?|nhan đề) ?[:：]"
        r"|(?-i:PHOTO|FOTO|ẢNH) ?[:：])\s"
    ),
    re.IGNORECASE,
)
_SECTION = lazy_regex(
    r"\W{0,4}(?:[\w ,.:/-]{4,30}\W{1,3})?(?:posted in|filed under|(?:category|categories|kategori|chuyên mục|section"
    r"|rubrik"
    r"|rubrique|categor[ií]as?|breadcrumb)\s*[:：])\W{0,4}(?P<section>[^\])|]{3,80}).{0,80}",
    re.IGNORECASE,
)
_RELEASES_OF_SITE = lazy_regex(
    with_or_without_marks(
        r"(?:(?:press|news|media)[- ]?(?:releases|statements?|notes?|room)|(?:siaran|rilis) pers|thông cáo(?: báo chí)?"
        r"|notas de prensa|comunicados|communiqués(?: de presse)?|(?:presse|medien)mitteilungen)(?: .{0,40})?"
    ),
    re.IGNORECASE,
)
_SPEECHES_OF_SITE = lazy_regex(
    with_or_without_marks(
        r"(?:[\w-]+ ){0,2}(?:speeches|remarks)(?: and [\w ]{3,40})?|(?:transkrip(?:si)? )?(?:pidato|sambutan)"
        r"|(?:bài )?phát biểu|discursos|discours|reden"
    ),
    re.IGNORECASE,
)
_PIECE = lazy_regex(
    r"\W{0,3}(?:(?:world )?news (?:story|article)|authored article|blog(?: post)?|feature story)\W{0,3}", re.IGNORECASE
)
_NEWSROOM = lazy_regex(  # the part of an issuer's site that is for the press
    with_or_without_marks(
        r"news ?room|(?:press|media) (?:room|office|cent(?:er|re))|ruang (?:media|pers)|pusat media|(?:trung tâm"
        r"|phòng) báo chí"
    ),
    re.IGNORECASE,
)
_RUBRIC = lazy_regex(
    r"\W{0,4}(?:(?P<interview>wawancara(?: (?:khusus|eksklusif))?|(?:exclusive )?interview|phỏng vấn(?: độc quyền)?"
    r"|q\s?&\s?a|tanya jawab|hỏi đáp)|"
    r"opini|kolom|esai|artikel(?: opini)?|tajuk(?: rencana)?|editorial|analisis|laporan(?: khusus| utama)?|eksklusif|"
    r"fitur|profil|reportase|liputan khusus|sorotan|kilas balik|cerita|berita utama|"
    r"ý kiến|góc nhìn|quan điểm|bình luận|xã luận|phóng sự|ghi chép|phân tích|độc quyền|tiêu điểm|chuyên đề|"
    r"features?|opinion|commentary|comment|analysis|exclusive|special report|breaking(?: news)?|profile|essay|column|"
    r"in focus|spotlight|explainer|op-ed|guest column|breaking|letters? to the editor|fact[ -]?checks?|surat pembaca"
    r"|cek fakta|thư bạn đọc|bạn đọc viết|ý kiến bạn đọc|kiểm chứng)\s*[:：]?\W{0,4}\Z",
    re.IGNORECASE,
)
_CORRECTED = (
    r"(?:ralat|korr?eksi|pembetulan|pelurusan|klarifikasi(?= */)|rectification|đính chính|corrections?|corrected"
    r"|clarification(?= *[/&])|errat(?:um|a))"
)
_CORRECTION = lazy_regex(
    with_or_without_marks(
        rf"[\W_]*{_CORRECTED}(?:\s*(?:[/&+,]|and|dan|và)\s*{_CORRECTED})?(?:[\W_]*\Z|\s*[:：–—-]\s*)"
    ),
    re.IGNORECASE,
)
_SPEECH_WORD = (
    r"(?:pidato|sambutan|amanat|orasi|ceramah|kh[ou]tbah|eulogy|homily|sermon|(?:exchange of )?toasts?|điếu văn"
    r"|bài phát biểu|diễn văn|thông điệp|lời phát biểu|speech|remarks"
    r"|keynote(?: address| speech)?|"
    r"(?:inaugural |opening |closing |welcome |annual |special )?(?:address|message)|opening statement)"
)
_AS_WHAT = (
    r"(?:(?:as |text )?(?:prepared|written|delivered)(?: for delivery)?|check against delivery|final(?: version)?|draft"
    r"|(?:yang |seperti |sebagaimana )?(?:telah )?(?:di(?:siapkan|sampaikan|bacakan|ucapkan)|tertulis)|lengkap|final"
    r"|(?:bản )?(?:chuẩn bị|đã đọc|dự thảo|đầy đủ|chính thức))"
)
_SPEECH_LABEL = lazy_regex(
    with_or_without_marks(
        rf"[\W_]*(?:(?:naskah|teks|text|full text|toàn văn)\s+)?{_SPEECH_WORD}(?P<how>[\W_]+{_AS_WHAT})?[\W_]*\Z"
    ),
    re.IGNORECASE,
)
_SPEECH = lazy_regex(
    with_or_without_marks(
        rf"(?:(?:(?:naskah|teks|transkrip)(?: lengkap)?|text of|full text(?: of)?[:]?"
        rf"|transcript(?: of)?[:]?|toàn văn|nội dung|the)\s+)*"
        rf"(?:{_SPEECH_WORD}\s+(?:by|of|on|to|at|before|between|delivered|from|oleh|pada|di|dalam|kunci|pembukaan|penutup"
        rf"|kenegaraan|"
        r"pengantar|của|tại|nhân|chúc|bế mạc|khai mạc|(?-i:[A-ZÀ-ỸĐ]))"
        r"|phát biểu của"
        r"|(?:national )?statement (?:by|of) .{3,150}? (?:at|to|before|during|on the occasion of) the\b)"
    ),
    re.IGNORECASE,
)
_OWNED = lazy_regex(rf"[\w .,-]{{3,80}}['’]s?\s+(?:[\w-]+\s+){{0,3}}{_SPEECH_WORD}\b", re.IGNORECASE)
_ADDRESS_TO = lazy_regex(
    r"(?:[\w-]+ ){0,6}(?<!to )(?:address|message|speech|remarks)(?: [\w-]+){0,3} (?:to|before|by|of|on) (?:the|a|his"
    r"|her|president|prime|[\w]+ )",
    re.IGNORECASE,
)
_TOLD_OF = lazy_regex(
    r"\b(?:menuai|tuai|picu|memicu|dikritik|disorot|dinilai|viral|disambut|draws?|sparks?|wins?|earns?|postponed"
    r"|criticised|"
    r"criticized|praised|gây|được đánh giá|nhận được)\b",
    re.IGNORECASE,
)
_PRESS_CONTACT = lazy_regex(
    with_or_without_marks(
        r"\W{0,4}(?:(?:for )?(?:media|press) (?:contacts?|enquiries|inquiries|relations contact)|for media (?:enquiries"
        r"|inquiries)"
        r"|contacts? for (?:the )?(?:media|press)|for (?:more"
        r"|further) (?:information|details)(?: on this release)?(?:,? (?:please )?contact|(?= ?:))"
        r"|(?:untuk )?(?:informasi|keterangan) lebih lanjut"
        r"(?:,? (?:silakan |dapat )?(?:meng)?hubungi[^.]{0,80}|(?= ?:))"
        r"|(?:để biết |mọi )?(?:thêm )?thông tin(?: (?:thêm|chi tiết))?,? (?:xin |vui lòng )?liên hệ[^.]{0,80}"
        r"|for interviews?,? (?:please )?contact[^.]{0,80}|contact:[^.]{3,80}(?:media|press"
        r"|communications?) (?:officer|office"
        r"|desk|relations)[^:]{0,80}|(?:kontak|liên hệ):[^.]{3,80}(?:humas|media|truyền thông|báo chí)[^:]{0,80}"
        r"|(?:kontak|narahubung) (?:media|pers)|narahubung"
        r"|(?:thông tin )?liên hệ (?:báo chí|truyền thông))\W{0,4}(?:[:：]|\Z)"
    ),
    re.IGNORECASE,
)
_ANSWERS = lazy_regex(r"q\s?&|tanya|hỏi", re.IGNORECASE)
_ADVISORY = lazy_regex(
    with_or_without_marks(r"advisory|invitation|undangan|thư mời|giấy mời|mời họp báo|mời đưa tin"), re.IGNORECASE
)
_STATEMENT = lazy_regex(with_or_without_marks(r"statement|pernyataan|tuyên bố|communiqu"), re.IGNORECASE)


def release_label(line: str) -> KindLabel | None:
    """Return the label of a line with nothing else (SIARAN PERS, MEDIA ADVISORY, THÔNG CÁO BÁO CHÍ), optionally
    followed by number and day."""
    if len(line) > 80 or _RELEASE.match(line) is None:
        return None
    genre = "advisory" if _ADVISORY.search(line) else "statement" if _STATEMENT.search(line) else None
    return KindLabel(Kind.PRESS_RELEASE, genre, "release label")


def release_section(line: str) -> bool:
    """Return whether a line is a breadcrumb of a page that leads to releases (`Home / News / Media Releases`)."""
    parts = _SECTIONS.split(line.strip()) if len(line) <= 160 else []
    parts = [part.strip() for part in parts]
    return (
        len(parts) > 1
        and parts[0] != ""
        and (any(map(_RELEASE.match, parts[1:])) or any(map(_NEWSROOM.fullmatch, parts)))
    )


def section_label(line: str) -> KindLabel | None:
    """Return what the section says in which a site posted a text (`3 May 2026 Posted in Press releases`,
    `Kategori: Transkrip Pidato`); None for a section in which anything may stand."""
    match = _SECTION.match(line) if len(line) <= 160 else None
    if match is None:
        return None
    words = match["section"].strip(" []*_.;|")
    if _RELEASE.match(words) or _RELEASES_OF_SITE.fullmatch(words):
        return KindLabel(Kind.PRESS_RELEASE, None, "section of releases")
    return KindLabel(Kind.SPEECH, None, "section of speeches") if _SPEECHES_OF_SITE.fullmatch(words) else None


def is_section_line(line: str) -> bool:
    """Return whether a line says in which section of a site a text was posted, and perhaps on which day."""
    return len(line) <= 160 and _SECTION.match(line) is not None


def piece_label(line: str) -> bool:
    """Return whether a line says nothing but that a piece for readers follows (`News story`, `Authored article`)."""
    return len(line) <= 40 and _PIECE.fullmatch(line) is not None


def newsroom(words: str) -> bool:
    """Return whether words name the press section of an office or its site (`Press Office`, `Newsroom`)."""
    return _NEWSROOM.fullmatch(words.strip()) is not None


def released_in_title(title: str) -> bool:
    """Return whether a title begins with such a label (`SIARAN PERS: ...`, `Thông cáo báo chí về ...`)."""
    return _LED.match(title[:80]) is not None


def labelled_release(line: str) -> bool:
    """Return whether a line begins with the label of a release and says more: its issuer, its title (`SIARAN PERS
    KEMENTERIAN X`, `Press Release - Port of X`, `FOR RELEASE: May 5`)."""
    if len(line) > 160 or _TOLD_OF.search(line):
        return False
    match = _STARTS.match(line)
    if line.startswith("[") and _LED.match(line[:80]):
        return True
    return match is not None and (match[0].isupper() or _LED.match(line[:80]) is not None)


def without_label(title: str) -> str:
    """Return a title without a leading label of a release (`SIARAN PERS: ...`); unchanged if nothing follows."""
    match = _PARTED.match(title)
    rest = title[match.end() :].strip() if match else ""
    return rest if len(rest.split()) >= 3 and not rest[0].isdigit() else title


def behind_label(title: str) -> str:
    """Return what follows the label at the beginning of a title."""
    match = _LED.match(title[:80])
    return title[match.end() :].strip() if match else title


def correction_label(line: str) -> bool:
    """Return whether the line is RALAT, CORRECTION, ĐÍNH CHÍNH and nothing else."""
    return len(line) <= 40 and _CORRECTION.fullmatch(line) is not None


def names_itself(line: str) -> bool:
    """Return whether the line is the label of a correction or an invitation, which is also its title if none
    follows."""
    label = release_label(line)
    return correction_label(line) or (label is not None and label.genre == "advisory")


def rubric(line: str) -> str | None:
    """Return `interview` or `rubric` for a line that only says what kind of piece follows (WAWANCARA, OPINI, Ý
    KIẾN)."""
    match = _RUBRIC.match(line) if len(line) <= 50 else None
    if match is None:
        return None
    return "interview" if match["interview"] else "rubric"


def interview_rubric(line: str) -> bool:
    """Return whether the line is the press rubric WAWANCARA, INTERVIEW, PHỎNG VẤN; question-and-answer labels are used
    by everyone."""
    return rubric(line) == "interview" and not _ANSWERS.search(line)


def speech_label(line: str) -> bool:
    """Return whether the line is PIDATO, SPEECH or the like and nothing else."""
    return len(line) <= 60 and _SPEECH_LABEL.match(line) is not None


def says_which_text(line: str) -> bool:
    """Return whether the line only says which text of a speech follows: SPEECH (as prepared), NASKAH PIDATO
    (disiapkan)."""
    match = _SPEECH_LABEL.match(line) if len(line) <= 60 else None
    return match is not None and match["how"] is not None


def speech_title(title: str) -> bool:
    """Return whether a title is that of a speech (`Pidato Presiden ...`, `Bài phát biểu của ...`, `Remarks by ...`).

    A report about a speech (`Presiden sampaikan pidato di PBB`, `Pidato Presiden menuai pujian`) does not count.
    """
    title = title[:250]
    if _TOLD_OF.search(title):
        return False
    if _SPEECH.match(title) or _OWNED.match(title):
        return True
    return _ADDRESS_TO.match(title) is not None and title[:1].isupper()


def press_contact(line: str) -> bool:
    """Return whether the line is the heading of the press contact at the end of releases (`Media contact:`,
    `Narahubung`)."""
    return len(line) <= 200 and _PRESS_CONTACT.match(line) is not None
