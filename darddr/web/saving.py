"""What a view does between a form and a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import render_template, request
from sqlalchemy.orm.exc import StaleDataError

from darddr.forms.base import Form, VersionedForm
from darddr.services.errors import Stale, Unfit
from darddr.web.session import db, give_up


def saved(form: Form, act: Callable[[], object]) -> bool:
    """Whether a posted form fitted and the verb was done. What a service finds unfit stands beside its field; where somebody
    saved meanwhile, both texts stand side by side. Then nothing is kept and nothing typed is lost.
    """
    if request.method == "POST" and isinstance(form, VersionedForm) and not form.take_choices(request.form):
        return False
    if not form.validate_on_submit():
        if request.method == "POST":
            give_up()
        return False
    try:
        _done(act)
    except Unfit as unfit:
        give_up()
        form.refuse(unfit.field, unfit.sentence)
        return False
    except Stale as stale:
        give_up()
        if not isinstance(form, VersionedForm):
            raise
        form.show_conflict(stale.theirs, stale.version, stale.saved_by, stale.saved_at)
        return False
    return True


def _done(act: Callable[[], object]) -> None:
    """Do it. Where somebody changed the row between reading and writing, look again: the verb then sees what they saved."""
    try:
        act()
        db().flush()
    except StaleDataError:
        db().rollback()
        act()
        db().flush()


def page(template: str, form: Form | None = None, **context: Any) -> tuple[str, int]:
    """A page with its form; 422 where the form was refused, so that nothing is committed."""
    return render_template(template, form=form, **context), 422 if form is not None and form.errors else 200
