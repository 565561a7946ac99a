"""The language of texts and captions, also without diacritics."""

from __future__ import annotations

import unicodedata

import pytest

from archive.record import Description
from ingest.description.extraction import extract_description
from ingest.extract.language.language_detection import detect
from tests.builders.described_texts import describe_text

ID = "Wali kota membuka dermaga baru di Surabaya dan menyapa nelayan yang datang sejak subuh karena undangan panitia."
VI = "Bộ trưởng dự lễ khánh thành cầu cảng mới tại Hải Phòng và gặp gỡ bà con ngư dân từ sáng sớm."
EN = "The mayor opened a new pier in the old harbour and greeted the fishermen who had come before dawn."
MS = "Datuk Bandar merasmikan jeti baharu kerana beliau berkata bahawa syarikat perkapalan memerlukan wang."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ID, "id"),
        (VI, "vi"),
        (EN, "en"),
        (MS, "ms"),
        (VI.upper(), "vi"),
        (unicodedata.normalize("NFD", VI), "vi"),
        ("Khánh thành cầu cảng", "vi"),
        ("Wali kota melihat kapal kayu", "id"),
        ("The crew salutes the crowd", "en"),
        ("Dermaga dibuka", "id"),
        ("The pier opens", "en"),
        ("khanh thanh cau cang moi tai hai phong", "vi"),
        ("Le maire a inauguré hier la nouvelle jetée du vieux port devant les pêcheurs.", "fr"),
    ],
)
def test_a_language_is_told(text: str, code: str) -> None:
    assert detect(text)[0] == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Dermaga Kayu Bangkoa, Makassar", "id"),
        ("Kapolri tiba", "id"),
        ("Gubernur NTT", "id"),
        ("Anak-anak bermain bola", "id"),
        ("Press conference", "en"),
        ("The crew greets the crowd", "en"),
        ("Nguyen Phu Trong", "vi"),
        ("Lễ đón", "vi"),
        ("Banda Neira", "und"),
        ("Ha Long", "und"),
        ("Lionel Messi", "und"),
        ("António Guterres, New York", "und"),
        ("Os pescadores da vila com o presidente", "pt"),
        ("Ang mga mangingisda sa dagat", "tl"),
        ("Президент России", "ru"),
        ("ผู้นำอาเซียน", "th"),
    ],
)
def test_a_caption_of_few_words_is_of_an_expected_language_or_plainly_of_another(text: str, code: str) -> None:
    assert detect(text)[0] == code


@pytest.mark.parametrize(
    ("origin", "languages"),
    [
        ("xmp:dc:description[en]", ["en", "id"]),
        ("xmp:dc:description[en-GB]", ["en", "id"]),
        ("sidecar:dc:description[id-ID]", ["id"]),
        ("xmp:dc:description", ["id"]),
    ],
)
def test_a_caption_tagged_with_a_language_is_in_it(origin: str, languages: list[str]) -> None:
    photo = Description("image/jpeg", "photo", 1)
    photo.offer("caption", ID, origin)
    extract_description(photo, "a.jpg", "")
    assert [offer.value for offer in photo.origins["language"]][: len(languages)] == languages
    tagged = photo.origins["language"][0]
    assert (tagged.origin, tagged.confidence) == (origin, 1.0) if "[" in origin else tagged.origin == "py3langid"


# "The president opened the new bridge in Colombo today", or similar, in scripts used by a single language.
ONE_SCRIPT = {
    "si": "ජනාධිපතිවරයා අද කොළඹ නව පාලම විවෘත කළේය",
    "ta": "ஜனாதிபதி இன்று கொழும்பில் புதிய பாலத்தைத் திறந்து வைத்தார்",
    "te": "అధ్యక్షుడు ఈరోజు కొత్త వంతెనను ప్రారంభించారు",
    "kn": "ಅಧ್ಯಕ್ಷರು ಇಂದು ಹೊಸ ಸೇತುವೆಯನ್ನು ಉದ್ಘಾಟಿಸಿದರು",
    "ml": "പ്രസിഡന്റ് ഇന്ന് പുതിയ പാലം ഉദ്ഘാടനം ചെയ്തു",
    "gu": "રાષ્ટ્રપતિએ આજે નવા પુલનું ઉદ્ઘાટન કર્યું",
    "pa": "ਰਾਸ਼ਟਰਪਤੀ ਨੇ ਅੱਜ ਨਵੇਂ ਪੁਲ ਦਾ ਉਦਘਾਟਨ ਕੀਤਾ",
    "or": "ରାଷ୍ଟ୍ରପତି ଆଜି ନୂତନ ପୋଲ ଉଦଘାଟନ କଲେ",
    "my": "သမ္မတသည် ယနေ့ တံတားသစ်ကို ဖွင့်လှစ်ခဲ့သည်",
    "km": "ប្រធានាធិបតីបានបើកស្ពានថ្មីនៅថ្ងៃនេះ",
    "lo": "ປະທານປະເທດໄດ້ເປີດຂົວໃໝ່ໃນມື້ນີ້",
    "th": "ประธานาธิบดีเปิดสะพานใหม่วันนี้",
    "ka": "პრეზიდენტმა დღეს ახალი ხიდი გახსნა",
    "hy": "Նախագահն այսօր բացեց նոր կամուրջը",
    "el": "Ο πρόεδρος εγκαινίασε σήμερα τη νέα γέφυρα",
    "he": "הנשיא חנך היום את הגשר החדש",
    "ko": "대통령은 오늘 새 다리를 개통했다",
    "jv": "ꦥꦿꦺꦱꦶꦝꦺꦤ꧀ꦩꦧꦸꦏꦏ꧀ꦏꦽꦠꦼꦒ꧀ꦲꦚꦂ",
    "ban": "ᬧ᭄ᬭᬾᬲᬶᬤᬾᬦ᭄ᬫᬸᬓᬓ᭄",
    "su": "ᮕᮢᮦᮞᮤᮓᮦᮔ᮪ ᮙᮥᮊ ᮏᮙ᮪ᮘᮒᮔ᮪",
}


@pytest.mark.parametrize("code", ONE_SCRIPT)
def test_a_script_of_one_language_tells_it(code: str) -> None:
    text = ONE_SCRIPT[code]
    assert detect(text) == (code, 0.99)
    assert detect(f"{text} (Hanoi, UNESCO) {text}")[0] == code  # with names in another script
    assert detect(f"The speaker closed with the words {text[:8]} and left the hall for the harbour.")[0] == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("総理大臣は本日新しい橋を開通させた", "ja"),
        ("总统今天为新桥揭幕", "zh"),
        ("राष्ट्रपति ने आज नए पुल का उद्घाटन किया", "hi"),
        ("ፕሬዝዳንቱ ዛሬ አዲሱን ድልድይ መረቁ", "und"),
    ],
)
def test_a_script_of_several_languages_is_left_to_the_model_if_it_knows_one(text: str, code: str) -> None:
    assert detect(text)[0] == code


@pytest.mark.parametrize("text", ["", "12345 - 67", "!!!", "7"])
def test_without_words_no_language_is_told(text: str) -> None:
    assert detect(text) == ("und", 0.0)


def test_english_in_short_words_is_not_vietnamese_without_marks() -> None:
    assert detect("mayor opens new pier in the old harbour")[0] == "en"


def test_an_indonesian_and_malay_tie_is_told_as_indonesian_with_lower_confidence() -> None:
    tie, sure = detect("kapal kayu berlayar petang ini ke pelabuhan lama dengan selamat"), detect(ID)
    assert (tie[0], sure[0]) == ("id", "id")
    assert tie[1] < sure[1]


def test_short_texts_are_told_with_less_confidence() -> None:
    assert detect("The crew")[1] < detect(EN)[1]


def test_front_matter_wins() -> None:
    description = Description("text/plain", "text", 1, text=EN)
    description.offer("language", "id", "front matter")
    extract_description(description, "a.txt", "")
    assert description.values["language"] == "id"
    assert [offer.value for offer in description.origins["language"]] == ["id", "en"]


def test_all_languages_of_a_page_are_listed_the_main_one_first() -> None:
    description = describe_text(f"{ID}\n\n{ID}\n\n{VI}\n\n{ID}", "a.txt")
    assert description.values["languages"] == ["id", "vi"]


def test_foreign_names_are_no_other_language() -> None:
    text = (
        f"{ID}\n\nHadir pula Lương Cường, António Guterres, François Dupont dan para nelayan lain dari Madura pagi itu."
    )
    description = describe_text(text, "a.txt")
    assert description.values["languages"] == ["id"]


def test_the_caption_of_a_photo_has_a_language_too() -> None:
    photo = Description("image/jpeg", "photo", 1)
    photo.offer("caption", VI, "xmp:dc:description")
    extract_description(photo, "A-1.jpg", "")
    assert (photo.values["language"], photo.values["kind"]) == ("vi", "photo")
