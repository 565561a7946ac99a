"""Boilerplate of a copied page: breadcrumbs, bylines, letterheads, further links."""

from __future__ import annotations

import re

from archive.authority.credits.labels import PICTURE
from archive.text.orthography import in_capitals, with_or_without_marks, word_count, word_set
from archive.text.patterns import lazy_regex

LONGEST = 250  # a longer line is a paragraph, whatever its beginning

_ALSO = lazy_regex(
    r"[\W_]{0,4}(?:baca juga|baca pula|baca selengkapnya|lihat juga|simak juga|berita terkait|artikel terkait"
    r"|xem thêm|đọc thêm|"
    r"xem tiếp|tin liên quan|bài liên quan|tin cùng chuyên mục|read also|also read|read more|see also"
    r"|related(?: articles?| news|:)"
    r")(?!\w)(?P<colon>\s*[:：]|\s*\*{1,2}\s*[:：]?)?",
    re.IGNORECASE,
)
_ROLE = (
    r"(?:pewarta|penulis|reporter|wartawan|kontributor|editor|redaktur|penyunting|author|written by|writer|edited by|"
    r"tác giả|phóng viên|biên tập(?: viên)?|người viết|thực hiện|biên dịch|penerjemah|translator|uploader|oleh|by"
    rf"|(?:text|teks|naskah|words|bài(?: viết)?|tin)(?:\s*(?:&|,|and|dan|và)\s*{PICTURE})?)"
)
_BYLINE = lazy_regex(rf"[*_(]{{0,3}}{_ROLE}\s*[*_]{{0,2}}[:：]\s*", re.IGNORECASE)
_NEXT_ROLE = lazy_regex(rf"(?:(?<!\s)\s++)?(?:[|/,;–—-]\s*+)?(?<!\w){_ROLE}\s*+[:：]\s*+", re.IGNORECASE)
_BARE_BYLINE = lazy_regex(r"(?:Oleh|OLEH|By|BY)\s+(?=[A-ZÀ-ỸĐ])")
_NAMES = lazy_regex(r"(?:(?<!\s)\s++)?[/;&|,]\s*+|(?<!\s)\s++(?:dan|and|và)\s++")
_PICTURES = lazy_regex(rf"(?<!\w){PICTURE}\s*+[:：][^|;–—]*+", re.IGNORECASE)
_TITLES = {"s.h.", "m.h.", "m.a.", "s.e.", "ph.d.", "ph.d", "jr.", "m.si.", "s.sos.", "m.sc."}
_HOME = r"(?:beranda|home|trang chủ|halaman depan|homepage|start)"
_CRUMB = lazy_regex(r"(?<!\s)\s++[>»›/→\\]\s++|(?:(?<!\s)\s++)?[>»›→]\s*+")
_HOME_FIRST = lazy_regex(rf"{_HOME}\s*[>»›/→|\\-]", re.IGNORECASE)
_PUBLISHED = r"di(?:siarkan|rilis|publikasikan|terbitkan|sebarluaskan|sebarkan|beritakan|muat|tayangkan|umumkan|lepas)"
_RELEASE_NOW = lazy_regex(
    r"[\W_]{0,6}(?:for immediate (?:release|distribution|publication)|immediate release"
    r"|for release[:,]? immediate(?:ly)?|"
    rf"(?:(?:untuk|dapat|harap|mohon) )?(?:segera|langsung) {_PUBLISHED}|untuk {_PUBLISHED} segera"
    r"|(?:(?:để|cho phép|được|có thể|đề nghị) )?(?:phát hành|công bố|đăng(?: tải)?|phát|đưa tin) ngay)[\W_]*\Z",
    re.IGNORECASE,
)
_COPYRIGHT = lazy_regex(
    r"[\W_]{0,3}(?:copyright\b|©|\(c\)\s*\d{4}|hak cipta\b|bản quyền\b|all rights reserved)", re.IGNORECASE
)
_TAGS = lazy_regex(
    r"(?:tags?|tagar|kata kunci|keywords?|từ khóa|từ khoá|topik|topics?|chủ đề)\s*[:：]\s*", re.IGNORECASE
)
_END = lazy_regex(
    r"[\s*#=_~oO0–—-]*(?:-?\s*(?:30|end|ends|selesai|hết|sekian|tamat)\s*-?)[\s*#=_~–—-]*\Z|[#]{2,}\s*\Z", re.IGNORECASE
)
_SHARE = word_set(
    "share bagikan facebook twitter x whatsapp telegram linkedin zalo copy link salin tautan chia sẻ email "
    "print cetak in "
    "komentar comments bình luận lưu simpan save a- a+ aa follow ikuti theo dõi dengarkan nghe listen google "
    "news tweet "
    "pinterest line instagram youtube tiktok threads messenger"
)
_BETWEEN_BUTTONS = str.maketrans("|,·:/•", "      ")
_SECTIONS = word_set(
    "nasional|internasional|politik|ekonomi|hukum|olahraga|berita|berita utama|news|world|politics|business"
    "|sports|thời sự|"
    "chính trị|thế giới|kinh tế|xã hội|pháp luật|văn hóa|thể thao|giáo dục|headline|berita foto|home|beranda"
    "|trang chủ|"
    "đối ngoại|giải trí|đời sống|sức khỏe|du lịch|công nghệ|sport|notices|lifestyle|entertainment|health|technology"
    "|travel|hiburan|teknologi|kesehatan|gaya hidup|otomotif|wisata|blog|local|opinion|opini|video|foto|multimedia"
    "|latest|terkini|mới nhất|tin tức",
    "|",
)
_CONTACT = lazy_regex(
    with_or_without_marks(
        r"(?:(?:media |press )?contacts?|kontak(?: media)?|narahubung|liên hệ|"
        r"telp?|tele(?:pon|phone|fon|fax)|téléphone|teléfono|phone|fax|faks|faksimile|faksimili|e-?mail|surel|website|situs|laman|hotline"
        r"|điện thoại|đt|"
        r"địa chỉ|alamat|address|trụ sở)\b\.?\s*[:.(+\d]|(?:jalan|jl\.|gedung)\s+[A-Z]|www\.\S+\Z|https?://\S+\Z"
        r"|\S[^\s@]*+@\S+\.\w+\Z|"
        r"(?:\+\d|\(0\d)[\d\s().-]{6,30}\Z"
    ),
    re.IGNORECASE,
)
_LETTER = lazy_regex(
    with_or_without_marks(
        r"(?:(?P<subject>perihal|hal|subject|re|chủ đề|trích yếu|v/v|về việc)|lampiran|sifat|klasifikasi|tembusan"
        r"|cc|subjects|(?:our |your )?ref(?:erence)?\.?|aktenzeichen|unser zeichen)\s*"
        r"(?:[:：]|(?<=v/v)\s)\s*(?P<words>\S.*)"
    ),
    re.IGNORECASE,
)
_TOOL = lazy_regex(
    r"\W{0,3}(?:\d{1,3}[- ](?:min(?:ute)?s?(?: read)?|menit (?:baca|membaca)|phút đọc)"
    r"|(?:dibaca|dilihat|views?|hits|lượt xem|lượt đọc|pembaca)\s*+(?:[:：]\s*+)?[\d.,]{1,12}"
    r"(?: (?:kali|views?|lượt|x))?"
    r"|[\d.,]{1,12}k? (?:views?|shares?|comments?|kali dibaca|dibaca|pembaca|komentar|lượt xem|bình luận)"
    r"|(?:share|bagikan|sebarkan|chia sẻ)(?: (?:this|artikel|berita|tulisan|bài viết|ke|on|trên)"
    r"(?: (?:article|page|post|story|news|ini|này))?)?"
    r"|(?:live\W+)?(?:last )?(?:updated|diperbarui|cập nhật)\W.{1,30}(?:ago|lalu|trước)"
    r"|(?:ukuran (?:huruf|font|teks)|font size|cỡ chữ|text size)|print this page|skip to (?:main )?content"
    r"|đọc bài viết|nghe đọc bài|listen to (?:this )?article|follow us(?: on.{0,30})?|ikuti kami.{0,40}"
    r"|(?:page|halaman|trang|seite|página|pagina) \d{1,4}(?:\s?(?:of|dari|trên|von|de|di|/)\s?\d{1,4})?"
    r"|back to (?:top|news|list)|kembali(?: ke atas)?|quay lại|về đầu trang)\s*[:：]?\W{0,3}\Z",
    re.IGNORECASE,
)
_ADVERT = lazy_regex(
    r"\W{0,3}(?:advertisement|advertorial|iklan|scroll to continue with content|scroll untuk (?:baca artikel"
    r"|melanjutkan)(?: membaca)?|lanjutkan membaca di bawah(?: ini)?|quảng cáo"
    r"|article continues (?:after|below).{0,40})\W{0,3}\Z",
    re.IGNORECASE,
)
_MOTTO = lazy_regex(
    with_or_without_marks(
        r"cộng hòa xã hội chủ nghĩa việt nam|cộng hoà xã hội chủ nghĩa việt nam"
        r"|độc lập\s*[-–—]\s*tự do\s*[-–—]\s*hạnh phúc|"
        r"(?:(?<![-–—_=*\s])[-–—_=*\s]++)?o0o[-–—_=*\s]*+\Z"
    ),
    re.IGNORECASE,
)
_DELIVERY = lazy_regex(
    r"[\W_]*(?:please )?(?:check against delivery|as (?:prepared for )?delivered|as prepared(?: for delivery)?|"
    r"berlaku yang disampaikan|bản phát biểu chính thức)[\W_]*\Z"
    r"|[\W_]*(?:distribution (?:statement )?[a-f]\W{1,3})?approved for public release.{0,60}\Z"
    r"|(?:delivered|presented|given) by [A-Z].{2,80}\Z|(?:disampaikan|dibacakan) oleh .{3,80}\Z",
    re.IGNORECASE,
)
_NOT_TO_PRINT = lazy_regex(  # belongs to an embargo above it
    r"\W*(?:strictly )?(?:not for|no|bukan untuk|tidak untuk|không được)(?: \w+ (?:or|atau|hoặc))? (?:publication"
    r"|broadcast|release|distribution|disiarkan|dipublikasikan|công bố|phát)\b.{0,80}",
    re.IGNORECASE,
)
_UNMARKED = (  # Vietnamese offices typed without accents, whose single words may be English
    r"so (?:y te|thong tin|cong thuong|giao duc|ngoai vu|nong nghiep|tai chinh|van hoa|du lich|xay dung|noi vu|tu phap"
    r"|ke hoach|lao dong|giao thong|khoa hoc|tai nguyen)"
    r"|c[ôo]ng an (?:t[ỉi]nh|th[àa]nh|tp)|(?:t[ỉi]nh|th[àa]nh) [ủu]y|h[ộo]i đ[ồo]ng"
    r"|hoi dong nhan dan|t[òo]a [áa]n|vi[ệe]n ki[ểe]m s[áa]t|dai su quan|tong cuc|quoc hoi|chinh phu"
)
_BODY = lazy_regex(
    r"(?:kementerian|pemerintah|sekretariat|badan|dinas|kepolisian|kedutaan besar|konsulat|biro|kantor"
    r"|direktorat|lembaga|"
    r"komisi|majelis|dewan|mahkamah|tentara|bank|universitas|pt|republik|b[ộo]|[ủu]y ban|uỷ ban|ubnd|chính phủ"
    r"|v[ăa]n ph[òo]ng|thông tấn xã|"
    rf"đại sứ quán|tổng cục|cục|sở|ban|{_UNMARKED}|đảng|quốc hội"
    r"|ngân hàng|ministry|office|department|embassy|government|republic|"
    r"the white house|white house|united nations|secretariat|agency|commission|council|perserikatan"
    r"|liên hợp quốc|permanent mission)"
    r"(?!\w)",
    re.IGNORECASE,
)


_PORTFOLIO = r"(?:\s(?:[A-Z][\w'’-]*+,?|and|of|the|&|for)){1,8}"
_MINISTER = lazy_regex(  # all words with a capital, unlike a headline
    r"(?i:(?:the )?(?:(?:shadow|deputy|assistant|acting|special) ){0,2})(?:(?i:prime minister"
    r"|attorney-general|treasurer|leader of the (?:opposition|house|senate))"
    rf"|(?i:minister(?: of state)? (?:for|of)){_PORTFOLIO})"
)


def is_section(words: str) -> bool:
    """Return whether words are a common section name of sites and papers."""
    return words.casefold() in _SECTIONS


def read_related_link(line: str) -> str | None:
    """Return the words after `Baca juga:` on a line with a link to another article, "" if they are below it, None for
    other lines."""
    match = _ALSO.match(line) if len(line) <= LONGEST else None
    if match is None:
        return None
    rest = line[match.end() :].strip(" *_")
    if match["colon"] or not rest:
        return rest
    return None if line.rstrip().endswith(".") else rest


def expects_link(line: str) -> bool:
    """Return whether the line is only `Baca juga:`, so that the link is below."""
    return read_related_link(line) == "" and line.rstrip(" *_").endswith((":", "："))


def byline(line: str, in_header: bool = False) -> list[str]:
    """Return the names on a `Pewarta: X`, `Editor: X` line, without photographers; [] for another line. `in_header`:
    also on `Oleh X` without a colon."""
    if len(line) > LONGEST:
        return []
    line = line.strip()
    match = _BYLINE.match(line) or (_BARE_BYLINE.match(line) if in_header else None)
    if match is None:
        return []
    parts = _NEXT_ROLE.split(_PICTURES.sub("", line[match.end() :]).strip(" *_);|,/–—-"))
    names = [name.strip(" .*_") for part in parts for name in _NAMES.split(part) if name.strip(" .*_")]
    if all(_is_person(name) for name in names):
        return [name for name in names if name.casefold() not in _TITLES]
    return []


def _is_person(name: str) -> bool:
    words = name.split()
    capitals = sum(word[:1].isupper() for word in words)
    return len(words) <= 7 and not any(map(str.isdigit, name)) and capitals * 2 >= len(words) and words[0][:1].isupper()


def is_breadcrumb(line: str) -> bool:
    """Return whether the line is a path of sections, `Beranda > Berita > Nasional`."""
    if len(line) > 160 or line.endswith("."):
        return False
    parts = _CRUMB.split(line)
    short = all(word_count(part) <= 6 for part in parts[:-1]) and all(parts[:-1])
    if _HOME_FIRST.match(line):
        return len(parts) > 1 and short
    if len(parts) == 2 and re.search(r"[›»]", line) and all(1 <= word_count(part) <= 3 for part in parts):
        return True
    return len(parts) >= 3 and short and all(1 <= word_count(part) <= 5 for part in parts)


def releases_now(line: str) -> bool:
    """Return whether the line says FOR IMMEDIATE RELEASE, in any of the three languages."""
    return len(line) <= 120 and _RELEASE_NOW.match(line) is not None


def is_boilerplate(line: str) -> bool:
    """Return whether the line is boilerplate anywhere in the text."""
    return len(line) <= LONGEST and (
        read_related_link(line) is not None or bool(byline(line)) or is_breadcrumb(line) or releases_now(line)
    )


def copyright_line(line: str) -> bool:
    """Return whether the line is a copyright notice."""
    return len(line) <= LONGEST and _COPYRIGHT.match(line) is not None


def tags(line: str) -> list[str]:
    """Return the words of a `Tags: a, b` line, else []."""
    match = _TAGS.match(line) if len(line) <= 2 * LONGEST else None
    return [tag for part in re.split(r"[,;#]", line[match.end() :]) if (tag := part.strip(" ."))] if match else []


def end_mark(line: str) -> bool:
    """Return whether the line only marks the end of the text (`###`, `- END -`)."""
    return len(line) <= 40 and _END.match(line) is not None


def page_tool(line: str) -> bool:
    """Return whether the line is a row of buttons or a section name, as at the beginning of copied pages."""
    if len(line) <= 90 and (_TOOL.match(line) or _ADVERT.match(line)):
        return True
    words = line.casefold().translate(_BETWEEN_BUTTONS).split()
    return bool(words) and ((len(words) <= 8 and all(word in _SHARE for word in words)) or is_section(line))


def contact_line(line: str) -> bool:
    """Return whether a line of a letterhead is an address, telephone number, mail or web address, subject or motto."""
    if len(line) > LONGEST:
        return False
    return any((_CONTACT.match(line), _LETTER.match(line), _MOTTO.search(line)))


def is_advert_line(line: str) -> bool:
    """Return whether the line only marks an advertisement in the text."""
    return len(line) <= 90 and _ADVERT.match(line) is not None


def letter_subject(line: str) -> str | None:
    """Return the subject of a letter from its line `Perihal: ...`, `Subject: ...`, `V/v ...`, `Trích yếu: ...`."""
    match = _LETTER.match(line) if len(line) <= LONGEST else None
    return match["words"].strip() if match and match["subject"] and any(map(str.isalpha, match["words"])) else None


def delivery_note(line: str) -> bool:
    """Return whether the line only says that the spoken word counts (CHECK AGAINST DELIVERY)."""
    return len(line) <= 90 and _DELIVERY.match(line) is not None


def not_to_print(line: str) -> bool:
    """Return whether the line in capitals only forbids printing before a time given above."""
    return in_capitals(line.strip(" *_")) and _NOT_TO_PRINT.fullmatch(line.strip(" *_")) is not None


def names_body(line: str) -> bool:
    """Return whether the line can be the name of a ministry, office or agency, or the title of a minister, in a
    letterhead."""
    of_body = _BODY.match(line) is not None or _MINISTER.fullmatch(line.strip()) is not None
    return of_body and word_count(line) <= 9 and len(line) <= 90 and not line.endswith(".")


def strict_letterhead(line: str) -> bool:
    """Return whether a line in capitals begins with the name of such a body and is short enough to be nothing else."""
    return in_capitals(line) and names_body(line) and word_count(line) <= 6
