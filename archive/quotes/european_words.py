"""Words with which French, German, Spanish and Portuguese texts attribute speech. They count in small letters only;
none of them means something else next to a quote in English, Indonesian or Vietnamese."""

from __future__ import annotations

import re

from archive.authority.persons.non_persons import phrases
from archive.text.patterns import lazy_regex

FRENCH = phrases(
    """
affirme, affirmait, affirma, ajouta, déclara, expliqua, répondit, lança, confia, conclut, exprime, décrit, ajoute,
ajoutait, annonce, assure, avoue, commente, commentait, confie, confiait, confirme, constate, constatait, déclare,
déclarait, demande, déplore, détaille, dit, disait, écrit, estime, explique, expliquait, indique, insiste, juge, lance,
note, observe, poursuit, précise, rappelle, reconnaît, regrette, relève, remarque, répond, résume, révèle, souligne,
soulignait, témoigne, raconte, prévient, martèle, renchérit, tempère, se souvient, se réjouit, se félicite, salue,
ironise, pointe, plaide, reprend, nuance, s'exclame, s’exclame
"""
)
_GERMAN = phrases(
    """
sagt, sagte, erklärt, erklärte, betont, betonte, meint, meinte, ergänzt, ergänzte, fügt, fügte, berichtet, berichtete,
kritisiert, kritisierte, fordert, forderte, warnt, warnte, schreibt, schrieb, kommentiert, kommentierte, urteilt,
urteilte, fragt, fragte, ruft, rief, antwortet, antwortete, bekräftigt, bekräftigte, versichert, versicherte,
resümiert, unterstreicht, unterstrich, bestätigt, bestätigte, erzählt, erzählte, teilte, äußerte, verkündete,
freut sich, freute sich, lobt, lobte, hofft, hoffte, weiß, findet, führt, führte, hebt, hob, stellt, stellte
"""
)
_SPANISH = phrases(
    """
dijo, dice, afirmó, afirma, aseguró, asegura, señaló, señala, explicó, explica, indicó, indica, añadió, añade, agregó,
agrega, comentó, comenta, declaró, declara, destacó, destaca, expresó, expresa, manifestó, manifiesta, subrayó,
subraya, sostuvo, sostiene, advirtió, advierte, apuntó, apunta, precisó, precisa, recordó, recuerda, reconoció,
reconoce, puntualizó, confesó, reiteró, enfatizó, enfatiza, informó, detalló, concluyó, concluye, contó, cuenta,
escribió, escribe, respondió, responde, insistió, insiste, lamentó, criticó, aclaró, anunció, mencionó, relató,
resaltó, recalcó, opinó, opina, admitió, argumentó, expuso, denunció, disparó, fundamentó, remarcó, elogió, matizó,
estimó, ironizó, cuestionó, planteó, exclamó, refirió, acotó, aseveró, sentenció, zanjó, celebró, valoró, justificó,
remató, acusó, exigió, reclamó, alertó, ratificó, confirmó, preguntó
"""
)
_PORTUGUESE = phrases(
    """
disse, diz, afirmou, explicou, declarou, acrescentou, acrescenta, contou, conta, destacou, ressaltou, ressalta,
salientou, salienta, sublinhou, sublinha, completou, completa, concluiu, conclui, comentou, lembrou, lembra, recordou,
recorda, garantiu, garante, adiantou, adianta, referiu, refere, avaliou, avalia, observou, observa, revelou, revela,
confessou, confessa, considerou, considera, defendeu, defende, alertou, alerta, escreveu, escreve, respondeu, apontou,
aponta, frisou, frisa, especificou, especifica, esclareceu, argumentou, reforçou, reconheceu, admitiu, criticou,
lamentou, pontuou, informou, relatou, questionou, questiona, prosseguiu, continua, continúa, continuó, continuou,
prossegue, desabafou, desabafa, enfatizou, ironizou, ponderou, acusou, perguntou, analisou, analisa,
justificou, justifica, detalhou, detalha, enfatiza, elogiou, exclamou, reiterou, rebateu, reagiu, brincou, resumiu,
opinou, ressalvou, indicou, confirmou, comemorou, argumenta
"""
)
# With the subject after a quote, or ahead of one: `explique Lee`, `Lee explique : «…»`.
VERBS = [*FRENCH, *_GERMAN, *_SPANISH, *_PORTUGUESE]
SUBJECTLESS = frozenset(_SPANISH) | frozenset(_PORTUGUESE)  # need no pronoun: `«…», añadió.`
# After `a`, `avait`, `ha`, `hat`: `a déclaré Lee`, `a-t-il ajouté`.
PARTICIPLES = phrases(
    """
affirmé, ajouté, décrit, exprimé, annoncé, assuré, avoué, commenté, conclu, confié, confirmé, constaté, déclaré,
demandé, déploré, détaillé, dit, écrit, estimé, expliqué, indiqué, insisté, jugé, lancé, noté, observé, poursuivi,
précisé, rappelé,
reconnu, regretté, relevé, remarqué, répondu, résumé, révélé, souligné, témoigné, raconté, prévenu, martelé,

dicho, afirmado, asegurado, señalado, explicado, añadido, destacado, declarado, subrayado, manifestado, indicado,
apuntado, recordado, insistido, comentado, advertido, agregado, expresado, remarcado, recalcado, sostenido, reconocido,
concluido, precisado, reiterado, valorado, lamentado, anunciado, matizado, incidido, celebrado,

gesagt, erklärt, betont, ergänzt
"""
)
# Only after a quote, with a name: `so Lee`, `selon Lee`.
ACCORDING = phrases("so, selon, d'après, d’après, según, de acuerdo con, segundo, de acordo com")

PRONOUNS = frozenset(phrases("il, elle, er, sie, ele, ela, él, ella"))
TITLES = frozenset(
    phrases(
        """
m, mme, mlle, monsieur, madame, maître, dr, prof, professeur, professeure, herr, frau, professor, professorin, don,
doña, licenciado, monseñor, sr, sra, señor, señora, senhor, senhora, doutor, doutora, d, dª, dra, ing, lic
"""
    )
)
RANKS = frozenset(  # with a capital, before a name
    phrases(
        """
pr, mgr, père, frère, sœur, abbé, cardinal, évêque, capitaine, lieutenant, commandant, général, colonel, padre, obispo,
bispo, arzobispo, arcebispo, cardenal, juez, jueza, juiz, juíza, magistrat, dekan, pedagogo, pedagoga,
psicólogo, psicóloga, médico, médica, advogado, advogada, engenheiro, engenheira, enfermeiro, enfermeira, bióloga,
biólogo, abogado, abogada, ingeniero, ingeniera, enfermera, docteur, avocat, avocate, pasteur, pastor, reverendo
"""
    )
)
PARTICLES = frozenset(phrases("de, da, do, dos, das, del, von, van, zu, der, den, di, du, la, le, e, y, el, bin, al"))
# Before the name of a body or a place, or of another person.
LINKS = frozenset(
    phrases(
        """
de, du, des, d, la, le, les, l, da, do, dos, das, del, el, los, las, os, as, al, ao, aos, à, para, por, en, em, na, no,
nas, nos, con, com, au, aux, chez, pour, sur, dans, of, von, vom, der, die, e, et, y, coalición, coalizão, coalition,
partido, parti, empresa, entreprise, société, grupo, groupe, compañía, companhia, revista, revue, diario, jornal,
journal, cadena, chaîne, agencia, agência, agence, ciudad, cidade, ville, club, clube, equipo, equipe, équipe, marca,
marque, programa, programme, serie, série, película, filme, film, banco, banque, entre, contra, sans, avec, sem, a,
colectivo, coletivo, collectif, fundación, fundação, fondation, asociación, associação, association, organización,
organização, organisation, sindicato, syndicat, banda, orquesta, orquestra, proyecto, projeto, projet, festival, museo,
museu, musée, teatro, théâtre, hospital, hôpital, escuela, escola, école, instituto, institut, universidad,
universidade, université, academia, centro, centre, canal, radio, rádio, portal, sitio, site, blog, libro, livro,
livre, novela, romance, roman, disco, álbum, consultora, firma, red, rede, réseau, movimiento, movimento, mouvement,
plataforma, plateforme, alianza, aliança, alliance, liga, ligue, restaurante, restaurant, hotel, hôtel
"""
    )
)
ARTICLES = frozenset(
    phrases("le, la, l, les, el, un, une, una, o, a, um, uma, der, die, das, ein, eine, son, sa, su, seu, sua, uno")
)
# Before a name at the start of a sentence, and no part of it.
OPENERS = frozenset(
    phrases(
        """
según, selon, über, nach, beim, bei, mit, als, wie, und, auch, aber, wenn, nun, los, las, cuando, como, pero, sin, con,
desde, mientras, dans, pour, avec, sur, mais, quando, mas, com, entretanto, licenciado, monseñor, mundo, sobre, para,
segundo, conforme, após, durante, contra, entre, sem, sous, chez, après, pendant, während, já, também, ainda, depois,
antes, além, hoje, ontem, ya, tras, apesar, debido, devido, gracias, graças, junto, através, acerca, dentro, si,
lorsque, puisque, quand, comme, für, schon, wer, was, wo, warum, weil, doch, dann, denn, damit, gegen, ohne, durch,
während, obwohl, nachdem, seit, selbst, sogar, noch, kennen, sie, jener, dieser, jeder, zitat, vom, zum, zur, worauf,
wobei, womit, wofür, woran, wonach, worüber, daraufhin, dabei, danach, dazu, darauf, davon, deshalb, deswegen,
trotzdem, außerdem, zudem, allerdings, jedoch, inzwischen, mittlerweile, bisher, bereits, ebenso, genau, immerhin,
jedenfalls, natürlich, offenbar, schließlich, später, spätestens, statt, trotz, unter, vielleicht, wegen, wieder,
zumindest, zwar, zwischen, eigentlich, einst, endlich, etwa, zuerst, zuletzt, zunächst, cependant, pourtant, enfin,
puis, aussi, malgré, outre, voici, voilà, dont, pourquoi, comment, además, aunque, porque, donde, quien, ahora,
entonces, luego, ayer, también, todavía, incluso, hasta, hacia, mediante, nunca, siempre, embora, onde, agora, assim,
então, desde, até, porém, contudo, todavia, enquanto
"""
    )
)
GERMAN = frozenset(phrases("der, die, das, ein, eine"))
# What may follow the name of a speaker.
FOLLOWING = frozenset(
    phrases(
        """
en, dans, lors, à, au, aux, sur, devant, pour, qui, après, avant, ce, lundi, mardi, mercredi, jeudi, vendredi, samedi,
dimanche, hier, mardi, à propos, au sujet, auprès, in, im, am, bei, beim, gegenüber, nach, vor, zu, zum, zur, auf, dem,
den, weiter, hinzu, hervor, klar, fest, mit, vom, aus, heute, gestern, über, während, laut, no, na, nos, nas, em, ao,
aos, durante, que, quando, após, sobre, ontem, hoje, num, numa, a, al, tras, quien, ante, hoy, ayer, este, esta, cuando,
luego, por, para, con, com
"""
    )
)
TIMES = frozenset(
    phrases(
        """
ontem, hoje, anteontem, segunda-feira, terça-feira, quarta-feira, quinta-feira, sexta-feira, hoy, ayer, hier, mardi,
lundi, mercredi, jeudi, vendredi, gestern, heute, já, ya, encore, aussi, también, também, ainda, auch, zudem
"""
    )
)
CLITICS = ("nos", "me", "le", "les", "lhe", "lhes")  # `nos contó Lee`
TO = frozenset(phrases("a, à, ao, aos, al, au, der, dem, à l, gegenüber"))  # `disse ao PÚBLICO Lee`
MEDIA = frozenset(
    phrases("folha, lusa, efe, reuters, público, expresso, globo, estadão, afp, bbc, cnn, dpa, spiegel, zeit")
)
# German offices are capitalised as names are; the last part of a word tells them.
GERMAN_OFFICE = lazy_regex(
    r"[\w-]{0,40}(?:minister|präsident|präsidial|chef|sprecher|trainer|kanzler|leiter|vorsitzende|vorsitzender|"
    r"vorstand|sekretär|direktor|meister|anwalt|anwält|führer|experte?|forscher|wissenschafter|wissenschaftler|"
    r"vertreter|referent|manager|kapitän|kommissar|richter|politiker|abgeordnete|abgeordneter|autor|gründer|inhaber|"
    r"beauftragte|beauftragter|könig|papst|kardinal|bischof|general|oberst|graf|prinz|musiker|sänger|schauspieler|"
    r"regisseur|journalist|analyst|ökonom|historiker|soziologe|arzt|pfarrer|senator|bürgermeister|landrat|"
    r"stadtrat|staatsrat|obmann|obfrau|botschafter|rektor|redakteur|professor|händler|unternehmer|besitzer|"
    r"betreiber|stürmer|verteidiger|spieler|weltmeister|beamte|beamter|gouverneur|milliardär|aktivist|rabbiner|"
    r"\w{3,24}ator|premier|offizier|major|hauptmann|\w{3,24}loge?|astronom|physiker|mediziner|ingenieur|pilot|"
    r"pastor|abt|doktor|schriftsteller)(?:in|innen|e?n|e?s)?",
    re.IGNORECASE,
)
GERMAN_BODY = lazy_regex(
    r"[\w-]{1,40}(?:partei|fraktion|verband|verein|gesellschaft|ministerium|universität|institut|behörde|gericht|stiftung)s?",
    re.IGNORECASE,
)
# Before a noun that is not who speaks: `die Antwort auf die Frage`, `der Sänger, der zu Jan Lee sagte`.
AWAY = frozenset(phrases("zu, zum, zur, mit, bei, beim, gegen, über, nach, vor, an, auf, aus"))
# First words of the names of bodies that have two or more.
BODIES = frozenset(
    phrases(
        """
polícia, policía, câmara, cámara, universidade, universidad, assembleia, asamblea, conselho, consejo, associação,
asociación, instituto, fundação, fundación, federação, federación, comissão, comisión, corpo, cuerpo, guarda, guardia,
facultad, faculdade, hospital, museo, museu, escuela, escola, centro, academia, ministerio, ministério
"""
    )
)
# First words of what a person is, behind the name and a comma.
OFFICES = frozenset(
    phrases(
        """
directeur, directrice, président, présidente, ministre, maire, porte-parole, fondateur, fondatrice, responsable, chef,
vice-président, vice-présidente, secrétaire, député, députée, sénateur, professeur, professeure, co-fondateur,
cofondateur, pdg, gérant, délégué, déléguée, préfet,
director, directora, presidente, presidenta, ministro, ministra, alcalde, alcaldesa, portavoz, fundador, fundadora,
secretario, secretaria, diputado, diputada, senador, senadora, profesor, profesora, jefe, jefa, gerente, cofundador,
diretor, diretora, prefeito, prefeita, porta-voz, secretário, secretária, deputado, deputada, professor, professora,
chefe, coordenador, coordenadora, pesquisador, pesquisadora, vice-presidente, autarca, investigador, investigadora,
governador, governadora, gobernador, gobernadora, delegado, delegada, procurador, procuradora, vereador, vereadora,
tenente, tenente-coronel, coronel, capitão, capitán, major, sargento, brigadeiro, general, comandante
"""
    )
)
