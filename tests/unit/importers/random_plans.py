"""Plans nobody wrote, in layouts somebody might: what each must be read as stands beside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from darddr.importers.plan import Plan
from darddr.workflow.states import ActionState

LONG = int(os.environ.get("DARDDR_TEST_EXAMPLES", "0"))
"""Examples of a long run; without it the ordinary, derandomised number."""


def examples(usual: int) -> settings:
    """Settings of a property: so many examples and always the same, or a long random run."""
    checks = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
    return settings(
        max_examples=LONG or usual, derandomize=not LONG, deadline=None, suppress_health_check=checks, database=None
    )


HEADINGS = {
    "number": ("No.", "Rec No.", "Ref", "#", "Recommendation number"),
    "recommendation": ("Recommendation", "Recommendations", "RECOMMENDATION", "Overview recommendation"),
    "action": ("Action", "Action to take", "Actions required", "What will we do?", "Actions\nto be taken"),
    "lead": ("Lead agency", "Lead Agency(ies)", "Responsible agency", "Agency responsible", "Lead Agency:"),
    "date": ("Target date", "By when", "Timescale", "Due date", "Deadline", "TARGET DATE"),
    "status": ("Status", "RAG status", "BRAG rating", "RAG", "Current status"),
    "progress": ("Progress", "Update", "Comments", "Progress update"),
    "extra": ("Budget code", "Priority", "Cost centre", "Colour of folder"),
}
INSTRUCTIONS = {
    "number": "Enter number",
    "recommendation": "Insert the recommendation here",
    "action": "Describe what will be done",
    "lead": "Enter the agency",
    "date": "Enter the date",
    "status": "Select from the list",
    "progress": "Describe progress",
    "extra": "Enter code",
}
VERBS = ("Review", "Train", "Publish", "Agree", "Audit", "Brief", "Write", "Test", "Share", "Ask")
WORDS = (
    "every", "team", "partners", "records", "about", "abuse", "safely", "with", "referral", "form", "pathway",
    "carers", "“quoted”", "women’s", "café", "Ŵyn", "naïve", "co-operate", "(where asked)", "£5,000", "24/7", "and/or",
    "مراجعة", "חיזוק", "шлях", "安全", "👩‍👧", "🕊", "e\u0301le\u0300ve", "x_y", "50%", "A&E",
)  # fmt: skip
AGENCIES = (
    "Police",
    "Adult Social Care",
    "Northshire Borough Council",
    "NHS Trust",
    "Women’s Aid",
    "Probation Service",
)
STATUSES: tuple[tuple[str, str, ActionState | None], ...] = (
    ("", "", None),
    ("Complete", "", ActionState.OWNER_COMPLETE),
    ("Completed.", "", ActionState.OWNER_COMPLETE),
    ("In progress", "", ActionState.IN_PROGRESS),
    ("Ongoing", "", ActionState.IN_PROGRESS),
    ("Not started", "", ActionState.PROPOSED),
    ("Green", "", ActionState.IN_PROGRESS),
    ("Blue", "", ActionState.OWNER_COMPLETE),
    ("", "00B050", ActionState.IN_PROGRESS),
    ("", "0070C0", ActionState.OWNER_COMPLETE),
)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@dataclass(frozen=True)
class When:
    """A target date as written, what it means, and its value and number format where a sheet holds a true date."""

    text: str
    value: str | None = None
    precision: str = "none"
    true: date | None = None
    form: str = ""


@dataclass(frozen=True)
class Act:
    """One action, and what must be read of it."""

    text: str
    leads: tuple[str, ...]
    when: When
    status: tuple[str, str, ActionState | None]
    progress: str


@dataclass(frozen=True)
class Rec:
    """One recommendation."""

    number: str
    text: str
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class Layout:
    """How a plan is laid out; `kind` is the ending of its file."""

    kind: str
    columns: tuple[str, ...]
    headings: dict[str, str]
    numbers: str
    rest: str
    lists: bool
    title: bool
    instructions: str
    again: int
    split: str
    fill_extra: bool


def prose(least: int, most: int) -> st.SearchStrategy[str]:
    """Words that are an action or a recommendation and nothing else to any reader."""
    words = st.lists(st.sampled_from(WORDS), min_size=least, max_size=most).map(" ".join)
    return st.builds("{} {}".format, st.sampled_from(VERBS), words)


def _day(day: date) -> st.SearchStrategy[When]:
    month, iso = MONTHS[day.month - 1], day.isoformat()
    first = day.replace(day=1).isoformat()
    quarter = (day.month - 1) // 3
    suffix = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(day.day, "th")
    return st.sampled_from(
        [
            When(f"{day:%d/%m/%Y}", iso, "day", day, "dd/mm/yyyy"),
            When(f"{day.day} {month} {day.year}", iso, "day", day, "d mmmm yyyy"),
            When(f"{day:%d.%m.%y}", iso, "day"),
            When(iso, iso, "day"),
            When(f"{day.day}{suffix} {month} {day.year}", iso, "day"),
            When(f"By {day:%d/%m/%Y}", iso, "day"),
            When(f"End of {month} {day.year}", first, "month"),
            When(f"{month[:3]}-{day:%y}", first, "month", day, "mmm-yy"),
            When(f"{month} {day.year}", first, "month"),
            When(f"Q{quarter + 1} {day.year}", f"{day.year}-{quarter * 3 + 1:02}-01", "quarter"),
            When(f"{day.year}", f"{day.year}-01-01", "year", day, "yyyy"),
            When(f"{day.year}/{(day.year + 1) % 100:02}", f"{day.year}-04-01", "year"),
        ]
    )


WHENS = st.one_of(
    st.dates(date(2012, 1, 1), date(2039, 12, 31)).flatmap(_day),
    st.sampled_from([When(""), When("Immediate"), When("TBC"), When("31 September 2027"), When("30/02/2028")]),
)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Rec, ...]:
    """One to five recommendations with up to four actions each, every text of them told apart by a token."""
    recs = []
    for number in range(1, draw(st.integers(1, 5)) + 1):
        acts = tuple(
            Act(
                f"{draw(prose(1, 40))} act{number}x{each}",
                tuple(draw(st.lists(st.sampled_from(AGENCIES), max_size=2, unique=True))),
                draw(WHENS),
                draw(st.sampled_from(STATUSES)),
                draw(st.just("") | prose(1, 12)),
            )
            for each in range(draw(st.integers(1, 4)))
        )
        recs.append(Rec(str(number), f"{draw(prose(9, 60))} rec{number}", acts))
    return tuple(recs)


@st.composite
def layouts(draw: st.DrawFn, *kinds: str) -> Layout:
    """A layout that a council might use."""
    kind = draw(st.sampled_from(kinds))
    columns = ["recommendation", "action", "lead", "date", "status", "progress"]
    columns += draw(st.sampled_from([[], ["number"], ["extra"], ["number", "extra"]]))
    return Layout(
        kind=kind,
        columns=tuple(draw(st.permutations(columns))),
        headings={role: draw(st.sampled_from(names)) for role, names in HEADINGS.items()},
        numbers="column" if "number" in columns else draw(st.sampled_from(["{}. ", "Recommendation {}: ", "{}) "])),
        rest=draw(st.sampled_from(["merged", "repeated", "blank"] if kind != "csv" else ["repeated", "blank"])),
        lists=draw(st.booleans()),
        title=draw(st.booleans()),
        instructions=draw(st.sampled_from(["", "above", "below"])),
        again=draw(st.sampled_from([0, 1, 3])),
        split=draw(st.sampled_from(["", "headed", "bare"])) if kind == "docx" else "",
        fill_extra=draw(st.booleans()),
    )


PRINTED = {"Recommendation {}: ": "Recommendation {}", "{}) ": "{})"}
"""Numbers stay as printed, a full stop or colon aside."""


def expected(recs: tuple[Rec, ...], layout: Layout) -> list[Any]:
    """What the reader must say of a plan in this layout."""
    return [
        (
            PRINTED.get(layout.numbers, "{}").format(rec.number),
            rec.text,
            [
                (
                    act.text,
                    rec.acts[0].leads if layout.lists else act.leads,
                    act.when.text,
                    act.when.value,
                    act.when.precision,
                    _state(rec.acts[0] if layout.lists else act, layout),
                )
                for act in rec.acts
            ],
        )
        for rec in recs
    ]


def _state(act: Act, layout: Layout) -> ActionState | None:
    """A colour is no status where a format has none."""
    return None if act.status[1] and layout.kind == "csv" else act.status[2]


def found(plan: Plan) -> list[Any]:
    """What the reader said, in the shape of `expected`."""
    return [
        (
            rec.number,
            rec.text,
            [
                (
                    act.text,
                    act.lead_agencies,
                    act.target_date.text,
                    act.target_date.value.isoformat() if act.target_date.value else None,
                    act.target_date.precision,
                    act.status,
                )
                for act in rec.actions
            ],
        )
        for rec in plan.recommendations
    ]
