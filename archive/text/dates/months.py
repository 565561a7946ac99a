"""Names of months in press texts: the only table, for reading dates and for recognising names."""

from __future__ import annotations

_INDONESIAN_AND_ENGLISH = (  # including Malay, and Indonesian spelling before 1972
    "january jan januari djanuari",
    "february feb februari pebruari peb",
    "march mar maret maart",
    "april apr",
    "may mei",
    "june jun juni djuni djoeni",
    "july jul juli djuli djoeli julai",
    "august aug agustus agt ags agu agoestoes ogos",
    "september sept sep",
    "october oct oktober okt",
    "november nov nopember nop",
    "december dec desember des disember",
)
MONTHS = {name: number for number, names in enumerate(_INDONESIAN_AND_ENGLISH, 1) for name in names.split()}
_WITH_YEAR_ONLY = (  # of other languages: words of their own, so that they count only between a day and its year
    # French; Spanish; Portuguese; Italian
    "janvier enero janeiro gennaio", "février fevrier febrero fevereiro febbraio", "mars marzo março marco",
    "avril abril aprile", "mai mayo maio maggio", "juin junio junho giugno", "juillet julio julho luglio",
    "août aout agosto", "septembre septiembre setiembre setembro settembre", "octobre octubre outubro ottobre",
    "novembre noviembre novembro", "décembre decembre diciembre dezembro dicembre",
    # German, Dutch, Scandinavian; Romanian; Polish; Czech; Turkish
    "januar jänner ianuarie stycznia ledna ocak", "februar februarie lutego února şubat",
    "märz marts martie mac marca března mart", "aprilie kwietnia dubna nisan", "maj maja května mayıs",
    "iunie czerwca června haziran", "iulie lipca července temmuz", "augustus augusti sierpnia srpna ağustos",
    "septembrie września září eylül", "octombrie października října ekim",
    "noiembrie listopada listopadu kasım", "dezember decembrie grudnia prosince aralık",
    # Russian; Ukrainian; Greek; Arabic
    "января січня ιανουαρίου يناير", "февраля лютого φεβρουαρίου فبراير", "марта березня μαρτίου مارس",
    "апреля квітня απριλίου أبريل", "мая травня μαΐου مايو", "июня червня ιουνίου يونيو", "июля липня ιουλίου يوليو",
    "августа серпня αυγούστου أغسطس", "сентября вересня σεπτεμβρίου سبتمبر", "октября жовтня οκτωβρίου أكتوبر",
    "ноября листопада νοεμβρίου نوفمبر", "декабря грудня δεκεμβρίου ديسمبر",
    # Finnish; Slovak; Hungarian; Greek in capitals; Persian; Hebrew; Hindi; Thai
    "tammikuuta januára január ιανουαριου ژانویه ינואר בינואר जनवरी มกราคม",
    "helmikuuta februára február φεβρουαριου فوریه פברואר בפברואר फरवरी फ़रवरी กุมภาพันธ์",
    "maaliskuuta március μαρτιου מרץ במרץ मार्च มีนาคม",
    "huhtikuuta apríla április απριλιου آوریل אפריל באפריל अप्रैल เมษายน",
    "toukokuuta mája május μαϊου μαιου מאי במאי मई พฤษภาคม", "kesäkuuta júna június ιουνιου ژوئن יוני ביוני जून มิถุนายน",
    "heinäkuuta júla július ιουλιου ژوئیه יולי ביולי जुलाई กรกฎาคม",
    "elokuuta augusta augusztus αυγουστου اوت אוגוסט באוגוסט अगस्त สิงหาคม",
    "syyskuuta septembra szeptember σεπτεμβριου سپتامبر ספטמבר בספטמבר सितंबर सितम्बर กันยายน",
    "lokakuuta októbra október οκτωβριου اکتبر אוקטובר באוקטובר अक्टूबर अक्तूबर ตุลาคม",
    "marraskuuta novembra νοεμβριου نوامبر נובמבר בנובמבר नवंबर नवम्बर พฤศจิกายน",
    "joulukuuta decembra δεκεμβριου دسامبر דצמבר בדצמבר दिसंबर दिसम्बर ธันวาคม",
)  # fmt: skip
OTHER_MONTHS = {name.replace("ı", "i"): n % 12 + 1 for n, names in enumerate(_WITH_YEAR_ONLY) for name in names.split()}
ROMAN_MONTHS = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
}  # fmt: skip
VIETNAMESE_MONTHS = {  # after `tháng`
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip


ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INDONESIAN_WEEKDAYS = ("senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu")
VIETNAMESE_WEEKDAYS = ("thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "chủ nhật")
_OTHER_WEEKDAYS = ("mon senen", "tue", "wed", "thu", "fri jum'at", "sat", "sun ahad")
WEEKDAYS = {
    name: n for names in (ENGLISH_WEEKDAYS, INDONESIAN_WEEKDAYS, VIETNAMESE_WEEKDAYS) for n, name in enumerate(names)
} | {name: n for n, names in enumerate(_OTHER_WEEKDAYS) for name in names.split()}


def any_of(names: dict[str, int]) -> str:
    """Return a regular expression for the names of a table, longest first."""
    return "|".join(sorted(names, key=len, reverse=True))
