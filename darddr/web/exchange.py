"""The list of actions as a file for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from flask import Blueprint, Response, abort, request
from flask_login import current_user
from sqlalchemy import Engine

from darddr import clock
from darddr.documents import action_export
from darddr.documents.action_export import Row
from darddr.policies import Actor
from darddr.services import exchange
from darddr.services.action_wanted import Wanted
from darddr.services.report_facts import MARKING
from darddr.storage.database import reading
from darddr.vocabulary.permissions import Permission as P
from darddr.web.access import allow, current_actor
from darddr.web.action_filters import filters_of
from darddr.web.session import afterwards, db, engine

bp = Blueprint("exchange", __name__)


@bp.route("/actions/export/<kind>")
@allow(P.OWN_WORK)
def actions(kind: str) -> Response:
    """Every action of the filter that this person may read; how many left is written to the log first."""
    if kind not in exchange.KINDS:
        abort(404)
    actor, day = current_actor(), clock.today()
    wanted = filters_of(db(), actor, request.args).wanted
    counted, reader = exchange.counts(db(), actor, wanted, day), current_user.user_id
    afterwards(lambda own: exchange.record(own, reader, kind, counted))
    name = f"actions-{day.isoformat()}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(_body(kind, actor, wanted), headers=headers, content_type=exchange.TYPES[kind])


def _body(kind: str, actor: Actor, wanted: Wanted) -> bytes | Iterator[bytes]:
    """A workbook whole, since its parts refer to each other; the others row by row while they are sent."""
    day = clock.today()
    if kind == "xlsx":
        return action_export.as_workbook(exchange.rows(db(), actor, wanted, day), "", MARKING, day)
    if kind == "csv":
        return _streamed(engine(), actor, wanted, action_export.as_csv)
    return _streamed(engine(), actor, wanted, lambda rows: action_export.as_json(rows, day))


def _streamed(
    database: Engine, actor: Actor, wanted: Wanted, written: Callable[[Iterator[Row]], Iterator[bytes]]
) -> Iterator[bytes]:
    """Rows read in a session of their own, which lasts as long as the sending; sent in larger pieces."""
    waiting, size = [], 0
    with reading(database) as session:
        for piece in written(exchange.rows(session, actor, wanted, clock.today())):
            waiting.append(piece)
            size += len(piece)
            if size >= 65_536:
                yield b"".join(waiting)
                waiting, size = [], 0
    yield b"".join(waiting)
