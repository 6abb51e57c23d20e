"""Two partnerships: one with two reviews and a plan of its own, one with a review elsewhere, and everybody around them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from darddr.models.finding import Finding
from darddr.models.home_office import LetterPoint
from darddr.models.partnership import Agency, Partnership
from darddr.models.user import Exclusion, Membership, User
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from tests.access import case
from tests.access.planting import plant
from tests.factories import LONG_AGO, Make

ACTORS = (
    "coordinator",
    "outsider_coordinator",
    "former_coordinator",
    "chair",
    "other_chair",
    "author",
    "panel",
    "other_panel",
    "former_panel",
    "imr_author",
    "agency_approver",
    "approver_at_large",
    "owner",
    "executive",
    "executive_chair",
    "excluded",
    "excluded_chair",
    "excluded_executive",
    "excluded_owner",
    "administrator",
    "auditor",
    "nobody",
)
"""Everybody who can sign in. An executive's deputy holds the role of its chair, so has no line of their own."""

BARRED = ("anonymous", "suspended", "one_time_password")
"""Whoever is shown the way in and nothing else."""

ENDED = date(2021, 1, 1)


@dataclass
class World:
    """Who there is, and the values that URLs need: of the home review, and of every other place by its name."""

    people: dict[str, User] = field(default_factory=dict)
    url_values: dict[str, UUID | str] = field(default_factory=dict)
    places: dict[str, dict[str, Any]] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    drafts: dict[str, UUID] = field(default_factory=dict)


def build_world(make: Make) -> World:
    """A world in the session of `make`, a canary in every sealed field; nothing is committed."""
    world = World()
    home, elsewhere = make.partnership(), make.partnership()
    home.nation = "wales"
    agency, group = make.agency(home), make.group(home)
    far_agency, far_group = make.agency(elsewhere), make.group(elsewhere)
    _partnership_people(make, world.people, home, elsewhere)
    people = world.people
    reviews = {}
    for name, leads, answers, by, owner, conflicted in (
        ("home", agency, group, "coordinator", "owner", "nobody"),
        ("second", agency, group, "coordinator", "other_owner", "nobody"),
        ("far", far_agency, far_group, "outsider_coordinator", "far_owner", "far_nobody"),
    ):
        reviews[name], world.places[name] = case.whole_review(
            make, leads, answers, people[by], people[owner], people[conflicted]
        )
        world.references[name] = reviews[name].reference
    _review_people(make, people, reviews["home"], reviews["second"], agency)
    world.places["theme"] = case.whole_theme(
        make, agency, group, people["coordinator"], people["other_owner"], reviews["home"]
    )
    world.places["home"] |= case.own_duties(make, world.places["home"], people["coordinator"])
    case.own_action(make, world.places["home"], agency, people["excluded_owner"])
    own = {"own_plan_id": world.places["theme"]["plan_id"]}
    world.url_values = {**world.places["home"], **own, **_memberships(make, people)}
    world.places["home"] = world.url_values
    _drafts(make, world)
    plant(make.session, {row.id: name for name, row in reviews.items()}, home.id, _far_people(people))
    world.emails = {name: user.email or "" for name, user in people.items()}
    return world


def _partnership_people(make: Make, people: dict[str, User], home: Partnership, elsewhere: Partnership) -> None:
    for name, role in (
        ("coordinator", PartnershipRole.COORDINATOR),
        ("excluded", PartnershipRole.COORDINATOR),
        ("executive", PartnershipRole.EXECUTIVE),
        ("excluded_executive", PartnershipRole.EXECUTIVE),
        ("executive_chair", PartnershipRole.EXECUTIVE_CHAIR),
        ("administrator", PartnershipRole.ADMINISTRATOR),
        ("auditor", PartnershipRole.AUDITOR),
        ("suspended", PartnershipRole.COORDINATOR),
        ("one_time_password", PartnershipRole.COORDINATOR),
    ):
        people[name] = make.member(home, role)
    people["suspended"].is_active = False
    people["one_time_password"].password_is_one_time = True
    people["former_coordinator"] = make.member(home, PartnershipRole.COORDINATOR, ended_on=ENDED)
    people["outsider_coordinator"] = make.coordinator(elsewhere)
    for name in ("owner", "other_owner", "far_owner", "excluded_owner", "nobody", "far_nobody"):
        people[name] = make.user()


def _review_people(make: Make, people: dict[str, User], home: Any, second: Any, agency: Agency) -> None:
    for name, review, role in (
        ("chair", home, ReviewRole.CHAIR),
        ("excluded_chair", home, ReviewRole.CHAIR),
        ("author", home, ReviewRole.AUTHOR),
        ("other_chair", second, ReviewRole.CHAIR),
    ):
        people[name] = make.on_review(review, role)
    for name, review, role in (
        ("panel", home, ReviewRole.PANEL),
        ("other_panel", second, ReviewRole.PANEL),
        ("imr_author", home, ReviewRole.IMR_AUTHOR),
        ("agency_approver", home, ReviewRole.AGENCY_APPROVER),
    ):
        people[name] = make.on_review(review, role, agency=agency)
    make.session.query(Finding).filter_by(review_id=home.id).one().recorded_by_id = people["panel"].id
    make.session.query(LetterPoint).filter_by(review_id=home.id).one().owner_id = people["panel"].id
    people["former_panel"] = make.on_review(home, ReviewRole.PANEL, agency=agency, ended_on=ENDED)
    people["approver_at_large"] = make.user()
    make.keep(
        Membership(
            user_id=people["approver_at_large"].id,
            partnership_id=home.partnership_id,
            agency_id=agency.id,
            role=ReviewRole.AGENCY_APPROVER.value,
            started_on=LONG_AGO,
        )
    )
    for name in ("excluded", "excluded_chair", "excluded_executive", "excluded_owner"):
        make.excluded(home, people[name])


def _memberships(make: Make, people: dict[str, User]) -> dict[str, UUID]:
    """A membership of the review, one of the partnership, which an administrator ends, and a declared conflict."""

    def of(name: str) -> UUID:
        return make.session.query(Membership).filter_by(user_id=people[name].id).one().id

    conflict = make.session.query(Exclusion).filter_by(user_id=people["excluded_owner"].id).one()
    return {
        "membership_id": of("panel"),
        "partnership_membership_id": of("executive"),
        "exclusion_id": conflict.id,
    }


def _drafts(make: Make, world: World) -> None:
    """Drafts of several people; those of the coordinator are the ones that the URLs of this world name."""
    for name in ("coordinator", "excluded", "former_coordinator"):
        world.drafts[f"build of {name}"] = case.build_draft(make, world.places["home"], world.people[name])
    for name in ("coordinator", "former_coordinator"):
        world.drafts[f"change of {name}"] = case.change_draft(make, world.places["home"], world.people[name])
    for name in ("coordinator", "author", "excluded", "former_panel"):
        world.drafts[f"import of {name}"] = case.import_draft(make, world.places["home"], world.people[name])
    for name in ("coordinator", "former_coordinator"):
        world.drafts[f"return of {name}"] = case.return_draft(make, world.places["home"], world.people[name])
    for name in ("coordinator", "author"):
        world.drafts[f"letter of {name}"] = case.letter_draft(make, world.places["home"], world.people[name])
        world.drafts[f"paste of {name}"] = case.pasted_draft(make, world.places["home"], world.people[name])
    for name in ("coordinator", "excluded", "former_coordinator"):
        partnership_id = world.places["home"]["partnership_id"]
        world.drafts[f"notification of {name}"] = case.notification_draft(make, partnership_id, world.people[name])


def _far_people(people: dict[str, User]) -> set[UUID]:
    return {people[name].id for name in ("outsider_coordinator", "far_owner", "far_nobody")}
