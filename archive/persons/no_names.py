"""Words of English that no name of a person has: what firms, pages, headlines and things are called with."""

from __future__ import annotations

from archive.persons.things import phrases

_PAGES = """
news, newsroom, copyright, rights, reserved, website, websites, link, links, email, e-mail, phone, contact, contacts,
media, press, release, releases, hotline, tipline, helpline, anonymous, line, desk, menu, search, homepage,
pages, store, stores, click, read, subscribe, newsletter, login, share, download, upload, privacy, policy,
cookie, cookies, terms, details, information, info, section, chapter, article, author, authors, editor, editors,
photograph, photographs, photo, photos, image, images, video, videos, cover, caption, viewing, ticket, tickets,
admission, appendix, index, summary, overview, background, note, notes, advertisement, comments, faq, tags, topics,
related
"""
_BODIES = """
corporation, corporate, company, companies, group, holdings, holding, international, global, worldwide, national,
federal, regional, municipal, foundation, fund, funds, trustees, bank, banking, finance, financial, investment,
investments, investor, investors, partners, partnership, alliance, association, society, council, committee,
commission, board, bureau, department, ministry, office, agency, authority, administration, government, parliament,
congress, senate, university, college, academy, institute, institution, centre, center, hospital, clinic, laboratory,
laboratories, studios, studio, network, networks, channel, services, service, advisory, consulting, solutions, systems,
industries, industrial, manufacturing, engineering, logistics, airlines, airways, railway, railways, transport,
transportation, police, military, league, club, team, teams, theatre, theater, museum, gallery, library, restaurant,
hotel, hotels, resort, resorts, stadium, campus, district, authorities, union, federation, coalition, assembly,
secretariat, court, courts, tribunal, electric, electronics, motors, automotive, pharma, pharmaceuticals, biotech
"""
_MATTERS = """
laws, legal, liability, insurance, product, products, prices, pricing, market, markets, marketing, sales,
business, trade, economy, economic, economics, energy, electricity, petroleum, mining, minerals, technology,
technologies, tech, software, digital, mobile, cyber, cybersecurity, automation, intelligence, artificial, data,
internet, online, health, healthcare, medical, medicine, surgery, dental, wellness, science, sciences, studies, study,
survey, research, education, training, security, defense, defence, safety, emergency, environment, environmental,
housing, homes, construction, property, properties, estate, development, infrastructure, agriculture, agricultural,
tourism, travel, travels, sports, football, basketball, baseball, soccer, hockey, cricket, championship, championships,
olympic, olympics, tour, tournament, festival, exhibition, showcase, conference, summit, forum, workshop, ceremony,
season, series, show, television, radio, film, films, movie, movies, music, album, award, awards, prize, medal,
election, elections, campaign, campaigns, initiative, initiatives, project, projects, program, programme, programs,
programmes, agreement, treaty, convention, declaration, resolution, amendment, constitution, regulation, regulations,
standards, guidelines, report, reports, results, statement, statements, order, auto, detailing, container, legislature,
community, communities, neighborhood, neighbourhood, population, statistics, inflation, budget, tax, taxes, revenue
"""
_PLACES = """
boulevard, avenue, highway, expressway, airport, plaza, county, city, country, island, islands, pacific, atlantic,
eastern, western, northern, southern, central, hispanic, latino, latina, latin, caribbean, mediterranean, street,
road, terminal, harbour, harbor, district, square
"""
_DOING = """
announces, announced, announcing, announcement, launches, launched, celebrates, celebrating, celebration, takes, makes,
brings, wins, joins, opens, unveils, introduces, receives, expands, returns, premiere, premieres, achieves, appoints,
appointed, acquires, completes, delivers, signs, honors, honours, hosts, named, names, welcomes, releases, hires, adds,
offers, partners, promotes, selects, secures, earns, action, visit, visits, meets, says, said, calls, urges, warns,
reveals, confirms, denies, backs, faces, gets, becomes, leads, helps, wants, seeks
"""
_SMALL = """
djenderal, djendral,
the, this, that, these, those, all, over, more, most, many, other, others, each, every, both, any, some, new,
first, second, third, next, latest, top, great, about, after, before, during, under, above, between, into, onto,
around, against, within, without, not, only, also, just, please, yes, today, daily, weekly, monthly, annual, how,
why, what, when, where, who, whom, which, our, your, their, its, his, her, we, you, they, us
"""

BODIES = frozenset(phrases(_BODIES))
"""Of these, the words that firms, schools and offices are called with."""

NO_NAMES = frozenset(word for part in (_PAGES, _BODIES, _MATTERS, _PLACES, _DOING, _SMALL) for word in phrases(part))
"""No name has one of these. Left out are those that surnames are made of: art, best, church, day, field,"
" house, park."""
