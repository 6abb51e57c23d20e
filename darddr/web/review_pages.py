"""What all pages of one review share: its bar, its sub-navigation, the way back."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from darddr.models.review import Review
from darddr.vocabulary.permissions import Permission as P
from darddr.web.access import may

PAGES = (
    ("Overview", "reviews.show", P.REVIEW_READ),
    ("Clocks", "clocks.show", P.REVIEW_READ),
    ("People", "people.index", P.PERSON_READ),
    ("Family", "family.index", P.FAMILY_READ),
    ("Panel", "memberships.index", P.REVIEW_READ),
    ("Questions", "questions.index", P.REVIEW_READ),
    ("Findings", "findings.index", P.FINDING_READ),
    ("Plan", "plans.of_review", P.PLAN_READ),
    ("Thread", "threads.show", P.FINDING_READ),
    ("Documents", "documents.index", P.DOCUMENT_READ),
    ("Home Office", "rounds.index", P.REVIEW_READ),
    ("History", "reviews.history", P.REVIEW_READ),
)

UNDER = {
    "family_contacts": "family",
    "family_tributes": "family",
    "home_office_letters": "rounds",
    "letter_points": "rounds",
}
"""Nouns whose pages stand under another's."""


def review_context(review: Review) -> dict[str, Any]:
    """`review`, `review_pages`: the links between its pages that this person may open (for components/page.html sub_navigation), and
    `reviews_crumb`: where the trail begins, which for whoever only follows reviews is where each stands.
    """
    noun = (request.endpoint or "").split(".")[0]
    noun = UNDER.get(noun, noun)
    pages = [
        {
            "title": title,
            "href": url_for(endpoint, review_id=review.id),
            "current": endpoint == request.endpoint or (endpoint.split(".")[0] == noun and noun != "reviews"),
        }
        for title, endpoint, permission in PAGES
        if may(permission, review)
    ]
    works_on_it = may(P.REVIEW_READ, review)
    stands = url_for("progress.reviews", partnership_id=review.partnership_id)
    crumb = {"title": "Reviews", "href": url_for("reviews.index") if works_on_it else stands}
    return {"review": review, "review_pages": pages, "reviews_crumb": crumb}
