"""Distinguish persons' names from those of bodies in a credit, and strip the words around a person's name."""

from __future__ import annotations

import re

from archive.text import fold
from archive.text.patterns import lazy_regex


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(words.split())


BODY_WORDS = word_set(
    """agency agencies news images press times post tribune herald gazette chronicle wire media pictures photo photos
    photography picture stock archive archives collection history library libraries museum gallery
    ministry office department authority government council commission committee secretariat embassy consulate bureau
    university college school institute foundation association federation union club organization organisation society
    army navy naval marines police guard force forces corps fleet squadron command brigade division battalion
    court bank group company corporation corp inc ltd llc plc service services airline airlines airways airport
    studio studios center centre house palace parliament senate congress hospital presidency presidential
    daily weekly magazine journal newspaper newspapers television tv broadcasting network digital online
    publications publishing productions communications relations affairs information international global
    administration city province state district county team technologies technology labs systems solutions satellite
    aerospace
    programme program project fund initiative
    kementerian kemlu dinas badan biro humas pemprov pemkot pemkab pemda polda polri polres polresta polsek kodam korem
    kodim lantamal lanal koarmada koopsud lanud kostrad kopassus marinir brimob satgas
    tni sekretariat universitas institut sekolah yayasan kedutaan kedubes kbri kjri konsulat kejaksaan
    kejati kejari pengadilan mahkamah puspen puspenkum puspom dispen penerangan diskominfo kominfo bpbd basarnas komisi
    dewan majelis museum bank bumn pemerintah divisi subbag protokol kecamatan kelurahan
    televisi panitia komunitas perpustakaan
    balai pusat direktorat ditjen dirjen perum pendam penrem pendim penkostrad pensosbud ppid prokopim adpim setda
    setwan yonif yonarmed batalyon dinkes dishub disdik satpol
    kesbangpol partai fraksi dprd kpu bawaslu ikatan persatuan asosiasi himpunan
    paguyuban forum aliansi koalisi wahana gereja keuskupan masjid pesantren stasiun pelabuhan koleksi galeri
    jawatan polis tentera tldm tudm pejabat majlis agensi
    agence agentur agenzia agencia presse verlag ministerium ministère ministerio bundeswehr archiv archief archivo
    instituut stichting"""
)
# Only at the beginning: elsewhere they are parts of names.
BODY_BEGINS = word_set(
    """harian majalah koran tabloid tribun radar warta suara berita kantor rumah desa jabatan istana kerajaan koleksi
    pos cv pt bagian bidang lembaga port radio"""
)
VIETNAMESE_BODIES = (
    "báo ", "bộ ", "cổng ", "thông tấn", "đài ", "sở ", "ban ", "văn phòng", "tạp chí", "trung tâm", "công ty", "hội ",
    "viện ", "trường ", "ubnd", "ubmttq", "cục ", "tổng cục", "phòng ", "đại sứ quán", "đsq", "tổng lãnh sự",
    "quân đội", "công an", "cảnh sát", "quân khu", "quân chủng", "hải quân", "bệnh viện", "đại học", "tập đoàn",
    "tổng công ty", "truyền hình", "chi cục", "thành ủy", "tỉnh ủy", "huyện ủy", "bảo tàng", "thư viện", "liên đoàn",
    "ủy ban", "uỷ ban", "quốc hội", "chính phủ", "đảng ủy", "bộ đội", "biên phòng", "xã ", "huyện ", "cơ quan ",
    "phường ", "thành phố", "tỉnh ", "quận ", "hãng ", "nhà xuất bản", "nhà hát", "vùng ", "lữ đoàn", "sư đoàn",
    "bộ tư lệnh", "bộ chỉ huy", "câu lạc bộ", "clb", "đoàn thanh niên", "đoàn đại biểu", "đoàn công tác",
    "tổng hội", "hiệp hội", "học viện", "vườn quốc gia", "vụ ", "kho bạc", "ngân hàng", "tòa án", "viện kiểm sát",
)  # fmt: skip
# In capitals within a name, these are bodies or places, not family names.
ACRONYMS = word_set(
    """ri tni dpr dprd mpr dpd kpk dki ntt ntb diy pon sar asean kbri kjri icrc un eu us usa uk uae who ikn kai pln bri
    bni bca mrt lrt polri bnpb bpbd bmkg bumn umkm ui ugm itb its unair tv pt cv sea ktt apec oic brics mk ma ky bpk
    nasa nato unesco unicef hcmc tphcm ubnd clb pbnu pks pdip pkb golkar psi"""
)
SMALL = word_set("and of the for in at on dan di untuk dari de la des du von der und del van")
PARTICLES = word_set(
    "bin binti de da do del della di der den van von al el la le dos du ter ibn abu y e zu af av bint s/o"
)
JOINERS = word_set("and dan và serta und et y og och with")
NOBODY = lazy_regex(
    r"(?:\(?[crp]\)?|tm|(?:[\w ]{1,20} )?pool(?: photo| foto| pic| new| via)?|str(?:inger)?s?|strs?|"
    r"staff(?: photographer| photo)?|pv|"
    r"p\.v|ctv|nhóm pv|nhóm phóng viên|phóng viên|pewarta|wartawan|tác giả|penulis|redaksi|contributors?|"
    r"freelancer?s?|correspondents?|kontributor|photographers?|fotografer|photos? by|credits?|kredit|source|sumber|"
    r"nguồn|"
    r"screen ?(?:shots?|grabs?|caps?)|video (?:grab|still|screenshot)|frame grab|still|(?:ảnh )?chụp (?:từ |lại "
    r")?(?:clip|video|màn "
    r"hình)|tangkap(?:an)? layar|(?:ảnh )?(?:cắt|trích) (?:từ )?(?:clip|video)|"
    r"social media(?: website| post| video| user)?s?|media sosial|medsos|mạng xã hội|mxh|"
    r"drone|aerial|official|undated|combo|combined|combination|composite|profile|portrait|stock|special|video|"
    r"exclusive|"
    r"user.generated|ugc|no byline|uncredited|anonymous|ai|n/?a|none|no credit|null|unnamed|tidak ada|"
    r"(?:pewarta )?(?:foto|photos?|pictures?|images?|pics?|pix|ảnh|hình|gambar)|phát|all rights reserved|page|account|"
    r"(?:the )?(?:company|author|artist|family|owner|organi[sz]ers?|subject|interviewee|user|witness|resident|"
    r"public)s?|website|web|situs|indonesia|vi[eệ]t ?nam|malaysia|singapore|thailand|philippines|jakarta|ha ?noi|hà "
    r"nội|-+|out|exif|iim|xmp|iptc|(?:credit|source|byline|creator|author|copyright)(?: line| here| ?\d+)?|"
    r"ref[\d.]+|byline|live news|live|news|editorial|reproduction|repro|released|release)",
    re.IGNORECASE,
)
ROLES_BEFORE = lazy_regex(
    r"(?:by|oleh|karya|của|bởi|par|von|(?:staff |chief |visual )?(?:photographers?|photojournalists?|correspondents?)|"
    r"fotografer|pewarta(?: foto)?|kontributor|wartawan|phóng viên|nhà báo|nhiếp ảnh gia|nsna|pv|ctv|nsnb|bài|tin|"
    r"staff(?: writer)?|dr\.|mr\.|mrs\.|ms\.)(?:\s*:\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
ROLES_AFTER = lazy_regex(
    r"(?<!\s)\s++(?:ctv|pv|nsna|pewarta|wartawan|\(?staff\)?|\(?freelance(?:r)?\)?|\(?contributor\)?|stringer|"
    r"photographer)\.?\Z",
    re.IGNORECASE,
)
RANKS = word_set(
    """mass communication specialist petty officer chief senior master staff tech technical gunnery sgt sergeant cpl
    corporal lance pfc spc specialist pvt private airman seaman apprentice recruit lt lieutenant ltc capt captain cpt
    maj
    major col colonel gen general cmdr commander adm admiral ensign ens warrant cwo first 1st second 2nd third 3rd class
    lsis pois abis lac sac la phot lphot a1c mc1 mc2 mc3 mcc mcsn mcsa po1 po2 po3 tsgt ssgt msgt sra amn 1lt 2lt sfc
    sgm gysgt lcpl 1stlt 2ndlt jg j.g
    serda serka sertu serma kopral kopda koptu praka pratu prada mayor kapten letkol kolonel lettu letda briptu bripka
    bripda brigadir aipda aiptu ipda iptu kompol akbp kombes"""
)


_TOP = r"\.(?:com|co|id|vn|net|org|info|news|tv|gov|go|uk|sg|my|ph|th|jp|kr|cn|au|de|fr|ru)(?![\w-])"
_HOST = lazy_regex(rf"[\w-]+(?:\.[\w-]+)*{_TOP}", re.IGNORECASE)
_HOST_WITHIN = lazy_regex(rf"[\w-]{_TOP}", re.IGNORECASE)
_INNER_CAPITAL = lazy_regex(
    r"(?!(?:Ma?c|De|Di|Du|La|Le|Van|Fitz|O)[A-Z][a-z]+\Z)(?=[^\W_a-zà-ỹ]*+[a-zà-ỹ][^\W_A-Z]*+[A-Z]|[A-Z]{2,}[a-z])[^\W_]+|"
    r"[a-z]+com"
)
_ROMAN = lazy_regex("[IVX]+")
_NUMBERED = lazy_regex(r"[A-Za-z]{0,5}[\d_-]{4,}+\w*+|\d+[A-Za-z]{0,3}")
_YEAR = lazy_regex(r"(?<![\s,])[\s,]++(?:19|20)\d\d\Z")
_VOWEL = lazy_regex("[aeiouy]")


def is_nobody(part: str) -> bool:
    """Return whether a part of a credit names nobody: `Pool`, `STR`, `PV`, a year, the number of a picture."""
    bare = part.strip(" .,;:*-–—")
    return (
        not any(map(str.isalpha, bare)) or NOBODY.fullmatch(bare) is not None or _NUMBERED.fullmatch(bare) is not None
    )


def is_body(part: str) -> bool:
    """Return whether the words of a part name a body: an office, a paper, a site, an acronym."""
    part = without_rank(ROLES_AFTER.sub("", part))
    words = part.split()
    low = part.casefold()
    if (
        low.startswith(VIETNAMESE_BODIES)
        or _HOST_WITHIN.search(part)
        or (len(words) > 1 and low.split()[0] in BODY_BEGINS)
    ):
        return True
    if any(
        _ends_as_body(word) or word.casefold().strip(".,()") in BODY_WORDS or word.casefold().startswith("kemen")
        for word in words
    ):
        return True
    if len(words) == 1:
        return _INNER_CAPITAL.fullmatch(part) is not None or (part.isupper() and part.isalnum() and 2 <= len(part) <= 5)
    if words[0].casefold() == "the" or (any(map(_is_small, words[1:])) and (len(words) > 2 or not part.isascii())):
        return True
    return not part.isupper() and not _is_family_last(words) and any(map(_is_acronym, words))


def _ends_as_body(word: str) -> bool:
    """Return whether it ends like `Harbourwire`, `Sipaphoto`: a name made with the word for what the body does."""
    return len(word) > 6 and word.casefold().endswith(("wire", "press", "news", "media", "photo", "foto", "images"))


def _is_small(word: str) -> bool:
    """Return whether a word has no capital although every word of a person's name has one."""
    return word.isalpha() and word.islower() and word not in PARTICLES and word not in JOINERS


def _is_acronym(word: str) -> bool:
    return word.isalpha() and word.isupper() and 3 <= len(word) <= 5 and not _ROMAN.fullmatch(word)


def _is_family_last(words: list[str]) -> bool:
    """Return whether these words are a name with its family name in capitals, as AFP writes it: `Rizal ANWAR`."""
    first, *last = words
    shouted = [word for word in last if word.isupper() and len(word) > 2]
    return (
        first.istitle()
        and bool(shouted)
        and all(word.casefold() not in ACRONYMS and _VOWEL.search(fold(word)) is not None for word in shouted)
        and last[-1] in shouted
        and len(words) <= 4
    )


def is_person(part: str) -> bool:
    """Return whether a part looks like a person's name: two to six capitalised words, none of them typical of
    bodies."""
    words = part.split()
    return 2 <= len(words) <= 6 and not is_body(part) and all(_is_name_word(word) for word in words)


def _is_name_word(word: str) -> bool:
    return word[:1].isupper() or word.casefold().strip(".") in PARTICLES or word[:1] in {"'", "’"}


def person(part: str) -> str:
    """Return the name in its stored form: without role, rank, year and stops, in title case if it was printed in
    capitals."""
    name = ROLES_BEFORE.sub("", part, count=1) if ROLES_BEFORE.match(part) else part
    name = without_rank(_YEAR.sub("", name))
    name = ROLES_AFTER.sub("", name)
    if not name.casefold().endswith((" jr.", " sr.")):
        name = name.rstrip(".")
    name = name.strip(" ,;:*-–—\"'“”")
    words = name.split()
    if len(words) > 1 and not name.isupper() and _is_family_last(words):
        return " ".join(word.title() if word.isupper() and len(word) > 2 else word for word in words)
    return name.title() if _in_capitals(name) else name


def without_rank(name: str) -> str:
    """Return `Mass Communication Specialist 3rd Class Jane Doe` as `Jane Doe`."""
    words = name.split()
    first = next((n for n, word in enumerate(words) if word.casefold().strip(".,") not in RANKS), 0)
    return " ".join(words[first:])


def body(part: str) -> str:
    """Return the name of a body without a card in one spelling, so that variants in case, blanks and hyphens are equal:
    sites in lower case, names all in capitals or lower case in title case."""
    part = part.strip(" .,;:*-–—\"'“”").removeprefix("of ")
    if _HOST.fullmatch(part):
        return part.casefold()
    words = part.split() if " " in part or not part.isascii() else re.split(r"[_-]+", part)
    shouted = part.isupper() and not (len(words) == 1 and len(part) <= 5)
    if not part.isascii():
        whole = " ".join(words)
        return whole.title() if shouted else whole[:1].upper() + whole[1:]
    small = part.islower()
    return " ".join(_titled(word, shouted or small, first=not n) for n, word in enumerate(words))


def _titled(word: str, plain: bool, first: bool = False) -> str:
    low = word.casefold()
    if low in SMALL and not first:
        return low
    if plain and low in ACRONYMS:
        return low.upper()
    return low[:1].upper() + low[1:] if plain or (first and word.islower()) else word


def _in_capitals(name: str) -> bool:
    return name.isupper() and any(len(word.strip(".")) > 2 for word in name.split())
