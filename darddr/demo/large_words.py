"""What the large review of the demonstration says. Everything is invented; sentences are put together so that no two findings read alike."""

from __future__ import annotations

QUESTIONS = (
    "What contact did each agency have with Margaret and Peter in the five years before her death?",
    "How did agencies respond to reports of controlling behaviour, and did they see them as abuse?",
    "How were Margaret’s caring duties and health taken into account?",
    "How did agencies share what they knew, and with what consent?",
    "What did family, friends and neighbours notice, and to whom could they turn?",
    "How were policies followed, and did they fit the circumstances?",
)

_WHEN = (
    "In the spring of 2019",
    "After the move in 2020",
    "During the second lockdown",
    "At the annual health check",
    "When the tenancy was renewed",
    "On the third visit to the emergency department",
    "Within a month of the first call",
    "At the review of medication",
    "When Peter lost his work",
    "After the neighbour’s report",
    "In the last winter",
    "At the carer’s assessment",
)
_KNEW = (
    "the record held two earlier accounts of fear at home",
    "Margaret was seen with Peter beside her",
    "a bruise was explained by a fall and the explanation was written down",
    "money was said to be kept from her",
    "an appointment was cancelled by Peter on her behalf",
    "a risk checklist was begun and not finished",
    "a daughter rang to say that she was worried",
    "the interpreter was a member of the family",
    "the flag of an earlier address had not been carried over",
    "a referral was sent to a mailbox that nobody read",
    "a colleague of another service had asked for a call back",
)
_MISSED = (
    "and nobody asked her alone what life at home was like.",
    "and the entry was closed without being put beside the earlier ones.",
    "but the question of risk was left to another service, which was not told.",
    "and no supervisor looked at the decision to take no further action.",
    "so that the next worker began again without it.",
    "and she was given a leaflet that could be found at home.",
    "but it was not thought of as control, because no blow had been struck.",
)
_DONE_WELL = (
    "and the worker found a reason to speak with her alone, and wrote down her words.",
    "and the service rang back on a safe number, at the time she had asked for.",
    "and a senior colleague was asked for advice on the same day.",
)
_THEMES = (
    ("Identification of risk", "questions about abuse in every assessment"),
    ("Multi-agency working", "a shared view of repeated reports"),
    ("Training", "control without violence"),
    ("Record keeping", "flags that follow a person to a new address"),
    ("Identification of risk", "carers who may be at risk from whom they care for"),
    ("Technology", "ways of reaching somebody that nobody else can read"),
    ("Awareness raising", "money that is kept from somebody"),
    ("Awareness raising", "abuse in long marriages"),
    ("Policy", "decisions to take no further action"),
    ("Other", "what families can do when they are worried"),
)
_ASKS = (
    "Every service that meets people at home to have one agreed way of working on {}.",
    "The partnership to look once a year at how its members work on {}, and to publish what it finds.",
    "Commissioners to write {} into the contracts of the services they pay for.",
    "Leaders of agencies to see to it that staff have the time and the supervision for {}.",
    "National bodies to give guidance on {}, since each area now writes its own.",
)
_STEPS = (
    "Write one page of guidance on {} with those who will use it, and agree it at the board",
    "Train the staff who meet people first on {}, and repeat it each year for those who join",
    "Read forty records for {}, and report to the board what was found",
    "Ask people who have lived through abuse how they met with {}, and change what they say does not work",
)
POSTS = (
    "Head of Public Protection",
    "Community Safety Manager",
    "Designated Nurse",
    "Tenancy Services Manager",
    "Clinical Director",
    "Quality Lead",
    "Training Coordinator",
)


def finding(number: int) -> tuple[str, bool]:
    """A finding, and whether it tells of good practice."""
    is_good = number % 6 == 5
    ends = _DONE_WELL if is_good else _MISSED
    when, knew = _WHEN[number % len(_WHEN)], _KNEW[number % len(_KNEW)]
    return f"{when} {knew}, {ends[number // 6 % len(ends)]}", is_good


def recommendation(number: int) -> tuple[str, str, str]:
    """A recommendation, the lesson it follows from, and its theme."""
    theme, about = _THEMES[number % len(_THEMES)]
    ask = _ASKS[number // len(_THEMES)].format(about)
    lesson = f"Where {about} was left to chance, it was left out; this was seen in {3 + number % 7} of the findings."
    return ask, lesson, theme


def action(number: int, step: int) -> str:
    """What is to be done about a recommendation."""
    return _STEPS[step].format(_THEMES[number % len(_THEMES)][1])


SECTIONS = {
    "preface": "The panel thanks Margaret’s family, who gave their time and their memories. Their words are in this report as they wished.",
    "introduction": "Margaret was 55. She was killed at home by Peter, her husband of thirty years.\n"
    "This review looks at what agencies knew and did in the five years before. It does not ask who is to blame.",
    "timescales": "The review looks at the time from January 2019, when Margaret first told a nurse that she was afraid, to January 2024.\n"
    "It took longer than six months: the criminal proceedings had to end first, and two agencies asked for more time.",
    "methodology": "Nine agencies looked at their own work. The panel met seven times.\n"
    "• Reports and chronologies of all agencies were read.\n• Agencies checked what is said of them.\n"
    "• The family read the draft with an advocate.",
    "involvement": "Margaret’s two sisters met the chair three times, with an advocate. A friend from work wrote.\n"
    "The family chose the name Margaret. They asked that the report say how much she laughed.",
    "parallel_reviews": "An inquest was opened and suspended. Peter was convicted of murder.",
    "equality": "The panel looked at each protected characteristic. Sex, age and disability bear on what happened: Margaret was a woman in "
    "her fifties who cared for a husband with a disability, and her own pain was treated without being understood.",
    "dissemination": "The report goes to the family, the members of the partnership, the Domestic Abuse Commissioner and the Home Office.",
    "background": "Margaret and Peter had lived in the county all their lives. They had no children.\n"
    "She worked as a cook in a school until 2020, when she gave up her work to care for Peter after his accident.",
    "overview": "Margaret met services more than a hundred times in five years. Nearly always it was about Peter.\n"
    "Seen one by one, the contacts are small. Side by side they show a life that grew narrower each year.",
    "conclusions": "Help was near, but each agency saw a part. Together they held enough to ask the right question earlier.\n"
    "Nobody could know that Peter would kill. Many could have known that Margaret was afraid.",
    "summary_chronology": "In 2019 Margaret told a nurse that she was afraid. In 2020 she gave up her work to care for Peter.\n"
    "Between 2021 and 2023 five services heard of control, of money kept from her and of injuries. In January 2024 she was killed.",
    "key_issues": "Control without violence was not seen as abuse.\nA carer was not seen as somebody at risk.\n"
    "What was known lay in nine places.",
    "glossary": "Carer’s assessment: a talk about what somebody who cares for another needs\n"
    "Risk checklist: questions that help to see how great a danger is\n"
    "Multi-agency conference: a meeting at which services plan together for somebody at high risk",
}
"""The author's words."""
