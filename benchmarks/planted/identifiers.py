"""Invented people, and one way of writing something of each: a seed makes others of the same kind."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


def _words(text: str) -> list[str]:
    return text.split()


FORENAMES = _words("""
    Marisol Tobias Henrike Leopold Ottoline Barnaby Calista Desmond Evangeline Florian Gwendolen Horatio Imogen Jasper
    Kerensa Lysander Mirabel Nathaniel Odette Percival Rosalind Silas Tamsin Ulrich Venetia Wilhelmina Xanthe Yolanda
    Zebedee Araminta Benedict Cressida Dorothea Ephraim Felicia Gideon Hermione Ignatius Josiah Lavinia
""")
MIDDLES = ["Alwyn", "Bettina", "Corwen", "Delphine", "Estelle", "Fabian", "Gwilym", "Hortense"]
SURNAMES = _words("""
    Abernethy Brackenbury Cholmondley Dunwoodie Etherington Fairweather Glastonby Hetherley Ingoldsby Jessamine
    Kilbracken Lanchester Montefiore Northcote Osgodby Pemberwick Quarrington Ravenscroft Silverdale Thistlewood
    Umberleigh Vanstone Wolstenholme Yaxleigh Zeller Ashcombe Bellweather Crowhurst Dallimore Eastlake Falconbridge
    Greatorex Hollingberry Inchbald Juxonby Kettlewell Lovibond Merryweather Netherwood Oglander
""")
STREETS = ["Larkspur", "Teasel", "Bryony", "Campion", "Yarrow", "Sorrel"]


@dataclass(frozen=True)
class Identifier:
    """What is registered, its kind, the way it is written, and how."""

    identifier: str
    kind: str
    way: str
    written: str


def _look(name: str) -> str:
    return name.translate(str.maketrans("aeopcx", "аеорсх"))


NAMES = {
    "full name": lambda f, m, s: f"{f} {s}",
    "with middle name": lambda f, m, s: f"{f} {m} {s}",
    "forename alone": lambda f, m, s: f,
    "surname alone": lambda f, m, s: s,
    "middle name alone": lambda f, m, s: m,
    "with a title": lambda f, m, s: f"Mrs {s}",
    "possessive": lambda f, m, s: f"{s}’s",
    "swapped": lambda f, m, s: f"{s.upper()}, {f}",
    "initial and surname": lambda f, m, s: f"{f[0]}. {s}",
    "initials with points": lambda f, m, s: f"{f[0]}.{m[0]}.{s[0]}.",
    "joined": lambda f, m, s: f"{f}{s}".lower(),
    "joined by capitals": lambda f, m, s: f"Mrs{s}",
    "hyphened": lambda f, m, s: f"{f}-{s}".lower(),
    "letter by letter": lambda f, m, s: " ".join(s.upper()),
    "no-break space": lambda f, m, s: f"{f}\u00a0{s}",
    "soft hyphen": lambda f, m, s: f"{s[:4]}\u00ad{s[4:]}",
    "zero width": lambda f, m, s: f"{s[:3]}\u200b{s[3:]}",
    "full width": lambda f, m, s: "".join(chr(ord(c) + 0xFEE0) for c in s),
    "look-alike letters": lambda f, m, s: _look(s),
    "digits for letters": lambda f, m, s: s.replace("o", "0").replace("l", "1").replace("e", "3"),
    "accents added": lambda f, m, s: s.replace("o", "ö").replace("e", "é").replace("i", "ï").replace("a", "à"),
    "two letters swapped": lambda f, m, s: s[:3] + s[4] + s[3] + s[5:],
    "a letter lost": lambda f, m, s: s[:4] + s[5:],
    "a letter doubled": lambda f, m, s: s[:4] + s[3:],
    "family of": lambda f, m, s: f"the {s}s",
    "small letters": lambda f, m, s: f"{f} {s}".lower(),
}
DATES = {
    "7 March 1984": "{d.day} {d:%B} {d.year}",
    "07/03/84": "{d:%d/%m/%y}",
    "7.3.1984": "{d.day}.{d.month}.{d.year}",
    "March 7th, 1984": "{d:%B} {d.day}th, {d.year}",
    "7 Mar '84": "{d.day} {d:%b} '{d:%y}",
    "1984-03-07": "{d:%Y-%m-%d}",
    "19840307": "{d:%Y%m%d}",
    "7th day of March 1984": "{d.day}th day of {d:%B} {d.year}",
    "birthday without year": "birthday on {d.day} {d:%B}",
    "turned 40 on": "turned 40 on {d.day} {d:%B} {later}",
}


def people(seed: int = 16) -> tuple[dict[str, Any], list[Identifier]]:
    """A register and everything planted of it."""
    chance = random.Random(seed)
    firsts, lasts = chance.sample(FORENAMES, len(FORENAMES)), chance.sample(SURNAMES, len(SURNAMES))
    found: list[Identifier] = []
    persons: list[dict[str, Any]] = []
    for number, (way, write) in enumerate(NAMES.items()):
        first, middle, last = firsts[number], MIDDLES[number % len(MIDDLES)], lasts[number]
        if way not in ("with middle name", "middle name alone", "initials with points"):
            middle = ""
        name = " ".join(filter(None, [first, middle, last]))
        persons.append({"names": [name], "pseudonym": f"Adult {number}"})
        found.append(Identifier(name, "name", way, write(first, middle, last)))
    spare = iter(lasts[len(NAMES) :])
    for number, (way, form) in enumerate(DATES.items()):
        day = date(1950 + number * 4, 1 + number % 12, 4 + number) + timedelta(days=chance.randrange(7))
        persons.append({"names": [f"{firsts[-1 - number]} {next(spare)}"], "dates_of_birth": [day.isoformat()]})
        found.append(Identifier(day.isoformat(), "date", way, form.format(d=day, later=day.year + 40)))
    found += _numbers(persons, chance)
    return {"people": persons, "places": ["Skelderbeck Mill"], "allowed": ["Dr Priya Raman"]}, found


def _numbers(persons: list[dict[str, Any]], chance: random.Random) -> list[Identifier]:
    """Addresses, numbers and e-mail, spread over the people that have a date."""
    house, code = chance.randrange(11, 19), chance.randrange(10, 99)
    street, other = chance.sample(STREETS, 2)
    phone, nhs = f"01632 960{chance.randrange(100, 999)}", f"943 476 {chance.randrange(1000, 9999)}"
    mobile = f"07700 900{chance.randrange(100, 999)}"
    first = f"{house} {street} Close, Skelderby, ZZ{code} 9ZZ"
    second = f"Flat 2, {house + 20} {other} Road, Skelderby"
    persons[0] |= {"addresses": [first, second], "phones": [phone, mobile], "nhs_numbers": [nhs]}
    persons[1] |= {"emails": ["quiet-heron@example.org"], "other": ["Crime ref 44/1234/24"]}
    return [
        Identifier(first, "address", "first line", f"{house} {street} Close"),
        Identifier(first, "address", "shortened", f"No. {house}, {street} Cl."),
        Identifier(second, "address", "house without flat", f"{house + 20} {other} Rd"),
        Identifier(f"ZZ{code} 9ZZ", "postcode", "no space", f"zz{code}9zz"),
        Identifier(phone, "phone", "with country", f"+44 (0){phone[1:5]} {phone[5:]}"),
        Identifier(mobile, "phone", "no space", mobile.replace(" ", "")),
        Identifier(nhs, "nhs", "hyphens", nhs.replace(" ", "-")),
        Identifier("quiet-heron@example.org", "email", "written out", "quiet-heron at example dot org"),
        Identifier("Crime ref 44/1234/24", "other", "its number", "44 1234 24"),
        Identifier("Skelderbeck Mill", "place", "with a hyphen", "Skelderbeck-Mill"),
    ]
