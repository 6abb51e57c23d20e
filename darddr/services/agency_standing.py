"""Everything of one agency: what it owes, whether it answers and comes, when it was chased, what was recommended to it before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from darddr.models.partnership import Agency
from darddr.models.plan import Recommendation
from darddr.policies import Actor, require
from darddr.services import attendance, chases, issued_forms, repeats
from darddr.services.action_list import Page, actions_page
from darddr.services.action_wanted import Show, Wanted
from darddr.services.attendance import Attended
from darddr.services.chases import ChaseLine
from darddr.services.issued_forms import Returns
from darddr.services.repeats import Earlier
from darddr.vocabulary.permissions import Permission


@dataclass(frozen=True)
class AgencyStanding:
    """How one agency stands on a day, as far as the reader may see its actions."""

    overdue: Page
    open: Page
    returns: Returns
    attended: Attended
    last_chased_on: date | None
    chases: list[ChaseLine]
    repeated: list[tuple[Recommendation, list[Earlier]]]


def standing_of(session: Session, actor: Actor, agency: Agency, day: date) -> AgencyStanding:
    """What an executive asks an agency about. A fixed number of statements."""
    require(actor, Permission.PARTNERSHIP_PROGRESS, agency)

    def listed(show: Show) -> Page:
        wanted = Wanted(show, partnership_id=agency.partnership_id, agency_id=agency.id)
        return actions_page(session, actor, wanted, day)

    return AgencyStanding(
        overdue=listed(Show.OVERDUE),
        open=listed(Show.OPEN),
        returns=issued_forms.of_agency(session, actor, agency, day),
        attended=attendance.of_agency(session, agency),
        last_chased_on=chases.agency_last_chased(session, actor, agency),
        chases=chases.chases_of(session, agency),
        repeated=repeats.repeated_of_agency(session, actor, agency, day),
    )
