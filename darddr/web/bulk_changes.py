"""One change of several actions: choose, say what changes, look at what it would do, save."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from darddr import clock
from darddr.forms.bulk_changes import ChangeForm, GoAheadForm
from darddr.models.action import Action
from darddr.models.draft import Draft
from darddr.services import bulk_changes
from darddr.services.action_list import matching_ids
from darddr.services.bulk_changes import Change, Verdict
from darddr.services.drafts import own_draft
from darddr.services.errors import Unfit
from darddr.services.partnerships import agencies_of, groups_of
from darddr.services.wording import counted
from darddr.vocabulary.permissions import Permission as P
from darddr.vocabulary.roles import PartnershipRole, ReviewRole
from darddr.web.access import allow, current_actor
from darddr.web.action_filters import filters_of
from darddr.web.saving import page, saved
from darddr.web.session import db

bp = Blueprint("bulk_changes", __name__)


@bp.route("/actions/change", methods=["GET", "POST"])
@allow(P.OWN_WORK)
def choose() -> tuple[str, int] | Response:
    """Say what the chosen actions are to be given. The service asks of each whether this person may change it."""
    if not may_change_several():
        abort(404)
    actions, refused = _chosen()
    form = _with_choices(ChangeForm(), actions)
    if refused:
        form.form_errors.append(refused)
        return page("bulk_changes/choose.html", form, actions=())
    kept: list[Draft] = []
    if saved(form, lambda: kept.append(bulk_changes.keep_choice(db(), current_actor(), actions, _told(form)))):
        return redirect(url_for("bulk_changes.preview", draft_id=kept[0].id))
    return page("bulk_changes/choose.html", form, actions=actions)


def _own_choice(session: Session, draft_id: UUID) -> Draft | None:
    """A choice of one's own, for as long as one may change any action at all."""
    if not may_change_several():
        return None
    return own_draft(session, current_actor().user_id, draft_id, bulk_changes.KIND)


@bp.route("/actions/change/<uuid:draft_id>", methods=["GET", "POST"])
@allow(P.OWN_WORK, load=_own_choice)
def preview(draft: Draft) -> tuple[str, int] | Response:
    """What would change and what is refused and why; posting saves it."""
    actions, change = bulk_changes.choice_of(db(), current_actor(), draft)
    form = GoAheadForm()
    done: list[list[Verdict]] = []
    if saved(form, lambda: done.append(_carry_out(draft, actions, change, form))):
        flash(f"{_summary(done[0])} {_left(done[0])}".strip(), "success")
        return redirect(url_for("actions.index"))
    verdicts = bulk_changes.preview(db(), current_actor(), actions, change)
    form.seen.data = bulk_changes.stamp(actions)
    return page("bulk_changes/preview.html", form, verdicts=verdicts, summary=_counts(verdicts))


def _carry_out(draft: Draft, actions: Sequence[Action], change: Change, form: GoAheadForm) -> list[Verdict]:
    verdicts = bulk_changes.carry_out(db(), current_actor(), actions, change, form.seen.data or "")
    db().delete(draft)
    return verdicts


def may_change_several() -> bool:
    """Whether there can be an action at all that the signed-in person may change."""
    actor = current_actor()
    return bool(actor.partnerships_as(PartnershipRole.COORDINATOR) or actor.reviews_as(ReviewRole.CHAIR))


def _chosen() -> tuple[list[Action], str]:
    """The actions somebody ticked, or all that a filter finds; a sentence instead where there are none, or too many."""
    if request.method == "GET" and request.args.get("all"):
        wanted = filters_of(db(), current_actor(), request.args).wanted
        ids = matching_ids(db(), current_actor(), wanted, clock.today(), bulk_changes.AT_MOST)
    else:
        given = request.form.getlist("action") if request.method == "POST" else request.args.getlist("action")
        ids = [each for each in map(_id, given) if each is not None]
    try:
        return bulk_changes.chosen_actions(db(), current_actor(), ids), ""
    except Unfit as unfit:
        return [], unfit.sentence


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _with_choices(form: ChangeForm, actions: Sequence[Action]) -> ChangeForm:
    place = actions[0].partnership_id if actions else None
    agencies = agencies_of(db(), place) if place else []
    groups = groups_of(db(), place) if place else []
    form.agency_id.choices = {"": "As it is", **{str(agency.id): agency.name for agency in agencies}}
    form.group_id.choices = {"": "As it is", **{str(group.id): group.name for group in groups}}
    return form


def _told(form: ChangeForm) -> Change:
    return Change(
        owner_post=form.owner_post.data or "",
        owner_email=form.owner_email.data or "",
        agency_id=form.agency_id.data,
        group_id=form.group_id.data,
        target=form.target.data or "",
        date_reason=form.date_reason.data or "",
        agreed_by=form.agreed_by.data or "",
    )


def _counts(verdicts: Sequence[Verdict]) -> dict[str, int]:
    changing = sum(bool(one.changes) for one in verdicts)
    refused = sum(bool(one.refused) for one in verdicts)
    return {"changing": changing, "refused": refused, "same": len(verdicts) - changing - refused}


def _summary(verdicts: Sequence[Verdict]) -> str:
    return f"{counted(_counts(verdicts)['changing'], 'action')} changed.".capitalize()


def _left(verdicts: Sequence[Verdict]) -> str:
    refused = _counts(verdicts)["refused"]
    return f"{counted(refused, 'action')} refused and left as before.".capitalize() if refused else ""
