"""The name of a speaker among the words of office around it: `Second Minister for Law Ada Lim SC`, `Presidente de la
República, Licenciado Juan Paz`."""

from __future__ import annotations

import re
from itertools import pairwise

from archive.text.orthography import word_set
from archive.text.patterns import lazy_regex

LONGEST = 200  # characters in which office and name stand
MOST_WORDS = 5  # of a name with its particles
_WORDS = lazy_regex(r"[^\s,;:()]+")
_STOPS = lazy_regex(  # what says where, when or of what, behind the name
    r",?\s(?:at|on|to|before|during|in|delivered|regarding|concerning|about|following|pada|saat|dalam|di|tentang|tại"
    r"|durante|en|em|na|no|nas|nos|ante|sobre|tras|ap[oó]s|con|com|por ocasi[aã]o|a l[ao]s?|al|ao|aos|à|às|au|aux"
    r"|devant|lors|sur|pour|anlässlich|beim?|zu[mr]?|im|am|vor|über|alla|allo|bij|ved|vid|перед|на)(?![^\W\d_])"
    r"|\s[–—|-]\s|[;:(\d]",
    re.IGNORECASE,
)
_ALONE = lazy_regex(
    r"(?:the )?(?:rt|right)\.? hon(?:ou?rable)?\.? (?P<name>(?-i:[A-ZÀ-ỸĐ])[\w.’'-]+(?: [\w.’'-]+){1,3}?)(?:,? MP)?"
    r"|(?:speaker|speech by|delivered by|pembicara|người phát biểu|diễn giả|orador|oradora|redner(?:in)?|spreker)"
    r"\s*[:：]\s*(?P<labelled>.{4,80})",
    re.IGNORECASE,
)
_DEGREES = word_set("SC QC KC MP MEP CBE OBE KCB PhD MBA JP PBM BBM")
_PARTICLES = word_set("de da do dos das del la van von der den bin binti al el e y")
_HONORIFICS = word_set(
    "mr mrs ms miss dr sir dame prof professor assoc assistant datuk dato tan sri hon rt honourable honorable the"
    " m mme monsieur madame señor señora sr sra senhor senhora herr frau don doña dom doutor doctor licenciado"
    " licenciada lic ing bapak ibu pak bu haji ông bà encik puan tuan"
)
_OFFICES = word_set(
    "minister ministers second senior deputy vice prime first acting president chairman chairwoman chair chairperson"
    " secretary permanent director governor general mayor senator commissioner ambassador speaker premier chancellor"
    " attorney solicitor parliamentary under state member head chief executive officer king queen prince pope"
    " archbishop bishop representative congressman congresswoman treasurer treasury under-secretary minister-in-charge"
    " presidente presidenta vicepresidente vicepresidenta vice-presidente primer primera primeiro primeira ministro"
    " ministra ministre président présidente secretario secretaria secretário secretária rey reina rei rainha jefe jefa"
    " chefe alcalde alcaldesa gobernador gobernadora governador governadora canciller chanceler embajador papa"
    " bundeskanzler bundeskanzlerin bundespräsident bundespräsidentin bundesminister bundesministerin minister"
    " ministerin staatsminister staatsministerin ministerpräsident ministerpräsidentin außenminister außenministerin"
    " presiden wakil menteri perdana ketua gubernur bupati wali kota walikota direktur statsminister statsråd"
)
_FIELDS = word_set(
    "law legal justice home internal external foreign affairs finance health education defence defense trade industry"
    " transport transportation labour labor manpower environment sustainability water resources culture community youth"
    " sport sports social family families development national information communications communication digital"
    " technology science research innovation energy climate change agriculture food fisheries forestry rural urban"
    " housing planning infrastructure public works services security veterans interior commerce tourism arts media"
    " heritage economy economic economics employment skills immigration citizenship women gender equality children"
    " seniors ageing aged care disability territories local government regional relations cooperation investment small"
    " business enterprise higher personnel mines minerals petroleum aviation maritime ports emergency disaster"
    " management religious religion land lands power republic nation parliament council board commission committee bank"
    " reserve federal european union united states kingdom nations in-charge gobierno govierno governo república nación"
    " nação estado estados unidos consejo congreso españa méxico brasil brasília francia française français exteriores"
    " relaciones defensa educación salud economía hacienda cultura interior justicia finanzas gouvernement"
)


def speaker_in(words: str) -> str | None:
    """Return the name in words that begin with an office or honorific, up to what says where or when; None where the
    words do not show which of them are the name."""
    words = words[:LONGEST]
    stop = _STOPS.search(words)
    words = words[: stop.start()] if stop else words
    found = [(match[0].strip("."), match.start(), match.end()) for match in _WORDS.finditer(words)]
    runs: list[list[int]] = [[]]
    told: list[bool] = [False]  # whether what stands before a run shows that a name begins
    for n, (word, start, _) in enumerate(found):
        low = word.casefold()
        apart = n > 0 and words[found[n - 1][2] : start].strip(" .") != ""
        if low in _OFFICES or low in _FIELDS or low in _HONORIFICS:
            runs, told = [*runs, []], [*told, True]
        elif word in _DEGREES or not (word[:1].isupper() or (low in _PARTICLES and runs[-1])):
            runs, told = [*runs, []], [*told, False]
        elif apart:
            runs, told = [*runs, [n]], [*told, True]
        else:
            runs[-1].append(n)
    for run, shown in zip(runs, told, strict=True):
        while run and found[run[-1]][0].casefold() in _PARTICLES:
            run.pop()
        if shown and 2 <= len(run) <= MOST_WORDS and all(b == a + 1 for a, b in pairwise(run)):
            return words[found[run[0]][1] : found[run[-1]][2]].strip(" .")
    return None


def is_bare_office(words: str) -> bool:
    """Return whether words are an office and name nobody (`Second Minister`, `Senior Minister of State`)."""
    parts = [part.casefold().strip(".") for part in re.split(r"\s+", words.strip()) if part]
    return bool(parts) and all(part in _OFFICES or part in ("of", "the", "and") for part in parts)


def named_alone(line: str) -> str | None:
    """Return the name on a line that says nothing but who speaks: `Speaker: Ann Lee`, `The Rt Hon Ann Lee MP`."""
    match = _ALONE.fullmatch(line.strip()) if len(line) <= LONGEST else None
    if match is None:
        return None
    return match["name"] or speaker_in(f"The {match['labelled']}")
