"""Fills an empty demonstration: the first partnership's few reviews, the second's one review in every state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from darddr import clock
from darddr.demo import cast
from darddr.demo.cast import Death
from darddr.demo.chasing import chase_up
from darddr.demo.place import Place, make_place
from darddr.demo.walk import Walk
from darddr.models.review import Review
from darddr.services import reviews
from darddr.services.reviews import Alleged, Died, Notification
from darddr.vocabulary.records import Manner, NotificationSource, Sex
from darddr.workflow.states import ReviewState as S

Progress = Callable[[str], None]


def seed_alderwick(session: Session, passwords: dict[str, str], say: Progress) -> tuple[Place, dict[str, Review]]:
    """Two reviews under way and one pending, all deaths by suicide; two published and monitored; one closed."""
    place = make_place(session, cast.ALDERWICK, "ALD", cast.ALDERWICK_PEOPLE, passwords)
    first, second, third = cast.OPEN_DEATHS
    made = {
        "drafting": open_and_walk(session, place, first, S.DRAFTING, 380, 12),
        "gathering": open_and_walk(session, place, second, S.GATHERING, 270, 14),
        "pending": open_and_walk(session, place, third, S.DECIDING, 30, 5),
    }
    say("two reviews under way and one pending")
    for name, death, state, days in (
        ("monitoring", cast.PUBLISHED_DEATHS[0], S.MONITORING, 1900),
        ("monitored", cast.PUBLISHED_DEATHS[1], S.MONITORING, 1600),
        ("closed", cast.PUBLISHED_DEATHS[2], S.CLOSED, 2400),
    ):
        made[name] = open_and_walk(session, place, death, state, days, 30)
        if state is S.MONITORING:
            place.work_on_actions(session, made[name])
    chase_up(session, place, [made["monitored"], made["monitoring"]])
    say("two published reviews whose actions are monitored and one closed")
    return place, made


def seed_fennmoor(session: Session, passwords: dict[str, str], say: Progress) -> tuple[Place, dict[str, Review]]:
    """One review in every state."""
    place = make_place(session, cast.FENNMOOR, "FEN", cast.FENNMOOR_PEOPLE, passwords)
    made = {}
    for number, state in enumerate(S):
        death = Death(
            cast.OTHER_NAMES[number],
            cast.OTHER_PSEUDONYMS[number],
            Sex.FEMALE,
            Manner.HOMICIDE if number % 3 else Manner.SUICIDE,
            f"{1950 + number * 2}-0{number % 9 + 1}-1{number % 9}",
            f"2023-0{number % 9 + 1}-0{number % 8 + 1}",
        )
        made[state.value] = open_and_walk(session, place, death, state, 900, 14)
    say("a second partnership with a review in every state")
    return place, made


def open_and_walk(session: Session, place: Place, death: Death, state: S, days_ago: int, gap: int) -> Review:
    """A review of a death, notified so many days ago and walked to a state."""
    received = clock.today() - timedelta(days=days_ago)
    review = notify(session, place, death, received)
    Walk(session, place, review, received, gap, clock.today()).to(state)
    session.flush()
    return review


def notify(session: Session, place: Place, death: Death, received: date) -> Review:
    """A death notified on a day."""
    died_on = date.fromisoformat(death.died)
    told = Notification(
        received_on=received,
        source=NotificationSource.POLICE,
        month_of_death=died_on.replace(day=1),
        circumstances="Police told the partnership in writing of a death at home, after earlier reports of abuse.",
        died=(
            Died(
                names=(death.real_name,),
                pseudonym=death.pseudonym,
                sex=death.sex,
                manner=death.manner,
                date_of_birth=death.born,
                date_of_death=death.died,
            ),
        ),
        alleged=(Alleged((death.other_name,), death.other_pseudonym),) if death.other_name else (),
    )
    return reviews.notify(session, place.coordinator, place.partnership, told)
