"""The demonstration from nothing: a fresh instance, its people and reviews, and the main job into `demo-output/`.

It touches `instance/demo/` and `demo-output/` under the present folder and nothing else.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from darddr.demo import cast
from darddr.demo.asked import ask_agencies
from darddr.demo.kin import keep_kin
from darddr.demo.large import seed_large
from darddr.demo.place import Place
from darddr.demo.seed import seed_alderwick, seed_fennmoor
from darddr.demo.standing import keep_standing
from darddr.demo.tracker import tracker
from darddr.models.review import Review
from darddr.services import plans, reports
from darddr.services.errors import Refusal
from darddr.services.imports import import_plan
from darddr.services.opening import make_installation
from darddr.services.plan_files import read_file
from darddr.services.progress import headline
from darddr.settings import Settings
from darddr.storage.database import writing
from darddr.storage.files import write_private

FOLDER, OUTPUT = Path("instance/demo"), Path("demo-output")
PARTS = ("data", "keys", "keystore")
TRACKED_ACTIONS = 36
"""With the 24 actions the three reviews already have, the first partnership’s plans hold 60."""


@dataclass(frozen=True)
class Made:
    """What a demonstration came to: who can sign in with which password, the files, and the first sentence."""

    passwords: dict[str, str]
    people: list[dict[str, str | None]]
    files: list[Path]
    sentence: str


def settings() -> Settings:
    """Where the demonstration lives."""
    return Settings.for_instance(FOLDER, secure_cookies=False)


def exists() -> bool:
    """Whether a whole demonstration is here: its instance, and what the main job made last of all."""
    return (FOLDER / "data").exists() and (OUTPUT / "people.json").exists()


def remove() -> None:
    """Take away the demonstration's own folders. Raises Refusal where they are not plain folders of this place."""
    for folder in (*(FOLDER / part for part in PARTS), OUTPUT):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise Refusal(f"{folder} is not a folder of the demonstration, so nothing was removed.")
    for folder in (*(FOLDER / part for part in PARTS), OUTPUT):
        if folder.exists():
            shutil.rmtree(folder)


def build(say: Callable[[str], None], *, large: bool = False) -> Made:
    """Make everything, in one transaction, with a large review where one is wanted. Raises Refusal where a real instance's settings are in force."""
    if foreign := [
        name for name in ("DARDDR_DATABASE_URL", "DARDDR_KEYSTORE_URL", "DARDDR_INSTANCE") if name in os.environ
    ]:
        raise Refusal(
            f"{foreign[0]} names a real instance. Unset it to make the demonstration: invented people never go there."
        )
    new = [folder for folder in (*(FOLDER / part for part in PARTS), OUTPUT) if not folder.exists()]
    try:
        return _build(say, large)
    except BaseException:
        for folder in new:  # half a demonstration is of no use to anybody
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _build(say: Callable[[str], None], large: bool) -> Made:
    opened = make_installation(settings(), is_demo=True)
    passwords = {person.email: secrets.token_urlsafe(12) for person in (*cast.ALDERWICK_PEOPLE, *cast.FENNMOOR_PEOPLE)}
    OUTPUT.mkdir(exist_ok=True)
    with writing(opened.engine) as session:
        place, made = seed_alderwick(session, passwords, say)
        other, others = seed_fennmoor(session, passwords, say)
        files = _main_job(session, place, made, say)
        keep_kin(session, place, made["drafting"])
        say("a family’s part in a review, and an inquest")
        keep_standing(session, place)
        say("the partnership’s duties, priorities, seats and a meeting")
        ask_agencies(session, place)
        say("two update forms, of which one is outstanding")
        if large:
            say(f"a large review with the Home Office: {seed_large(session, other).reference}")
        sentence = headline(session, place.actors["executive chair"], place.partnership.id)
        people = [*_people(place, made["drafting"]), *_people(other, others["drafting"])]
    opened.engine.dispose()
    write_private(OUTPUT / "people.json", json.dumps(people, ensure_ascii=False, indent=2).encode())
    return Made(passwords, people, [*files, OUTPUT / "people.json"], sentence)


def _main_job(session: Session, place: Place, made: dict[str, Review], say: Callable[[str], None]) -> list[Path]:
    """Import a council's tracker, then build the documents of the review that is being drafted and the whole set of a published one."""
    data = tracker(TRACKED_ACTIONS)
    source = OUTPUT / "tracker-from-a-council.docx"
    plan = plans.plan_of(session, made["monitored"])
    counts = import_plan(session, place.coordinator, plan, read_file(source.name, data)[0])
    say(f"{counts.added} rows imported from a council’s tracker")
    files = []
    for review, kind in (
        (made["drafting"], "overview"),
        (made["monitored"], "action-plan"),
        *((made["monitoring"], kind.key) for kind in reports.KINDS.values() if made["monitoring"].state in kind.states),
    ):
        document = reports.build(session, place.coordinator, review, kind)
        target = OUTPUT / reports.file_name(review, kind)
        write_private(target, document.data())
        files.append(target)
    say(f"{len(files)} documents built, checked and searched for names, the whole set of a published review among them")
    return files


def _people(place: Place, review: Review) -> list[dict[str, str | None]]:
    """One person for each kind of user."""
    return [
        {
            "email": person.email,
            "name": person.name,
            "role": person.kind,
            "review": review.reference if person.review_role is not None else None,
        }
        for person in place.people
    ]
