"""Eight identical posts of one form at once: one effect, one answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from darddr.models.registry import TABLES
from tests.kills.editors import together
from tests.kills.served import serving
from tests.kills.world import DAY, Answer, Browser, World, fields, made_world

SENDERS = 8
BESIDE = frozenset({"audit_entries", "audit_heads", "readings", "user_sessions", "submissions", "alembic_version"})
CSV = b"No,Recommendation,Action\n1,Train officers.,Hold courses\n"


@dataclass(frozen=True)
class Sent:
    """A form that is sent by everybody at once, and the rows it is to add; `entries` is how many the log gains."""

    name: str
    address: str
    data: dict[str, str]
    rows: dict[str, int]
    entries: int = 1
    file: tuple[str, bytes] | None = None


@dataclass
class Rounds:
    """What came of them."""

    rounds: int = 0
    faults: list[str] = field(default_factory=list)


def sent_together(kind: str, folder: Path, rounds: int) -> Rounds:
    """Send so many different forms, each by eight threads at once."""
    seen = Rounds()
    with made_world(kind, folder, 1, actions=4) as world, serving(world) as server:
        person = world.people()[0]
        person.port = server.port
        for make in _forms(world, person):
            if seen.rounds == rounds:
                break
            _round(world, person, make(), seen)
    if "500" in (told := world.log.read_text()) and "answered with 500" in told:
        seen.faults.append("the server met an error of its own")
    return seen


def _round(world: World, person: Browser, sent: Sent, seen: Rounds) -> None:
    before = _counts(world)
    answers: list[Answer | None] = []
    key = f"key-of-round-{seen.rounds:08d}"
    together([lambda: answers.append(person.post(sent.address, sent.data, key, sent.file)) for _ in range(SENDERS)])
    after = _counts(world)
    seen.rounds += 1
    said = {(answer.status, answer.location) for answer in answers if answer is not None}
    if len(answers) != SENDERS or None in answers or len(said) != 1 or not all(a and a.saved for a in answers):
        seen.faults.append(f"{sent.name}: answers {sorted(said)}")
    gained = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    entries, keys = gained.pop("audit_entries", 0), gained.pop("submissions", 0)
    if (added := {name: count for name, count in gained.items() if name not in BESIDE}) != sent.rows:
        seen.faults.append(f"{sent.name}: rows {added}, not {sent.rows}")
    if (entries, keys) != (sent.entries, 1):
        seen.faults.append(f"{sent.name}: {entries} entries, not {sent.entries}, under {keys} keys")


def _counts(world: World) -> dict[str, int]:
    """Rows of every table. Readings and their entries are left out: a page may be read beside."""
    with world.looking() as session:
        counts = {table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in TABLES}
    counts["audit_entries"] -= counts["readings"]
    return counts


def _forms(world: World, person: Browser) -> Iterator[Callable[[], Sent]]:
    """Forms of every kind, each made when its turn comes: some need what an earlier one left."""
    review, ids = f"/reviews/{world.review}", world.ids
    plan, place = f"/plans/{ids['plan']}", f"/partnerships/{ids['partnership']}"
    first, *others = (f"/actions/{action}" for action in world.actions)

    def version(address: str) -> dict[str, str]:
        answer = person.get(address)
        assert answer is not None
        return {"version": fields(answer.text)["version"]}

    def form(
        name: str, address: str, data: dict[str, str] | Callable[[], dict[str, str]], entries: int = 1, **rows: int
    ) -> Callable[[], Sent]:
        return lambda: Sent(name, address, data() if callable(data) else data, rows, entries)

    finding, section = f"/findings/{ids['finding']}", f"{review}/sections/preface"
    day = dict(DAY)
    yield form("a finding", f"{review}/findings/new", world.finding("One of eight."), findings=1)
    yield form("a finding changed", finding, lambda: {**world.finding("Changed."), **version(finding)}, changes=1)
    yield form("a section", section, lambda: {"text": "A preface.", **version(section)}, changes=1)
    yield form("a question", f"{review}/questions/new", {"text": "Why was nobody asked?"}, questions=1)
    yield form(
        "a recommendation", f"{plan}/recommendations/new", {"text": "Ask.", "scope": "", "theme": ""}, recommendations=1
    )
    yield form(
        "an action",
        f"/recommendations/{ids['recommendation']}/actions/new",
        {"text": "Do it.", "agency_id": "", "group_id": ""},
        actions=1,
    )
    note = {**day, "kind": "progress", "text": "Under way.", "on_behalf_of": "A post"}
    yield form("a note", f"{first}/updates/new", note, action_updates=1)
    yield form("evidence", f"{first}/updates/new", {**note, "kind": "evidence"}, action_updates=1)
    yield form("a move of an action", f"{first}/moves/start", day, action_moves=1)
    yield form("another move", f"{others[0]}/moves/start", day, action_moves=1)
    yield form("an agency", f"{place}/agencies/new", {"name": "Probation"}, agencies=1)
    yield form("a group", f"{place}/groups/new", {"name": "A board", "kind": "board"}, groups=1)
    yield form("a date", f"{review}/dates/chair_appointed", day, review_milestones=1)
    yield form("another date", f"{review}/dates/terms_agreed", day, review_milestones=1)
    yield form("a document", f"{review}/documents/overview", {}, 2, documents=1)
    yield form("another document", f"{review}/documents/action-plan", {}, 2, documents=1)
    yield lambda: Sent("a file", f"{plan}/import", {}, {"drafts": 1}, 0, ("plan.csv", CSV))
    yield lambda: Sent("a workbook", f"{plan}/import", {}, {"drafts": 1}, 0, ("other.csv", CSV + b"2,Ask.,Do\n"))
    yield form("a notification begun", f"{place}/notifications/new", {}, 0, drafts=1)
    person_data = {"role": "victim", "life": "dead", "pseudonym": "Sarah", "sex": "female", "manner": "unknown"}
    yield form("a person", f"{review}/people/new", {**person_data, "names": "Ottoline Brackwater"}, people=1)
    account = {"email": "new@example.org", "name": "New Person", "role": "auditor", **_from()}
    yield form("an account", f"{place}/accounts/new", account, 2, users=1, memberships=1)
    member = {"email": "new@example.org", "role": "panel", "agency_id": str(ids["agency"]), **_from()}
    yield form("a member", f"{review}/panel/new", member, memberships=1)
    conflict = {"email": "new@example.org", "reason": "A declared conflict.", **_from("declared_on")}
    yield form("a conflict", f"{review}/panel/conflict", conflict, exclusions=1)
    yield form("an agreement", f"{finding}/agree", _from("agreed_on"))
    title = {"title": "Themes", "reviews": str(world.review)}
    yield form("a plan", f"{place}/plans/new", title, plans=1, plan_citations=1)
    yield form("a finding removed", f"{finding}/remove", {}, findings=-1, changes=1)


def _from(name: str = "started_on") -> dict[str, str]:
    return {f"{name}-day": "3", f"{name}-month": "11", f"{name}-year": "2025"}
