"""Every blueprint of the application, one per noun."""

from darddr.web import (
    accounts,
    actions,
    agencies,
    auth,
    documents,
    findings,
    home,
    imports,
    live_reviews,
    log,
    memberships,
    names,
    notifications,
    people,
    plans,
    progress,
    publication,
    questions,
    recommendations,
    reviews,
)

ALL = tuple(
    module.bp
    for module in (
        accounts,
        actions,
        agencies,
        auth,
        documents,
        findings,
        home,
        imports,
        live_reviews,
        log,
        memberships,
        names,
        notifications,
        people,
        plans,
        progress,
        publication,
        questions,
        recommendations,
        reviews,
    )
)
