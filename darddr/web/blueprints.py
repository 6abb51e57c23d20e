"""Every blueprint of the application, one per noun."""

from darddr.web.accounts import bp as accounts
from darddr.web.actions import bp as actions
from darddr.web.agencies import bp as agencies
from darddr.web.auth import bp as auth
from darddr.web.documents import bp as documents
from darddr.web.duties import bp as duties
from darddr.web.figures import bp as figures
from darddr.web.findings import bp as findings
from darddr.web.home import bp as home
from darddr.web.imports import bp as imports
from darddr.web.live_reviews import bp as live_reviews
from darddr.web.log import bp as log
from darddr.web.meetings import bp as meetings
from darddr.web.memberships import bp as memberships
from darddr.web.names import bp as names
from darddr.web.notifications import bp as notifications
from darddr.web.packs import bp as packs
from darddr.web.people import bp as people
from darddr.web.plans import bp as plans
from darddr.web.progress import bp as progress
from darddr.web.publication import bp as publication
from darddr.web.questions import bp as questions
from darddr.web.recommendations import bp as recommendations
from darddr.web.reviews import bp as reviews

ALL = (
    accounts,
    actions,
    agencies,
    auth,
    documents,
    duties,
    figures,
    findings,
    home,
    imports,
    live_reviews,
    log,
    meetings,
    memberships,
    names,
    notifications,
    packs,
    people,
    plans,
    progress,
    publication,
    questions,
    recommendations,
    reviews,
)
