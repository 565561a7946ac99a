"""Direct speech in French, German, Spanish and Portuguese: plain attributions have a speaker, unsure ones have none."""

from __future__ import annotations

from functools import partial

import pytest

from archive.quotes.quotations import quotations
from tests.support.growth import MOST, measure_growth


def speakers(text: str) -> list[str]:
    return [quotation.speaker for quotation in quotations(text)]


NAMED = [
    ("Jana Petersen hat gesagt: „Wir fahren im Morgengrauen.“", "Jana Petersen"),
    ("“Zarpamos hoy al amanecer”, dijo a DW Juana Ruiz, directora del puerto.", "Juana Ruiz"),
    ("É o que sugere a Pedagoga Joana Pires, do porto. “Saímos ao nascer do sol”, disse Pires.", "Joana Pires"),
    ("La alcaldesa, Juana Ruiz, ha agregado que “el puerto abre hoy al amanecer”.", "Juana Ruiz"),
    ("Juana Ruiz también explicó que “el puerto abre hoy al amanecer” y agradeció la ayuda.", "Juana Ruiz"),
    ("Joana Pires disse que “o porto abre hoje ao nascer do sol”.", "Joana Pires"),
    ("Jeanne Leroy a déclaré que « le port ouvre ce matin à l’aube ».", "Jeanne Leroy"),
    ("Pour Jeanne Leroy, directrice du port, « c’est un départ à l’aube ».", "Jeanne Leroy"),
    ("Segundo Joana Pires, “o porto abre hoje ao nascer do sol”.", "Joana Pires"),
    ("Laut Jana Petersen „fahren wir im Morgengrauen“.", "Jana Petersen"),
    ("« Nous partons à l’aube », s’est félicitée la maire, Jeanne Leroy.", "Jeanne Leroy"),
    ("« Nous partons à l’aube, se réjouit le maire, Jean Leroy. Le port revit. »", "Jean Leroy"),
    ("„Wir fahren im Morgengrauen“, freut sich Hafenchefin Jana Petersen.", "Jana Petersen"),
    ("Hafenchefin Jana Petersen zeigte sich erfreut: „Wir fahren im Morgengrauen.“", "Jana Petersen"),
    ("Im Hafen ist Jana Petersen. Jana Petersen: „Wir fahren im Morgengrauen.“", "Jana Petersen"),
    ("Dazu Jana Petersen, Sprecherin des Hafens: „Wir fahren im Morgengrauen.“", "Jana Petersen"),
    ("« Nous partons à l'aube », a déclaré Jeanne Leroy, directrice du port.", "Jeanne Leroy"),
    ("« Nous partons à l’aube », explique le directeur d’EFI Michel Leroy.", "Michel Leroy"),
    ("« Nous partons à l'aube », souligne la ministre de la Mer, Jeanne Leroy, à Brest.", "Jeanne Leroy"),
    ("Jeanne Leroy, cofondatrice du port, exprime son espoir : « Nous partons à l'aube. »", "Jeanne Leroy"),
    ("De son côté, Jeanne Leroy souligne : « Nous partons à l'aube. »", "Jeanne Leroy"),
    ("Jeanne Leroy, présidente du port : « Nous partons à l'aube. »", "Jeanne Leroy"),
    ("„Wir fahren im Morgengrauen“, sagte Hafenchef Jan Petersen gegenüber der Zeitung.", "Jan Petersen"),
    ("„Wir fahren im Morgengrauen“, so Jana Petersen, Leiterin des Hafens.", "Jana Petersen"),
    ("Ein Anruf von Frau Petersen kam. „Wir fahren im Morgengrauen“, meint Frau Petersen.", "Petersen"),
    ("„Wir fahren im Morgengrauen“, erklärte der Vorsitzende des Bundes, Jan Petersen, in Kiel.", "Jan Petersen"),
    ("„Wir fahren im Morgengrauen“, sagte die dänische Wetterkundlerin Jana Petersen.", "Jana Petersen"),
    ("So sagte Jan Petersen, Präsident des Bundes: „Wir fahren im Morgengrauen.“", "Jan Petersen"),
    ("Jan Petersen sagte in einem Gespräch: „Wir fahren im Morgengrauen.“", "Jan Petersen"),
    ("Die Vorsitzende des Bundes, Jana Petersen: „Wir fahren im Morgengrauen.“", "Jana Petersen"),
    ("“Zarpamos hoy al amanecer”, afirmó la Presidenta Ejecutiva del Puerto, Juana Ruiz, en el acto.", "Juana Ruiz"),
    ('"Zarpamos hoy al amanecer", dijo el director ejecutivo de Barcos Ruiz, Juan Paz.', "Juan Paz"),
    ("«Zarpamos hoy al amanecer», nos contó Juana Ruiz, vecina del puerto.", "Juana Ruiz"),
    ("Por su parte, Juana Ruiz dijo: «Zarpamos hoy al amanecer.»", "Juana Ruiz"),
    ("«Saímos ao nascer do sol», disse ontem Joana Pires, 24, que viu tudo.", "Joana Pires"),
    ("«Saímos ao nascer do sol», afirma o consultor do porto Otávio Pires, 69.", "Otávio Pires"),
    ("«Saímos ao nascer do sol», disse ao PÚBLICO Joana Pires, da Associação do Porto.", "Joana Pires"),
    ("«Saímos ao nascer do sol», afirma a testemunha, A. Carvalho.", "A. Carvalho"),
    ("Juana Ruiz señaló que el puerto cierra. «Zarpamos hoy al amanecer», añadió.", "Juana Ruiz"),
    ("A diretora do porto, Joana Pires, disse que há vento. «Saímos ao nascer do sol», resumiu.", "Joana Pires"),
    ("Jan Petersen sagte, der Hafen sei zu. „Wir fahren im Morgengrauen“, ergänzte er.", "Jan Petersen"),
    ("A ex-diretora da Lagoa Joana Pires viu tudo. «Saímos ao nascer do sol», disse Pires.", "Joana Pires"),
    ('"Zarpamos", dijo Ana Paz. Juana Ruiz declaró que llueve. "Todos estamos ya listos", añadió.', "Juana Ruiz"),
    ("O coronel da Polícia Naval Otávio Pires viu tudo. «Saímos ao nascer do sol», disse Pires.", "Otávio Pires"),
    ("O ex-governador de São Paulo Otávio Pires viu. «Saímos ao nascer do sol», disse Pires.", "Otávio Pires"),
    ("«Saímos ao nascer do sol», disse o tenente Brigadeiro Otávio Pires, do porto.", "Otávio Pires"),
    ("«Saímos ao nascer do sol», disse à BBC Brasil Joana Pires, do porto.", "Joana Pires"),
    ("O porto é de Joana Pires. Pires chegou ao porto de manhã. «Saímos ao nascer do sol», conta.", "Joana Pires"),
    (
        "Apesar de Joana, fecha a Brasília de Joana Pires. Joana disse que há vento. «Saímos ao nascer do sol», diz.",
        "Joana Pires",
    ),
    ("A procuradora-geral da República Joana Pires viu. «Saímos ao nascer do sol», disse Pires.", "Joana Pires"),
    ("Na São Carlos há vento. Carlos Pires viu. «Saímos ao nascer do sol», disse Carlos.", "Carlos Pires"),
    ("Viu o colega no Supremo Otávio Pires. Otávio Pires lê. «Saímos ao nascer do sol», disse Pires.", "Otávio Pires"),
    (
        "O chefe da Câmara dos Deputados Otávio Pires viu. Otávio Pires lê. «Saímos com o sol de hoje», disse Pires.",
        "Otávio Pires",
    ),
    ("Diz Otávio Pires que há vento. Otávio Pires viu. «Saímos ao nascer do sol», disse Pires.", "Otávio Pires"),
    ("Já Joana Pires disse que há vento. «Saímos ao nascer do sol», resumiu.", "Joana Pires"),
    ("„Wir fahren im Morgengrauen“, sagte Jan Petersen zu Publico.", "Jan Petersen"),
    ("Das ist Jan Petersen. „Wir fahren im Morgengrauen“, so Petersen zu Publico.", "Jan Petersen"),
    ("Für Jan Petersen ist das gut. „Wir fahren im Morgengrauen“, so Petersen.", "Jan Petersen"),
    ("Der Chef der Kieler Hafenpartei Jan Petersen sang. „Wir fahren im Morgengrauen“, so Petersen.", "Jan Petersen"),
    ("Der Brief des Hafen-Leiters Jan Petersen liegt vor. „Wir fahren im Morgengrauen“, so Petersen.", "Jan Petersen"),
    ("„Wir fahren im Morgengrauen“, sagte Jana von der Leye in Kiel.", "Jana von der Leye"),
    ("„Wir fahren im Morgengrauen“, sagte Jan van den Berg in Kiel.", "Jan van den Berg"),
    ("« Nous partons à l'aube », détaille Pr Jeanne Leroy, directrice du port.", "Jeanne Leroy"),
    ("«Saímos ao nascer do sol», afirma o diretor Regional para a América Latina da TI, Otávio Pires.", "Otávio Pires"),
    (
        "Er ist größer als sein Vorgänger Jan Petersen und die Frau. „Wir fahren im Morgengrauen“, sagte Petersen.",
        "Jan Petersen",
    ),
    ("Worauf Petersen kam, Jan Petersen. „Wir fahren im Morgengrauen“, sagte Petersen.", "Jan Petersen"),
    ("Le ministre de la Défense Jean Leroy est là. « Nous partons à l'aube », a souligné Jean Leroy.", "Jean Leroy"),
    ("Es sprach Schriftstellerin Jana Petersen. „Wir fahren im Morgengrauen“, meinte Petersen.", "Jana Petersen"),
]


@pytest.mark.parametrize(("text", "speaker"), NAMED)
def test_a_plain_attribution_names_the_speaker(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


UNSURE = [
    "« Nous partons à l'aube », a déclaré le premier magistrat.",
    "« Nous partons à l'aube », indique la Société Nationale des Bateaux.",
    "« Nous partons à l'aube », a-t-il expliqué.",
    "Jeanne Leroy et Paul Durand expliquent : « Nous partons à l'aube. »",
    "„Wir fahren im Morgengrauen“, sagte der Einsatzleiter der Kieler Feuerwehr.",
    "„Wir fahren im Morgengrauen“, sagte die frühere Gouverneurin Alaskas.",
    "„Wir fahren im Morgengrauen“, heißt es in einer Erklärung des Bundes.",
    "«Zarpamos hoy al amanecer», dijo la actriz, que reside en Los Ángeles.",
    "«Zarpamos hoy al amanecer», dijo el conductor Juan Paz sorprendió a Ana Ruiz con un beso.",
    "«Zarpamos hoy al amanecer», señaló el candidato de la coalición Juntos Haremos Historia.",
    "«Saímos ao nascer do sol», garantiu um porta-voz da empresa.",
    "Sobre Pires, vista no porto, Leal questiona: «Quando saímos ao nascer do sol?»",
    "Juana Ruiz, presidenta del puerto precisó a La Voz en tus Manos de Mar: «Zarpamos hoy al amanecer.»",
    "Joana Pires disse que falou com Otávio Leal. «Saímos ao nascer do sol», resumiu.",
    "Na Lagoa Joana vive. Na opinião do professor, o porto fecha. «Saímos ao nascer do sol», diz.",
    "O porto, na São Carlos, fecha. «Quando saímos?», questiona o porta-voz. «Ao nascer do sol, já», relatou.",
    "Juana Ruiz y Eva Paz llegaron al puerto. «Zarpamos hoy al amanecer», añadió.",
    "Juana Ruiz llegó con Eva Paz. «Zarpamos hoy al amanecer», añadió.",
    "Juana Ruiz señaló que Paz dijo todo. «Zarpamos hoy al amanecer», añadió.",
    "«Saímos ao nascer do sol», disse o comissário para os Assuntos Sociais.",
    "Jener Sänger, der einst zu Vater Jan Petersen sagte: „Wir fahren im Morgengrauen.“",
    "Die spontane Antwort auf die Frage kam von Jan aus Kiel: „Wir fahren im Morgengrauen.“",
    "„Wir fahren im Morgengrauen“, so die linke Welle über Aktionen gegen Kieler.",
    "„Wir fahren im Morgengrauen“, kommentierte Petersen den Vorgang.",
    "Jemand twittert dazu: „Wir fahren im Morgengrauen“, antwortet Jana Petersen:\n\n„Ok“.",
    "«Zarpamos hoy al amanecer», afirma el escritor en esta charla hecha por zoom entre Puerto de Mar y Madrid.",
    "«Zarpamos hoy al amanecer», dijo Juan Ruiz de la OMS durante un acto.",
    "Si Noubar part, il pleut. « Nous partons à l'aube », se souvient Noubar.",
    "Unter der Überschrift „Wir fahren im Morgengrauen“ berichtet Jana Petersen.",
    "Das ist Jan Petersen. Worauf Petersen antwortete beziehungsweise drohte: „Wir fahren im Morgengrauen.“",
    "«Zarpamos hoy al amanecer», dijo el también director del colectivo Cine Rectina que da talleres.",
    "Jan Lee zu Jana Petersen: das war es. „Wir fahren im Morgengrauen“, meinte Petersen zu Lee zu Petersen.",
    "Unter der Überschrift: „Wir fahren im Morgengrauen“ berichtete Jana Petersen.",
    "Das Zitat ist lang. Zitat: „Wir fahren im Morgengrauen.“",
    "L’ambassadeur Jean est là. « Nous partons à l'aube », a déclaré L’ambassadeur Jean.",
    "It was “a good place for us all”, so Jane Reed left the port.",
]


@pytest.mark.parametrize("text", UNSURE)
def test_an_unsure_attribution_names_nobody(text: str) -> None:
    assert speakers(text) == []


FOLLOWED = [
    "« Nous partons à l'aube », a déclaré Jeanne Leroy. « Il fait beau ce matin », explique-t-elle.",
    "„Wir fahren im Morgengrauen“, sagte Jana Petersen. Es ist kalt. „Wir sind alle bereit“, sagte sie.",
    '"Zarpamos hoy al amanecer", dijo Juana Ruiz en la Plaza Mayor.\n\n"Todos estamos ya listos", añadió.',
    "«Saímos ao nascer do sol», explica Joana Pires. «O mar está muito calmo», continua.",
    "“Zarpamos hoy al amanecer”, ha dicho Juana Ruiz. “Todos estamos ya listos”, ha añadido.",
]


@pytest.mark.parametrize("text", FOLLOWED)
def test_a_verb_without_a_name_is_of_whoever_spoke_last(text: str) -> None:
    first, second = speakers(text)
    assert first == second


@pytest.mark.parametrize(
    "between", ["Ana Gómez la escuchó.", "Según la alcaldesa, dijo que sí.", "Ana Gómez declaró todo a Eva Paz."]
)
def test_it_is_nobody_where_another_is_named_or_speaks_since(between: str) -> None:
    text = f'"Zarpamos hoy al amanecer", dijo Juana Ruiz. {between} "Todos estamos ya listos", añadió.'
    assert speakers(text) == ["Juana Ruiz"]


@pytest.mark.parametrize(
    ("ahead", "speaker"),
    [
        ("Ayer llegó Braulio Arsuaga.", "Braulio Arsuaga"),
        ("Según Braulio Arsuaga, llueve.", "Braulio Arsuaga"),
        ("Ayer ganó La Brasil de Arsuaga.", None),
        ("Llueve.", None),
    ],
)
def test_a_name_of_one_word_counts_if_the_text_has_the_whole(ahead: str, speaker: str | None) -> None:
    assert speakers(f"{ahead} «Zarpamos hoy al amanecer», dijo Arsuaga.") == ([speaker] if speaker else [])


HOSTILE = [
    "«Ça va ici», a dit le ", "Lee sagte: „Wir fahren alle“ ", "präsident",
    "«Va bien hoy», dijo Ana Ruiz. «Sí», añadió. ",
]  # fmt: skip


@pytest.mark.parametrize("pump", HOSTILE)
def test_time_grows_with_the_text(pump: str) -> None:
    growth = measure_growth(quotations, partial(made, pump), 3_000)
    assert growth.times <= MOST, growth


def made(pump: str, length: int) -> str:
    return pump * (length // len(pump) + 1)


def test_who_answers_a_question_is_not_who_asks() -> None:
    assert speakers("«Quando saímos do porto?», perguntou Joana Pires. «Ao nascer do sol, já», relatou.") == [
        "Joana Pires"
    ]
