"""Who and what the demonstration invents. Every person, agency and place is made up; addresses end in .example (RFC 2606)."""

from __future__ import annotations

from dataclasses import dataclass

from darddr.vocabulary.records import Manner, Sex
from darddr.vocabulary.roles import PartnershipRole as R
from darddr.vocabulary.roles import ReviewRole


@dataclass(frozen=True)
class Somebody:
    """A person with an account: their role in a partnership, or on its reviews for an agency."""

    name: str
    email: str
    kind: str
    role: R | None = None
    review_role: ReviewRole | None = None
    agency: str = ""


@dataclass(frozen=True)
class Death:
    """A death that a review is about: the invented name that must never be published, and the pseudonym that may."""

    real_name: str
    pseudonym: str
    sex: Sex
    manner: Manner
    born: str
    died: str
    other_name: str = ""
    other_pseudonym: str = ""


ALDERWICK = "Alderwick and Marsh Community Safety Partnership"
FENNMOOR = "Fennmoor Community Safety Partnership"

AGENCIES = (
    ("{} Police", True),
    ("{} Council", True),
    ("{} Fire and Rescue", True),
    ("{} Integrated Care Board", True),
    ("{} Probation Service", True),
    ("{} Adult Social Care", False),
    ("{} Mental Health Trust", False),
    ("{} Housing", False),
    ("Harbour House Domestic Abuse Service", False),
)
BOARD, SUICIDE_GROUP, TRAINING_GROUP = (
    "Domestic Abuse Partnership Board",
    "Suicide Prevention Group",
    "Workforce and Training Group",
)

ALDERWICK_PEOPLE = (
    Somebody("Nadia Pellworth", "nadia.pellworth@alderwick.example", "coordinator", R.COORDINATOR),
    Somebody("Owen Bexwell", "owen.bexwell@alderwick.example", "second coordinator", R.COORDINATOR),
    Somebody("Graham Ostler", "graham.ostler@alderwick.example", "executive chair", R.EXECUTIVE_CHAIR),
    Somebody("Ifeoma Castell", "ifeoma.castell@alderwick.example", "executive", R.EXECUTIVE),
    Somebody("Tom Wrayburn", "tom.wrayburn@alderwick.example", "administrator", R.ADMINISTRATOR),
    Somebody("Sian Dunmoor", "sian.dunmoor@alderwick.example", "auditor", R.AUDITOR),
    Somebody("Helen Marchbanks", "helen.marchbanks@chairs.example", "chair", review_role=ReviewRole.CHAIR),
    Somebody("Peter Quillfeather", "peter.quillfeather@chairs.example", "author", review_role=ReviewRole.AUTHOR),
    Somebody(
        "Yusuf Tarn", "yusuf.tarn@police.example", "panel member", review_role=ReviewRole.PANEL, agency="{} Police"
    ),
    Somebody(
        "Bronwen Askrigg",
        "bronwen.askrigg@harbourhouse.example",
        "panel member",
        review_role=ReviewRole.PANEL,
        agency="Harbour House Domestic Abuse Service",
    ),
    Somebody(
        "Lena Thorsby",
        "lena.thorsby@trust.example",
        "agency approver",
        review_role=ReviewRole.AGENCY_APPROVER,
        agency="{} Mental Health Trust",
    ),
    Somebody("Marcus Hollinfen", "marcus.hollinfen@trust.example", "action owner"),
)

FENNMOOR_PEOPLE = (
    Somebody("Ruth Calderbeck", "ruth.calderbeck@fennmoor.example", "coordinator", R.COORDINATOR),
    Somebody("Amos Teviotdale", "amos.teviotdale@fennmoor.example", "executive chair", R.EXECUTIVE_CHAIR),
    Somebody("Dilys Penhallow", "dilys.penhallow@chairs.example", "chair", review_role=ReviewRole.CHAIR),
    Somebody(
        "Kit Ormsgill", "kit.ormsgill@police.example", "panel member", review_role=ReviewRole.PANEL, agency="{} Police"
    ),
    Somebody(
        "Farida Lowther",
        "farida.lowther@harbourhouse.example",
        "panel member",
        review_role=ReviewRole.PANEL,
        agency="Harbour House Domestic Abuse Service",
    ),
)

OPEN_DEATHS = (
    Death(
        "Marigold Tansley-Crewe", "Ruth", Sex.FEMALE, Manner.SUICIDE, "1988-04-19", "2025-11-08", "Dorian Speke", "Alan"
    ),
    Death(
        "Bartholomew Quenby", "Daniel", Sex.MALE, Manner.SUICIDE, "1975-09-02", "2026-02-21", "Ilse Farrant", "Karen"
    ),
    Death("Seraphina Oldacre", "Grace", Sex.FEMALE, Manner.SUICIDE, "1994-12-27", "2026-10-03"),
)
"""The first partnership's two reviews under way and its pending one: two women and one man, all deaths by suicide."""

PUBLISHED_DEATHS = (
    Death(
        "Philomena Starkadder",
        "Jane",
        Sex.FEMALE,
        Manner.HOMICIDE,
        "1979-01-30",
        "2021-06-14",
        "Roderick Starkadder",
        "Mark",
    ),
    Death(
        "Leocadia Winterbourne",
        "Anna",
        Sex.FEMALE,
        Manner.HOMICIDE,
        "1961-07-11",
        "2022-03-09",
        "Casimir Winterbourne",
        "Paul",
    ),
    Death(
        "Everard Pettigrew-Vane",
        "Thomas",
        Sex.MALE,
        Manner.NEGLECT,
        "1940-10-05",
        "2020-01-17",
        "Lavinia Vane",
        "Susan",
    ),
)
"""Two published reviews whose actions are monitored, and one that is closed."""

OTHER_NAMES = (
    "Hyacinth Bulstrode", "Clementina Radlett", "Wilhelmina Farthingale", "Gwendolen Thrupp", "Perpetua Lisle", "Dorothea Brankscombe",
    "Araminta Skeffington", "Lucasta Wensum", "Theodosia Kilbride", "Rosamund Hartlepin", "Eglantine Mossop", "Cordelia Vanterpool",
    "Mehetabel Crake", "Sidonie Ashcombe", "Evangeline Dray", "Ottilie Fenwright", "Henrietta Coverley", "Isolde Marrack",
)  # fmt: skip
OTHER_PSEUDONYMS = (
    "Alice", "Beth", "Clare", "Dora", "Ellen", "Freda", "Gina", "Holly", "Iris",
    "Joan", "Kate", "Laura", "Mary", "Nina", "Olga", "Petra", "Rose", "Sally",
)  # fmt: skip

QUESTIONS = (
    "What did each agency know of abuse, and how did it act on what it knew?",
    "How was risk assessed, recorded and shared between agencies?",
    "What kept the person who died, or those around them, from asking for help?",
    "How well were links between abuse, self-harm and suicide understood?",
)

FINDINGS = (
    (
        0,
        "{} Police",
        True,
        "Three calls in five months were closed one by one; nobody put them together as a pattern of control.",
    ),
    (
        1,
        "{} Mental Health Trust",
        True,
        "Risk was scored after each crisis, but partners were never told when the score rose.",
    ),
    (
        2,
        "Harbour House Domestic Abuse Service",
        False,
        "The service kept writing and ringing after missed appointments, in ways that were safe.",
    ),
    (
        3,
        "{} Adult Social Care",
        True,
        "Self-harm was treated as a health matter alone and did not lead to questions about life at home.",
    ),
    (
        1,
        "{} Housing",
        False,
        "A housing officer noticed changed locks and asked, alone and kindly, whether all was well.",
    ),
)

SECTIONS = {
    "introduction": "This review looks at what agencies knew and did in the two years before the death.\nIt does not ask who is to blame.",
    "methodology": "The panel read agencies’ reports and chronologies, met four times and asked each agency to check what is said of it.",
    "conclusions": "Help was near, but each agency saw a part. Together they held enough to ask the right question earlier.",
}

RECOMMENDATIONS = (
    (
        "Agencies to treat repeated reports by one household as a pattern and to discuss it together.",
        "local",
        "Multi-agency working",
        "A pattern shows only when reports are put side by side.",
        (
            (
                "Add a prompt for repeat reports to the call-handling system",
                "{} Police",
                "Head of Public Protection",
                BOARD,
            ),
            (
                "Agree a threshold for a multi-agency discussion after three reports",
                "{} Council",
                "Community Safety Manager",
                BOARD,
            ),
        ),
    ),
    (
        "Every service that meets people after self-harm to ask about abuse, in private, and to record the answer.",
        "local",
        "Identification of risk",
        "Self-harm can be a sign of abuse at home.",
        (
            (
                "Put a question about abuse into the assessment after self-harm",
                "{} Mental Health Trust",
                "Clinical Director",
                SUICIDE_GROUP,
            ),
            (
                "Train front-door staff to ask in private",
                "{} Integrated Care Board",
                "Designated Nurse",
                TRAINING_GROUP,
            ),
            (
                "Audit 40 records for the question and its answer",
                "{} Mental Health Trust",
                "Quality Lead",
                SUICIDE_GROUP,
            ),
        ),
    ),
    (
        "The Government to name suicide after domestic abuse in its guidance on information sharing.",
        "national",
        "Policy",
        "Guidance speaks of homicide and hardly of suicide.",
        (("Write to the department and ask which body will answer", "{} Council", "Chair of the partnership", BOARD),),
    ),
    (
        "Housing officers to know how to respond when they notice signs of control.",
        "local",
        "Training",
        "Small signs are seen first by those who visit homes.",
        (
            (
                "Run four half-day courses with Harbour House",
                "Harbour House Domestic Abuse Service",
                "Training Coordinator",
                TRAINING_GROUP,
            ),
            ("Add signs of control to the visit checklist", "{} Housing", "Tenancy Services Manager", BOARD),
        ),
    ),
)

MESSY_TARGETS = (
    "31 March 2026", "By 31/12/2026", "Apr-27", "Summer 2026", "Q3 2026", "Ongoing", "November annually",
    "end of June 2026", "01.09.2026", "2026/27", "Immediate", "December 2026",
)  # fmt: skip
"""Target dates as people write them."""

MEASURE = "A sample of twenty cases, read each half year, shows that it was done in at least eighteen."
"""How one shall know that an action of the demonstration worked."""

MILESTONES = (("Agree who does it, and write it down.", -7, True), ("Tell every team, and begin.", 45, False))
"""Steps on the way of an action: words, days from today, and whether it is done."""

LETTER_ASKS = (
    "The section on equality and diversity would benefit from an analysis of disability and of age.",
    "Coercive control is named but thin. Please add a definition and say what each agency understood by it.",
    "The action plan does not say who leads two of the actions.",
)
"""What a letter of the Home Office asks in the demonstration; published letters ask the like."""
