"""Every blueprint of the application, one per noun."""

from darddr.web.accounts import bp as accounts
from darddr.web.action_milestones import bp as action_milestones
from darddr.web.actions import bp as actions
from darddr.web.agencies import bp as agencies
from darddr.web.auth import bp as auth
from darddr.web.builds import bp as builds
from darddr.web.bulk_changes import bp as bulk_changes
from darddr.web.chases import bp as chases
from darddr.web.clock_settings import bp as clock_settings
from darddr.web.clocks import bp as clocks
from darddr.web.closures import bp as closures
from darddr.web.comparison import bp as comparison
from darddr.web.documents import bp as documents
from darddr.web.duties import bp as duties
from darddr.web.evidence import bp as evidence
from darddr.web.exchange import bp as exchange
from darddr.web.family import bp as family
from darddr.web.family_contacts import bp as family_contacts
from darddr.web.family_tributes import bp as family_tributes
from darddr.web.figures import bp as figures
from darddr.web.findings import bp as findings
from darddr.web.holds import bp as holds
from darddr.web.home import bp as home
from darddr.web.home_office_letters import bp as home_office_letters
from darddr.web.house_templates import bp as house_templates
from darddr.web.impact import bp as impact
from darddr.web.imports import bp as imports
from darddr.web.leak_hits import bp as leak_hits
from darddr.web.letter_points import bp as letter_points
from darddr.web.linked_processes import bp as linked_processes
from darddr.web.live_reviews import bp as live_reviews
from darddr.web.log import bp as log
from darddr.web.meetings import bp as meetings
from darddr.web.memberships import bp as memberships
from darddr.web.names import bp as names
from darddr.web.national import bp as national
from darddr.web.notifications import bp as notifications
from darddr.web.packs import bp as packs
from darddr.web.pasted import bp as pasted
from darddr.web.people import bp as people
from darddr.web.plans import bp as plans
from darddr.web.progress import bp as progress
from darddr.web.publication import bp as publication
from darddr.web.questions import bp as questions
from darddr.web.recommendations import bp as recommendations
from darddr.web.redactions import bp as redactions
from darddr.web.register import bp as register
from darddr.web.releases import bp as releases
from darddr.web.repeats import bp as repeats
from darddr.web.returns import bp as returns
from darddr.web.reviews import bp as reviews
from darddr.web.rounds import bp as rounds
from darddr.web.themes import bp as themes
from darddr.web.threads import bp as threads
from darddr.web.update_forms import bp as update_forms
from darddr.web.withheld import bp as withheld
from darddr.web.wordings import bp as wordings

ALL = (
    accounts,
    action_milestones,
    actions,
    agencies,
    auth,
    builds,
    bulk_changes,
    chases,
    clock_settings,
    clocks,
    closures,
    comparison,
    documents,
    evidence,
    exchange,
    duties,
    family,
    family_contacts,
    family_tributes,
    figures,
    findings,
    holds,
    home,
    home_office_letters,
    house_templates,
    impact,
    imports,
    leak_hits,
    letter_points,
    linked_processes,
    live_reviews,
    log,
    meetings,
    memberships,
    names,
    national,
    notifications,
    pasted,
    packs,
    people,
    plans,
    progress,
    publication,
    questions,
    recommendations,
    redactions,
    register,
    releases,
    returns,
    reviews,
    rounds,
    update_forms,
    withheld,
    wordings,
    repeats,
    themes,
    threads,
)
