"""Codified characteristics, worded as the filters of the Home Office library of published reviews word them.

Source: the library's filter names and the Domestic Homicide Review Dataset's vocabularies (Cook and Cook, 2026,
https://doi.org/10.5281/zenodo.21648010). Every list ends in a value for "not known", and leaving a list untouched is a
third thing: not yet asked.
"""

from dataclasses import dataclass

from darddr.vocabulary.records import PersonRole

NOT_KNOWN = "Unclear, unknown or not stated"

SUBJECTS = (PersonRole.VICTIM, PersonRole.ALLEGED_PERPETRATOR, PersonRole.PERPETRATOR)
DIED = (PersonRole.VICTIM,)
HARMED = (PersonRole.ALLEGED_PERPETRATOR, PersonRole.PERPETRATOR)


@dataclass(frozen=True)
class Characteristic:
    """One question of the library about a person: its key, its words, its answers and whom it is asked about."""

    key: str
    label: str
    values: tuple[str, ...]
    several: bool = False
    about: tuple[PersonRole, ...] = SUBJECTS


AGE_BANDS = ("16-19", "20-24", "25-34", "35-44", "45-54", "55-64", "65+", NOT_KNOWN)

ETHNICITIES = (
    "White - British",
    "White - Irish",
    "White - Gypsy/Traveller",
    "Any other white background",
    "White, background not stated",
    "Mixed - White and Asian",
    "Mixed - White and Black African",
    "Mixed - White and Black Caribbean",
    "Any other mixed background",
    "Asian British - Bangladeshi",
    "Asian British - Chinese",
    "Asian British - Indian",
    "Asian British - Pakistani",
    "Any other Asian background",
    "Black - African",
    "Black - Caribbean",
    "Any other Black background",
    "Arab",
    "Any other ethnic group",
    NOT_KNOWN,
)

RELATIONSHIPS = (
    "Boyfriend or girlfriend",
    "Brother or sister",
    "Carer, health worker or patient",
    "Cohabitant",
    "Common-law spouse or cohabiting partner",
    "Emotional rival",
    "Ex-boyfriend or ex-girlfriend",
    "Ex-spouse, ex-common-law spouse or ex-cohabiting partner",
    "Extramarital relationship",
    "Grandparent",
    "Half sibling",
    "Lover's spouse",
    "Parent",
    "Son or daughter",
    "Son or daughter of cohabitant",
    "Spouse (incl civil partner)",
    "Step-child",
    "Step-parent",
    "Step-sibling",
    "Uncommitted sexual partner",
    "Other relative",
    "Other (non-relative)",
    NOT_KNOWN,
)

VULNERABILITIES = (
    "Alcohol",
    "Housing",
    "Mental ill-health",
    "Neurodiverse diagnosis",
    "Physical disability",
    "Other substance",
    "Other",
    NOT_KNOWN,
)

CHARACTERISTICS = (
    Characteristic("age_band", "Age band", AGE_BANDS),
    Characteristic("ethnicity", "Ethnicity", ETHNICITIES),
    Characteristic(
        "orientation",
        "Sexual orientation",
        ("Heterosexual/Straight", "Gay/Lesbian", "Bisexual", "Other", NOT_KNOWN),
    ),
    Characteristic(
        "religion",
        "Religion or belief",
        ("Buddhist", "Christian", "Hindu", "Jewish", "Muslim", "Sikh", "No religion", "Other", NOT_KNOWN),
    ),
    Characteristic("relationship", "The person who died was the other person's", RELATIONSHIPS, about=DIED),
    Characteristic("vulnerabilities", "Vulnerabilities", VULNERABILITIES, several=True),
    Characteristic(
        "verdict",
        "Court verdict",
        (
            "Murder",
            "Manslaughter",
            "Manslaughter - diminished responsibility",
            "Unfit to plead",
            "Not guilty",
            "Other",
            NOT_KNOWN,
        ),
        about=HARMED,
    ),
)

LOCATIONS = ("Public place", "Residential location", "Other", "Not known")

CATEGORIES = (
    "Intimate-partner homicide",
    "Familial homicide",
    "Older victim homicides (65 plus)",
    "Parricide (parent and step parents)",
    "Homicide-suicide",
    "Suicide (victim)",
    "Mental health (victim)",
    "Mental health (perpetrator)",
    "Minority Communities",
    "LGBTQ",
    "Not ruled as homicide or suicide (neglect/negligence)",
)

THEMES = (
    "Technology",
    "Identification of risk",
    "Training",
    "Policy",
    "Multi-agency working",
    "Record keeping",
    "Awareness raising",
    "Other",
)
"""Themes of recommendations; the library's own list is the default theme list of a partnership."""


def about(role: PersonRole) -> tuple[Characteristic, ...]:
    """The questions asked about a person of this role."""
    return tuple(question for question in CHARACTERISTICS if role in question.about)
