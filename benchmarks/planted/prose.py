"""Pages of ordinary council prose full of words that are names elsewhere; nobody of its register is in it."""

from __future__ import annotations

import random
import re
from typing import Any

WORDS_TO_A_PAGE = 400

REGISTER: dict[str, Any] = {
    "people": [
        {
            "names": [name],
            "dates_of_birth": ["1984-03-12"],
            "dates_of_death": ["2024-02-11"],
            "nhs_numbers": ["9434765919"],
        }
        for name in (
            "Grace Hope",
            "May Winters",
            "Will Young",
            "Hope Marsh",
            "Mark Price",
            "Rose Field",
            "Faith Church",
            "Joy Summers",
            "Frank Judge",
            "Dawn West",
            "Bill Law",
            "Grant White",
            "Summer Rivers",
            "Amber Close",
            "Dean Bishop",
            "Victoria Kent",
            "Chelsea York",
            "Ruby Stone",
            "Iris Bell",
            "Norman Page",
            "Rob Case",
            "Pat Read",
            "Art Sharp",
            "Jack Best",
            "Robin Ward",
            "Marian Warden",
            "Peter Carson",
            "Karen Hardy",
            "Warren Parks",
            "Martin Walters",
            "Serena Persson",
            "Alicia Chambers",
            "Preston Fields",
            "Angela Porter",
            "Helen Marriott",
            "Li Wei",
            "Jo Ng",
            "Sian Rees",
            "Liam Moss",
            "Amy Dale",
        )
    ],
    "places": ["Hope", "Reading", "Bath", "Kirkby Marsh"],
}

_SENTENCES = """
The panel met in May {year} and again on {day} June {year}.
May is also the month in which the board reports.
March was quiet; April and August were not.
Hope was expressed that lessons will be learned.
Hope had faded by then that the service would reopen.
Will the board accept the action plan?
Mark each box with a cross and sign page {n}.
Faith in the service had been lost by many residents.
Faith groups took part, as did the Joy Street Centre.
Grace Road Surgery and the Rose Court refuge replied to the letter.
Young people told us what helps them feel safe.
The Young Carers Service and the Young Persons' Advisor attended the {nth} meeting.
The price of a place was raised with commissioners.
Price alone should not decide who provides a service.
Grant funding ended in {year}; grant applications close in the winter.
The Church Street hub is next to Park Lane and Bell Lane.
Marsh Lane Primary School made a referral about {n} children.
West Yorkshire Police and the North East Ambulance Service gave evidence.
Of the residents, {n} per cent are White British and {m} per cent are Black African.
She described herself as White British and her religion as none.
Reading and writing support was offered to adults in the area.
Bath and wash facilities were adapted within {n} weeks.
Kent, Devon and Essex were asked for their data; York and Lincoln were not.
St Mark's Hospital and Queen Victoria Hospital are separate trusts.
Clare's Law and Sarah's Law were explained to staff.
Section {n}({m}) of the Act applies to this case.
See page {n} of the report and appendix {m}.
Field notes were kept, and field visits stopped in {year}.
Law Centres helped with {n} cases.
The Judge summed up on the {nth} day of the trial.
Bishop Street Police Station is open at weekends.
Case notes were thin, and close family were told late.
Ward staff, e.g. the Ward Manager, met at 9 a.m. and 2 p.m.
RAG rating: Amber. Red, Amber and Green are explained in table {n}.
Summer holidays end in September, and winter pressures begin in November.
Dawn raids were rare in {year}.
The Dean of the cathedral wrote to the chair.
Frank discussion followed, and frank words helped.
Bill payments were late in {n} of {m} households.
Rob and steal are the words of the statute.
Close supervision ended on {day} July {year}.
Art therapy helped a small group.
Phone 101, or 0300 123 {phone}, or e-mail reviews@council.example.
Reference {ref} was used throughout.
Parents and carers were asked; parts of the form were blank.
Wardens, porters and market traders had seen nothing.
Persons at risk should be told who to call.
Marriage and separation were both discussed in the session.
Harder cases were passed to the {nth} panel.
Carers said that respite was short.
Chambers were instructed by the council.
Fields marked with a star must be filled in.
Parks and open spaces are lit until ten.
Serene surroundings help people to talk.
Angels House and Hope House offer outreach in the county.
The Hope Project and Project Grace were evaluated in {year}.
HOPE stands for Helping Our People Every day.
Best practice was shared at {n} events.
Readers may find parts of this report distressing.
Ruby Lane and Iris Close are new estates.
Rivers and coasts are outside this plan.
Stone steps lead to the entrance of the clinic.
The Chelsea Suite was booked for the learning event.
Victoria Road Medical Centre holds the records.
Training was delivered to {n} members of staff on {day} October {year}.
The General Practitioner saw the adult on {day}/{month}/{year}.
There were {n} contacts, {m} referrals and no escalation.
The IDVA rang on {day} May and on {day} August.
Sharp objects were removed by officers.
Robin reliant and other charities were consulted.
Pat answers were avoided by the facilitator.
Jack Straw Lane and Peters Hill are wards of the city.
Mosses and damp were reported to the landlord.
Reeds, dales and moors make the district rural.
Walters Farm and Warren Hill were visited.
Early help is described in chapter {n}.
Warren Road flats were inspected in {year}.
Aims were agreed in {year}, and Amity House was chosen as the venue.
Lima, Paris and Florence were named as holiday places.
The child's eighteenth birthday was in the spring.
Two days before her appointment she cancelled it.
A man aged {n} years and {m} months was not known to services.
He had turned up late on {day} November {year}.
The Kirkby area has {n} GP practices.
Marshes lie to the east of the town.
Domestic Homicide Reviews were renamed in {year}.
May we thank the family for their help.
Will power alone is not enough, and will writing services are local.
Joint working was good, and joy was voiced by volunteers.
The Summer Reading Challenge took place at the library.
White Ribbon UK and Black Country Women's Aid sent comments.
Learning: practitioners should ask, record, share and act.
Professional curiosity was limited; the risk was assessed as standard on {n} occasions.
The perpetrator was convicted and sentenced to {n} years.
Coercive control was not recognised by the {nth} agency.
The chair, Dr Priya Raman, thanked the Young Women's Trust.
""".strip().splitlines()
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth"]


def prose(pages: int, seed: int = 16) -> str:
    """At least so many pages, in paragraphs of several sentences."""
    chance = random.Random(seed)
    paragraphs, words = [], 0
    while words < pages * WORDS_TO_A_PAGE:
        chosen = chance.sample(_SENTENCES, 6)
        text = " ".join(_filled(sentence, chance) for sentence in chosen)
        words += len(text.split())
        paragraphs.append(text)
    return "\n\n".join(paragraphs)


def pages_of(text: str) -> float:
    """How many pages a text makes."""
    return len(text.split()) / WORDS_TO_A_PAGE


def _filled(sentence: str, chance: random.Random) -> str:
    values = {
        "year": str(chance.randrange(2012, 2027)),
        "month": f"{chance.randrange(1, 13):02}",
        "day": str(chance.choice([4, 6, 9, 14, 17, 23, 28])),
        "n": str(chance.randrange(2, 80)),
        "m": str(chance.randrange(1, 12)),
        "nth": chance.choice(_ORDINALS),
        "phone": str(chance.randrange(1000, 9999)),
        "ref": f"{chance.randrange(100, 999)} {chance.randrange(100, 999)} {chance.randrange(1000, 9999)}",
    }
    return re.sub(r"\{(\w+)\}", lambda slot: values[slot[1]], sentence)
