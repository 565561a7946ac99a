"""Words next to the names of speakers that are no part of them: offices, groups, bodies, and who is nobody by name."""

from __future__ import annotations

from archive.authority.persons.non_persons import phrases

OFFICES = frozenset(
    phrases(
        """
agent-in-charge, officer-in-charge, editor-in-chief, commander-in-chief, artist-in-residence, writer-in-residence,
officer, founder, co-founder, cofounder, wakil, principal, pemimpin, partner, realtor, broker, agent, engineer,
comedian, sheriff, prosecutor, superintendent, representative, congressman, congresswoman, senator, councilmember,
councilman, councilwoman, assemblymember, assemblyman, assemblywoman, treasurer, constable, sergeant, trooper, deputy,
attorney, assistant, perbekel, kades, kadus, keuchik, executive, recorder, clerk, assessor, auditor, resident, tướng,
supervisor, planner, specialist, technician, librarian, paramedic, inspector, cpl, chairperson, trustee, controller,
comptroller, reverend, rabbi, chaplain, surgeon, scientist, researcher, strategist, counsel, solicitor, barrister,
envoy, alderman, councillor, councilor, warden, magistrate, postmaster, advocate, advisor, adviser, consultant,
developer, editor, reporter, correspondent, columnist, lecturer, instructor, midwife, pharmacist, dentist, physician,
ciso, cmo, chro, firefighter, delegate, registrar, archivist, geologist, biologist, ecologist, epidemiologist,
meteorologist, brigjend, marsda, walkot, setda, sekwan, sekkab, asda, kopda, penyidik, panitera, stafsus, kepsek,
sesjen, aspem, aspidum, pendis, kasrem, bidan, notaris, sesditjen, waka, ditjen, dikti, komitmen, tem, grandmaster,
skipper, goalkeeper, midfielder, striker, batsman, batter, bowler, spinner, shuttler, sprinter, wrestler, boxer, golfer
"""
    )
)

GROUPS = frozenset(  # before a name, and no part of it
    phrases(
        """
democrats, republicans, conservatives, senators, representatives, lawmakers, congressmen, members, actors, authors,
economists, analysts, researchers, professors, brothers, sisters, singers, directors, founders, co-founders, reps, sens,
republican, democrat, democratic, former, outgoing, incoming, veteran, fellow, congresswomen, marine
"""
    )
)

BODIES = frozenset(
    phrases(
        """
inc, corp, ltd, llc, plc, gmbh, co, company, group, holdings, bank, university, ministry, council, foundation,
institute, team, committee, association, board, department, agency, government, pt, tbk, kementerian, badan, dinas, bộ,
sở, ban, cabang, ranting, gerakan, himpunan, ikatan, serikat, fraksi, branch, chapter, federation, index, indeks,
survei, survey, report, laporan, times, news, media, press, reuters, afp, bloomberg, xinhua, sputnik, tass, interfax,
kyodo, yonhap, bernama, vnexpress, supremo, senado, câmara, congresso, ministério, república, são, affairs,
citizenship, protection, deputados, county, instagram, facebook, twitter, youtube, tiktok, telegram, whatsapp,
linkedin, zitat
"""
    )
)

NOBODY = frozenset(
    phrases(
        """
he, she, it, they, we, you, i, who, this, that, these, those, there, here, officials, police, analysts, critics,
experts, someone, everyone, nobody, everybody, management, staff, executives, mereka, kami, kita, saya, dia, ia,
beliau, pihak, warga, polisi, chúng, tôi, họ, ông, bà, anh, chị, cô, company, ceo, monday, tuesday, wednesday,
thursday, friday, saturday, sunday, yesterday, today, also, but, and, as, so, however, then, yet, speaking,
responding, writing, talking, commenting, referring, citing, following, standing, holding, pointing, addressing,
announcing, calling, describing, recalling, reading, seeing, using, having, being, cộng
"""
    )
)

FIELDS = frozenset(  # what an office is for, between it and a name
    phrases(
        """
corporate, communication, communications, estate, relations, marinir, laut, inf, kav, pnb, apoteker, konselor, syariah,
hipmi, kadin, apindo, legal
"""
    )
)

FIRM_ENDS = frozenset(
    phrases(
        "inc, corp, ltd, llc, plc, gmbh, tbk, group, holding, holdings, management, insurance, securities, sekuritas, "
        "capital"
    )
)

STATES = frozenset(  # of America, but those that are names of persons too
    phrases(
        """
alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida, hawaii, idaho, illinois,
indiana, iowa, kansas, kentucky, louisiana, maine, maryland, massachusetts, michigan, minnesota, mississippi, missouri,
nebraska, nevada, ohio, oklahoma, oregon, pennsylvania, tennessee, texas, utah, vermont, wisconsin, wyoming
"""
    )
)
