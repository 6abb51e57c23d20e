"""Kill -9 at a random moment, again and again, while people work; then look at what the database says."""

from __future__ import annotations

import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from darddr import audit
from darddr.models.action import Action, ActionMove, ActionUpdate
from darddr.models.audit import AuditEntry
from darddr.models.document import Document
from darddr.models.draft import Draft
from darddr.models.finding import Finding
from darddr.models.submission import Submission
from darddr.workflow.states import ActionState
from tests.kills.served import Server, start
from tests.kills.world import DAY, Browser, World, made_world

EDITORS = 4
WEIGHTS = {"finding": 10, "note": 6, "move": 6, "upload": 1, "document": 1}
CSV = b"No,Recommendation,Action\n1,Train officers.,Hold courses\n"


@dataclass
class Job:
    """One form somebody sends, under one key, until it is acknowledged."""

    kind: str
    address: str
    data: dict[str, str]
    marker: str
    sender: Browser | None = None
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    acknowledged: bool = False
    location: str = ""

    def send(self, browser: Browser) -> int:
        """Send it, always from the browser that sent it first; the answer's status, 0 where none came."""
        self.sender = self.sender or browser
        file = ("plan.csv", CSV) if self.kind == "upload" else None
        answer = self.sender.post(self.address, self.data, self.key, file)
        if answer is not None and answer.saved:
            self.acknowledged, self.location = True, answer.location
        return answer.status if answer else 0


@dataclass
class Figures:
    """What a lane saw."""

    kills: int = 0
    in_flight: int = 0
    acknowledged: Counter[str] = field(default_factory=Counter)
    sent_again: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    starts: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def lane(kind: str, folder: Path, kills: int, seed: int) -> Figures:
    """Kill a server so many times, each time after a moment of work; every fault is a sentence."""
    figures, chance = Figures(), random.Random(seed)
    with made_world(kind, folder, EDITORS, actions=kills * 6 + 20) as world:
        people, jobs, done = world.people(), _jobs(world, chance), list[Job]()
        waiting: list[Job] = []
        for number in range(kills + 1):
            server = _started(world, people, figures)
            last = number == kills
            waiting = _work(server, people, jobs, waiting, done, figures, None if last else chance.uniform(0.02, 0.5))
            _look(world, done, figures)
        figures.faults += [f"a {job.kind} was never done, though sent again" for job in waiting]
        _look_at_the_end(world, done, figures)
        figures.acknowledged.update(job.kind for job in done)
    return figures


def _started(world: World, people: list[Browser], figures: Figures) -> Server:
    began = time.monotonic()
    server = start(world)
    figures.starts.append(time.monotonic() - began)
    for person in people:
        person.port = server.port
    return server


def _jobs(world: World, chance: random.Random) -> Iterator[Job]:
    """Work without end."""
    review, actions = f"/reviews/{world.review}", iter(world.actions)
    while True:
        marker = f"Marked {secrets.token_hex(8)}."
        kind = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if kind == "move" and (action := next(actions, None)) is not None:
            yield Job(kind, f"/actions/{action}/moves/start", DAY, str(action))
        elif kind == "note":
            note = {**DAY, "kind": "progress", "text": marker, "on_behalf_of": "A post"}
            yield Job(kind, f"/actions/{world.actions[0]}/updates/new", note, marker)
        elif kind == "upload":
            yield Job(kind, f"/plans/{world.ids['plan']}/import", {}, marker)
        elif kind == "document":
            yield Job(kind, f"{review}/documents/{chance.choice(('overview', 'action-plan'))}", {}, marker)
        else:
            yield Job("finding", f"{review}/findings/new", world.finding(marker), marker)


def _work(
    server: Server,
    people: list[Browser],
    jobs: Iterator[Job],
    waiting: list[Job],
    done: list[Job],
    figures: Figures,
    kill_after: float | None,
) -> list[Job]:
    """Let everybody send forms, those first that were never acknowledged, until the kill; or, without one, until none waits."""
    lock, queue = threading.Lock(), list(waiting)
    stopped, begun, answered = threading.Event(), threading.Event(), threading.Event()
    left, enough = list[Job](), len(done) + EDITORS
    busy: set[int] = set()
    figures.sent_again += len(waiting)

    def edit(browser: Browser) -> None:
        while not stopped.is_set():
            with lock:
                if not queue and kill_after is None:
                    return
                job = queue.pop() if queue else next(jobs)
                busy.add(id(job))
            begun.set()
            status = job.send(browser)
            with lock:
                busy.discard(id(job))
                figures.statuses[status] += 1
                (done if job.acknowledged else left).append(job)
                if len(done) >= enough:
                    answered.set()

    threads = [threading.Thread(target=edit, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    if kill_after is not None:
        begun.wait()
        time.sleep(kill_after)
        while figures.kills % 2 and not answered.wait(0.01) and any(thread.is_alive() for thread in threads):
            pass  # every second kill comes once everybody may have saved something, the others at any moment of the first requests too
        with lock:
            stopped.set()
            figures.in_flight += bool(busy)
        server.kill()
        figures.kills += 1
    for thread in threads:
        thread.join()
    if kill_after is None:
        server.kill()
    return [*left, *queue]


def _look(world: World, done: list[Job], figures: Figures) -> None:
    """Everything that was acknowledged is there with its entry in the log, and nothing is there by half."""
    if not world.is_sound():
        figures.faults.append("the database is not whole")
    with world.looking() as session:
        if not audit.verify(session).ok:
            figures.faults.append("the log does not verify")
        told = _told(session)
        findings = {row.text: row.id for row in session.scalars(select(Finding))}
        began = {world.ids["finding"]}
        updates = [row.text for row in session.scalars(select(ActionUpdate))]
        moved = set(session.scalars(select(Action.id).filter_by(state=ActionState.IN_PROGRESS)))
        documents = set(session.scalars(select(Document.id)))
        pairs: list[tuple[str, Any, Any]] = [
            ("findings and entries", set(findings.values()) - began, told["finding.added"]),
            ("notes and entries", len(updates), len(told["action.noted"])),
            ("moves and entries", moved, told["action.moved"]),
            ("moves and their rows", moved, set(session.scalars(select(ActionMove.action_id)))),
            ("documents and entries", documents, told["document.built"]),
            ("documents and their checks", documents, told["document.checked"]),
        ]
        figures.faults += [f"{name} differ" for name, rows, entries in pairs if rows != entries]
        drafts = {str(row) for row in session.scalars(select(Draft.id))}
        keys = len(session.scalars(select(Submission.id)).all())
    there = {"finding": findings.keys(), "note": updates, "move": {str(one) for one in moved}}
    for job in done:
        kept = there.get(job.kind)
        if kept is not None and list(kept).count(job.marker) != 1:
            figures.faults.append(f"an acknowledged {job.kind} is there {list(kept).count(job.marker)} times")
        if job.kind == "upload" and job.location.rpartition("/")[2] not in drafts:
            figures.faults.append("an acknowledged upload is not there")
    if keys < len(done):
        figures.faults.append("an acknowledged form has no key kept")


def _look_at_the_end(world: World, done: list[Job], figures: Figures) -> None:
    """Nothing was done twice, though it was sent again; and every document opens."""
    sent = Counter(job.kind for job in done)
    with world.looking() as session:
        documents = session.scalars(select(Document)).all()
        if not all(document.data().startswith(b"PK") for document in documents):
            figures.faults.append("a document does not open")
        kept = {
            "document": len(documents),
            "upload": len(session.scalars(select(Draft.id)).all()),
            "finding": len(session.scalars(select(Finding.id)).all()) - 1,
            "note": len(session.scalars(select(ActionUpdate.id)).all()),
        }
    figures.faults += [
        f"{sent[kind]} times {kind} sent and {count} kept" for kind, count in kept.items() if count != sent[kind]
    ]


def _told(session: Session) -> dict[str, Any]:
    """What the log tells of, by tag: the ids of the things, notes by their number."""
    told: dict[str, Any] = {
        tag: set() for tag in ("finding.added", "action.moved", "document.built", "document.checked")
    }
    told["action.noted"] = []
    for entry in session.scalars(select(AuditEntry)):
        tag, facts = entry.said["tag"], entry.said["facts"]
        if tag == "action.noted":
            told[tag].append(facts)
        elif tag in told:
            told[tag].add(UUID(facts[tag.partition(".")[0]]))
    return told
