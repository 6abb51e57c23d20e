"""Editors who save the same texts at once, and one form sent by eight threads at once."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from darddr.models.finding import Finding
from darddr.models.review import Review
from tests.kills.served import serving
from tests.kills.world import Answer, Browser, World, fields, made_world


@dataclass
class Saves:
    """What became of every save."""

    acknowledged: list[tuple[str, str]] = field(default_factory=list)
    conflicts: int = 0
    without_both_texts: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    lost: int = 0
    locked: int = 0

    def faults(self, wanted: int) -> list[str]:
        """Sentences saying what does not hold."""
        bad = {status: count for status, count in self.statuses.items() if status not in (200, 302, 422)}
        told = {
            f"{wanted - len(self.acknowledged)} of {wanted} saves were never acknowledged": len(self.acknowledged)
            != wanted,
            f"{self.lost} acknowledged saves are lost": self.lost,
            f"{self.without_both_texts} conflicts did not show both texts": self.without_both_texts,
            f"the database was locked {self.locked} times": self.locked,
            f"answers by status: {bad}": bad,
        }
        return [sentence for sentence, is_so in told.items() if is_so]


def together(work: list[Callable[[], object]]) -> None:
    """Run all of it in threads that begin at once."""
    begin = threading.Barrier(len(work))

    def run(one: Callable[[], object]) -> None:
        begin.wait()
        one()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def save_at_once(kind: str, folder: Path, editors: int, each: int, seed: int = 1) -> Saves:
    """Editors who each save a finding or a section so many times, every save a line of its own added to what they read."""
    saves = Saves()
    with made_world(kind, folder, editors) as world, serving(world) as server:
        people = world.people()
        for person in people:
            person.port = server.port

        def work(number: int, person: Browser) -> Callable[[], None]:
            chance = random.Random(seed * 1000 + number)

            def save() -> None:
                for turn in range(each):
                    where = chance.choice(("finding", "section"))
                    _add_line(world, person, where, f"line {number}-{turn} of {where}.", saves)

            return save

        together([work(number, person) for number, person in enumerate(people)])
        _count_lost(world, saves)
    saves.locked = world.log.read_text().lower().count("locked") + world.log.read_text().count("OperationalError")
    return saves


def _add_line(world: World, person: Browser, where: str, line: str, saves: Saves) -> None:
    """Read the text, add a line, save; after a conflict, combine both texts and save again."""
    address = f"/findings/{world.ids['finding']}" if where == "finding" else f"/reviews/{world.review}/sections/preface"
    asked = person.get(address)
    if asked is None or asked.status != 200:
        saves.statuses[asked.status if asked else 0] += 1
        return
    page = fields(asked.text)
    data = {**(world.finding("") if where == "finding" else {}), "version": page["version"]}
    data["text"] = f"{page['text']}\n{line}".strip()
    for _ in range(200):
        answer = person.post(address, data)
        saves.statuses[answer.status if answer else 0] += 1
        if answer is None or answer.status not in (302, 422):
            return
        if answer.status == 302:
            saves.acknowledged.append((where, line))
            return
        saves.conflicts += 1
        data = _combined(world, where, line, answer, saves)


def _combined(world: World, where: str, line: str, answer: Answer, saves: Saves) -> dict[str, str]:
    page = fields(answer.text)
    theirs, _, mine = page.get("combined-text", "").partition("\n\n")
    if not theirs or line in theirs or line not in mine or page.get("mine-text") != mine:
        saves.without_both_texts += 1
    data = {**(world.finding("") if where == "finding" else {}), "version": page["version"], "keep-text": "combined"}
    data.pop("text", None)
    return {**data, "mine-text": mine, "combined-text": f"{theirs}\n{line}"}


def _count_lost(world: World, saves: Saves) -> None:
    with world.looking() as session:
        kept = {
            "finding": session.get_one(Finding, world.ids["finding"]).text or "",
            "section": (session.get_one(Review, world.review).sections or {}).get("preface", ""),
        }
    saves.lost = sum(kept[where].splitlines().count(line) != 1 for where, line in saves.acknowledged)
