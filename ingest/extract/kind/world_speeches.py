"""Titles of speeches and salutations in languages that have no vocabulary of their own here: Spanish, Portuguese,
French, Italian, German, Dutch, Scandinavian, Russian, Malay."""

from __future__ import annotations

import re

from archive.text.patterns import lazy_regex

_OF = (
    r"(?:del?|da|do|das|dos|du|des|della?|dello|di|de la|de l['’]|d['’]|dell['’]|von|vom|der|van|door|av|af|ved"
    r"|vid|of"
    r"|by|pel[oa]|por|pronunciad[oa]s? por|prononcée? par|proferid[oa] pel[oa]|tenuto da|gehalten von)"
)
_WORD = (  # of what is only ever spoken
    r"discursos?|alocuci[oó]n|palabras|palavras|pronunciamento|discours|allocution|cadena nacional|discorso"
    r"|toespraak|ansprache"
    r"|grußwort|festrede|eröffnungsrede|antrittsrede|neujahrsansprache|regierungserklärung|rede|речь|выступление"
    r"|обращение|послание|ucapan|titah|arahan|pengantar|sambutan"
)
_MAY_BE = (
    r"intervenci[oó]n|intervenção|intervention|intervento|mensaje|mensagem|fala|message|messaggio"
    r"|declaraci[oó]n|declaração|déclaration|tale|tal"
)
_KIND_OF = r"(?: (?:[íi]ntegr[oa]|inaugural|presidencial|de (?:clausura|apertura|investidura|navidad|abertura|posse)))?"
_OFFICE = (
    r"president[ea]?|president|vicepresident[ea]|vice-president[ea]|primer|primeir[oa]|premier|première|ministr[eoa]"
    r"|ministre|rey|reina|rei|rainha|roi|reine|re|regina|papa|pape|canciller|chanceler|chancelier|chancelière"
    r"|gobernador[a]?"
    r"|governador[a]?|gouverneur|secretari[oa]|secretári[oa]|secrétaire|alcalde|alcaldesa|maire|m\.|mme|señor[a]?"
    r"|senhor[a]?|monsieur|madame|presiden|menteri|perdana|wakil|statsminister|kong|dronning"
)
_TITLE = lazy_regex(
    r"(?:(?:texto|transcripci[oó]n|transcrição|texte|íntegra|wortlaut|teks|naskah|transkrip(?:si)?)"
    r" (?:[íi]ntegr[oa]l? |intégral )?(?:del?|da|do|du|der)? ?)?"
    rf"(?:(?:{_WORD}){_KIND_OF} (?:{_OF}|presiden|wakil|yab|menteri|ketua|gubernur|президента|перед|на|durante"
    rf"|en|na|no|à|beim?|zu[rm]?)"
    rf"(?![^\W\d_])|(?:{_MAY_BE}){_KIND_OF} (?:[^\s,]+ ){{0,4}}?{_OF} ?(?:l[ae]s? |el )?(?:{_OFFICE})(?![^\W\d_]))",
    re.IGNORECASE,
)
_TOLD_OF = lazy_regex(  # what a headline says of a speech, and speech that is a subject
    r"\b(?:genera|provoca|desata|causa|gera|suscite|provoque|sorgt|löst|kritik|polémica|polêmica|polémique"
    r"|de odio|do ódio|de ódio|de haine|d['’]odio|menuai|tuai)\b",
    re.IGNORECASE,
)
_SALUTATION = lazy_regex(
    r"(?:señoras y señores|señor(?:a|as|es)? (?:y señor(?:a|as|es)? )?(?:presidente|presidenta|rector|diputad"
    r"|senador|embajador)"
    r"|honorables? señor|excelent[ií]sim[oa]s?|distinguid[oa]s|estimad[oa]s (?:amig|compatriot|todos|señor)"
    r"|compatriotas"
    r"|queridos (?:amigos|compatriotas)|españoles[:,]|argentin[oa]s[:,]|mexican[oa]s[:,]"
    r"|(?:muy )?buen[oa]s (?:días|tardes|noches)"
    r"|senhoras e senhores|senhor(?:a|es|as)? (?:presidente|deputad|senador|ministr)|excelentíssim[oa]s?"
    r"|boa (?:tarde|noite)|bom dia"
    r"|mesdames(?:,| et) messieurs|mesdames,|monsieur le (?:président|premier ministre|ministre|maire)"
    r"|madame la (?:présidente|ministre|maire)|mes chers (?:compatriotes|amis|concitoyens)|chers amis"
    r"|françaises, français"
    r"|signore e signori|onorevoli|cari (?:amici|concittadini)"
    r"|meine (?:sehr (?:geehrten|verehrten) )?(?:damen und herren|lieben mitbürger)|liebe (?:mitbürgerinnen"
    r"|freunde|gäste|kolleginnen)"
    r"|verehrte (?:gäste|anwesende)|dames en heren|geachte aanwezigen|mine damer og herrer|kære |kjære alle"
    r"|bästa vänner"
    r"|уважаемые|дорогие (?:друзья|коллеги|соотечественники)|товарищи!|yang (?:amat )?berhormat"
    r"|tuan-tuan dan puan-puan)",
    re.IGNORECASE,
)


def world_speech_title(title: str) -> bool:
    """Return whether a title is that of a speech (`Discurso del Presidente ...`, `Rede von ...`, `Речь ...`)."""
    return _TITLE.match(title[:250]) is not None and _TOLD_OF.search(title[:250]) is None


def world_salutation(line: str) -> bool:
    """Return whether a line begins by greeting its hearers (`Señoras y señores,`, `Meine Damen und Herren`)."""
    return _SALUTATION.match(line[:200].lstrip('-–¡"“«*_ ')) is not None
