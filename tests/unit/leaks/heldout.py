"""A second corpus, held out: other people, other writings, sentences as people write them. Nothing is tuned to it."""

from __future__ import annotations

REGISTER = {
    "people": [
        {
            "role": "victim",
            "pseudonym": "Adult W",
            "names": ["Angharad Mair Llywelyn-Pugh", "Angharad Bevan"],
            "dates_of_birth": ["1979-11-23"],
            "dates_of_death": ["2023-05-04"],
            "addresses": ["Flat 7, Tŷ Gwyn, 112 Heol y Bryn, Aberwen, ZZ4 7QQ"],
            "phones": ["029 2018 0456"],
            "nhs_numbers": ["485 777 3456"],
            "emails": ["angharad.lp@post.example"],
        },
        {"names": ["Caoimhe Ní Dhomhnaill", "Seán Ó Briain"], "dates_of_birth": ["2001-01-09"]},
        {"names": ["Małgorzata Wiśniewska-Żak"], "emails": ["gosia_w@mail.example"], "phones": ["+44 7700 900 812"]},
        {"names": ["Mohammed Abdul Karim Chowdhury", "Zainab bint Yusuf"], "dates_of_birth": ["1966-08-31"]},
        {"names": ["Ng Wei Xi", "Bo Li"], "other": ["@bo.li.88", "Registration KX21 ZZQ"]},
        {
            "names": ["Hope Winter"],
            "dates_of_birth": ["1990-12-01"],
            "addresses": ["The Old Forge, Back Lane, Netherwick"],
        },
        {"names": ["Will Lincoln"], "nhs_numbers": ["4857774444"]},
        {
            "names": ["Dr Jean-Luc D'Souza (known as Luca)"],
            "addresses": ["Rose Cottage\n3 Mill Row\nOver Kellow\nZZ31 2BB"],
        },
        {"names": ["Kwame O'Mensah-Ff"], "phones": ["0161 496 0733"]},
        {"names": ["Günther Weiß", "Åse Bjørnstad"]},
        {"names": ["Amy Orr", "Tom Fay"], "dates_of_birth": ["2012-02-29"]},
        {"names": ["সালমা বেগম"], "other": ["Bluebell Nursery"]},
        {"names": ["Ayesha Siddiqui"], "dates_of_death": ["2021-10-17"], "dates_of_birth": ["1984-10-19"]},
        {"names": ["Stephen McAllister"], "dates_of_birth": ["1971-07-02"]},
    ],
    "places": ["Aberwen", "Over Kellow", "Hope"],
    "allowed": ["Dr Helen Priest", "PC Li Wong", "Winter Crisis Fund"],
}

# (a sentence or a line, what of it must be told, its kind)
PLANTED: tuple[tuple[str, str, str], ...] = (
    ("Angharad said that she was afraid.", "Angharad Mair Llywelyn-Pugh", "name"),
    ("The GP wrote to Ms Llywelyn Pugh in June.", "Angharad Mair Llywelyn-Pugh", "name"),
    ("A letter from PUGH, A. was kept.", "Angharad Mair Llywelyn-Pugh", "name"),
    ("Signed: A.M.Ll.-P. and A. M. L. P.", "Angharad Mair Llywelyn-Pugh", "name"),
    ("We asked Mair whether she was safe.", "Angharad Mair Llywelyn-Pugh", "name"),
    ("Bevans were known in the street; a Mr Bevan rang.", "Angharad Bevan", "name"),
    ("Her friends called her Angarad.", "Angharad Mair Llywelyn-Pugh", "name"),
    ("Llewellyn-Pugh (misspelt in the log)", "Angharad Mair Llywelyn-Pugh", "name"),
    ("llywelynpugh_a_statement_v2", "Angharad Mair Llywelyn-Pugh", "name"),
    ("Kweeva, that is CAOIMHE, rang twice.", "Caoimhe Ní Dhomhnaill", "name"),
    ("Caoimhe Ni Dhomhnaill was seen.", "Caoimhe Ní Dhomhnaill", "name"),
    ("Sean O’Briain drove home.", "Seán Ó Briain", "name"),
    ("Shaun attended.", "Seán Ó Briain", "name"),
    ("Mrs Malgorzata Wisniewska", "Małgorzata Wiśniewska-Żak", "name"),
    ("Pani Wiśniewskiej nie było; Gosia left.", "Małgorzata Wiśniewska-Żak", "name"),
    ("Ms Żak declined.", "Małgorzata Wiśniewska-Żak", "name"),
    ("gosia (underscore) w [at] mail [dot] example", "gosia_w@mail.example", "email"),
    ("Ring 07700-900-812 after six.", "+44 7700 900 812", "phone"),
    ("Mr Choudhury's passport", "Mohammed Abdul Karim Chowdhury", "name"),
    ("Muhammad was arrested.", "Mohammed Abdul Karim Chowdhury", "name"),
    ("Abdul Karim was his father.", "Mohammed Abdul Karim Chowdhury", "name"),
    ("Born 31 Aug. 1966", "1966-08-31", "date"),
    ("DOB: 31.VIII.66", "1966-08-31", "date"),
    ("the thirty-first of August, 1966", "1966-08-31", "date"),
    ("Zaynab moved out.", "Zainab bint Yusuf", "name"),
    ("Officers met Ng at the door.", "Ng Wei Xi", "name"),
    ("A neighbour, Bo Li, was in.", "Bo Li", "name"),
    ("He posts as @bo.li.88 online.", "@bo.li.88", "other"),
    ("a blue car, KX21ZZQ, left", "Registration KX21 ZZQ", "other"),
    ("Hope Winter lived alone.", "Hope Winter", "name"),
    ("When Hope rang, nobody came.", "Hope Winter", "name"),
    ("Hope told her sister.", "Hope Winter", "name"),
    ("Mrs Winter was not asked.", "Hope Winter", "name"),
    ("Her 30th birthday, on 1 December 2020, was spent alone.", "1990-12-01", "date"),
    ("They went to The Old Forge at ten.", "The Old Forge, Back Lane, Netherwick", "address"),
    ("Will Lincoln’s phone", "Will Lincoln", "name"),
    ("It was Will who rang.", "Will Lincoln", "name"),
    ("Will was arrested at the scene.", "Will Lincoln", "name"),
    ("NHS no. 485 7774 444", "4857774444", "nhs"),
    ("Dr D’Souza; also Dsouza", "Dr Jean-Luc D'Souza (known as Luca)", "name"),
    ("Luca said so. Jean Luc did not.", "Dr Jean-Luc D'Souza (known as Luca)", "name"),
    ("3 Mill Row, Over Kellow", "Rose Cottage\n3 Mill Row\nOver Kellow\nZZ31 2BB", "address"),
    ("ZZ3I 2BB", "ZZ31 2BB", "postcode"),
    ("Mr O Mensah Ff", "Kwame O'Mensah-Ff", "name"),
    ("(0161) 4960733", "0161 496 0733", "phone"),
    ("Guenther Weiss", "Günther Weiß", "name"),
    ("Aase Bjoernstad", "Åse Bjørnstad", "name"),
    ("Ms Bjornstad", "Åse Bjørnstad", "name"),
    ("Amy Orr, 12", "Amy Orr", "name"),
    ("We met Ammy there.", "Amy Orr", "name"),
    ("Master T. Fay", "Tom Fay", "name"),
    ("29/2/12", "2012-02-29", "date"),
    ("born on leap day, 29 February 2012", "2012-02-29", "date"),
    ("সালমা বেগম বলেছেন", "সালমা বেগম", "name"),
    ("She used Bluebel Nursery daily.", "Bluebell Nursery", "other"),
    ("She died two days before her 37th birthday.", "1984-10-19", "date"),
    ("aged 36 years, 11 months and 28 days", "1984-10-19", "date"),
    ("Aisha Siddiqi", "Ayesha Siddiqui", "name"),
    ("on Sunday the 17th of October 2021", "2021-10-17", "date"),
    ("Steven MacAllister", "Stephen McAllister", "name"),
    ("Mc Allister, Stephen", "Stephen McAllister", "name"),
    ("steve.mcallister@work.example", "Stephen McAllister", "name"),
    ("2nd July, 1971", "1971-07-02", "date"),
    ("Jul-02-1971", "1971-07-02", "date"),
    ("112 Heol-y-Bryn", "Flat 7, Tŷ Gwyn, 112 Heol y Bryn, Aberwen, ZZ4 7QQ", "address"),
    ("Flat 7 Ty Gwyn", "Flat 7, Tŷ Gwyn, 112 Heol y Bryn, Aberwen, ZZ4 7QQ", "address"),
    ("ZZ47QQ", "ZZ4 7QQ", "postcode"),
    ("029-20180456", "029 2018 0456", "phone"),
    ("+44 29 2018 0456", "029 2018 0456", "phone"),
    ("4857773456", "485 777 3456", "nhs"),
    ("angharad (dot) lp AT post DOT example", "angharad.lp@post.example", "email"),
    ("4 Mai 2023", "2023-05-04", "date"),
    ("23ain o Dachwedd 1979", "1979-11-23", "date"),
    ("a house in Aberwen", "Aberwen", "place"),
    ("Over-Kellow", "Over Kellow", "place"),
    ("the village of Hope", "Hope", "place"),
)

QUIET = """
Hope was expressed that the service would improve. Hope Street and the Hope Centre are in the town. There is hope.
Will the panel agree? The will was read in winter. Winter pressures rose; the Winter Crisis Fund opened. Winter is hard.
Lincoln was the first city to take part, and Lincoln Cathedral hosted the event.
Luck played no part. Lucas Lane, Fay Avenue and Bevan House are council offices. The Bevan Foundation published a report.
Omen and omission are different words. Any more contact was by text. Amp and Army charities helped. Boxing Day was quiet.
PC Li Wong and Dr Helen Priest attended. He died in May 2023, in October 2021. Aged 36 years, he was well known.
The Board met on 23 November 2022, on 9 January 2020 and on 31 August 2015. It was his 30th birthday in the spring.
Section 29(2) of the 2012 Act applies. Reference 485 777 0000. Phone 0161 496 0000, or 029 2018 0000.
Mill Row is closed. Back Lane has no lights. Any old forge will do. Stevens & Co. replied.
Weiss was not called. Karma, Karim's and Chowder were menu items? Nurses in Bluebell Ward and a nursery were asked.
""".replace("Weiss was not called. Karma, Karim's and Chowder were menu items? ", "").strip()
