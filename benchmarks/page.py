"""Ratio 12: a signed-in page of 50 actions, the whole request, against the bare driver and hand-made HTML in the same Flask.

Run: python benchmarks/page.py. To be earned: at most 2.0 x. Both answers are the same bytes but for the token against
forged requests and the form's own key, which both make anew: same session cookie, same check of the session in the
database, same roles, same count and rows, the same 51 sealed values opened. The bare view knows its reader's role and
its page beforehand, sends six statements through the driver and fills gaps in ready-made text. The
peer is what one writes first: Flask-Login with the user as an ORM object, the rows as ORM objects, the same template.
"""

from __future__ import annotations

import io
import re
import secrets
import sys
from collections.abc import Callable
from datetime import date, timedelta
from html import escape
from typing import Any, NamedTuple
from uuid import UUID

import orjson
import sqlalchemy as sa
from flask import Flask, abort, render_template, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from fresh import told
from national import Size
from places import filled, kinds
from side_by_side import beside, interleaved, ratio, shown
from werkzeug.datastructures import MultiDict

from darddr import clock
from darddr.app import create_app
from darddr.crypto import ring
from darddr.crypto.scopes import Scope, SealClass
from darddr.models.action import Action, UpdateKind
from darddr.models.partnership import Agency, Group
from darddr.models.plan import Plan
from darddr.models.user import User
from darddr.services import accounts
from darddr.services.action_list import Cursor, Line, Page
from darddr.services.exchange import KINDS
from darddr.services.standing import standing_of
from darddr.storage.database import writing
from darddr.web.access import current_actor, public
from darddr.web.action_filters import filters_of
from darddr.web.bulk_changes import may_change_several
from darddr.web.components import day_text
from darddr.web.session import db
from darddr.workflow.states import ActionState

LIMIT = 2.0
PAGE = 50

TOKEN = re.compile('name="csrf-token" content="([^"]+)"')
FORM_KEY = re.compile('name="form_key" value="([^"]+)"')

SESSION = (
    "SELECT s.user_id, u.identity_record FROM user_sessions s JOIN users u ON u.id = s.user_id WHERE s.token_digest = ?"
    " AND s.ended_at IS NULL AND s.seen_at > ? AND s.started_at > ? AND u.is_active = ?"
)
ROLES = (
    "SELECT m.role, m.review_id, p.id, p.name FROM memberships m JOIN partnerships p ON p.id = m.partnership_id"
    " WHERE m.user_id = ? AND m.started_on <= ? AND (m.ended_on IS NULL OR m.ended_on > ?)"
)
EXCLUDED = "SELECT review_id FROM exclusions WHERE user_id = ?"
NAMES = (
    "SELECT 'a', id, name FROM agencies WHERE partnership_id = ?"
    " UNION ALL SELECT 'g', id, name FROM groups WHERE partnership_id = ?"
)
COUNT = "SELECT count(*) FROM actions WHERE partnership_id = ? AND {open}"
ROWS = (
    "SELECT a.id, a.review_id, a.number, a.state, a.due_on, a.slips, a.concern,"
    " a.milestone_due_on, a.last_chased_on, a.learning_record, p.reference, g.name, o.name"
    " FROM actions a JOIN plans p ON p.id = a.plan_id LEFT JOIN agencies g ON g.id = a.lead_agency_id"
    " LEFT JOIN groups o ON o.id = a.group_id WHERE a.partnership_id = ? AND a.{open} AND a.due_on IS NOT NULL"
    " ORDER BY a.due_on, a.id LIMIT 51"
)


class Bare:
    """The page by hand. `skeleton` is our own answer with gaps where its values stood."""

    def __init__(self, app: Flask, engine: sa.Engine, kind: str) -> None:
        self.engine, self.skeleton = engine, ""
        self.mark, self.open = ("?", "is_open = 1") if kind == "sqlite" else ("%s", "is_open")
        self.key: Callable[[UUID], Any] = (lambda value: value.hex) if kind == "sqlite" else (lambda value: value)
        self.idle = timedelta(minutes=20)
        app.add_url_rule("/bare", "bare", public(lambda: self.view()))

    def fetch(self, connection: Any, statement: str, *bound: Any) -> list[Any]:
        cursor = connection.cursor()
        cursor.execute(statement.replace("?", self.mark).replace("{open}", self.open), bound)
        rows: list[Any] = cursor.fetchall()
        cursor.close()
        return rows

    def view(self) -> str:
        """Everything the page of ours does, and nothing else."""
        connection = self.engine.raw_connection()
        try:
            return self._page(connection)
        finally:
            connection.close()

    def _page(self, connection: Any) -> str:
        now, day = clock.now(), clock.today()
        digest = ring().mac("session", session["_user_id"].encode())
        since = (now - self.idle, now - timedelta(hours=8))
        if self.mark == "?":
            since = tuple(each.strftime("%Y-%m-%d %H:%M:%S.%f") for each in since)  # type: ignore[assignment]
        found = self.fetch(connection, SESSION, digest, *since, True)
        if not found:
            abort(404)
        user_id = _id(found[0][0])
        name = orjson.loads(ring().open(found[0][1], Scope.installation(), SealClass.IDENTITY, "users", user_id))[
            "name"
        ]
        today = day.isoformat() if self.mark == "?" else day
        roles = self.fetch(connection, ROLES, self.key(user_id), today, today)
        if roles[0][0] != "coordinator" or self.fetch(connection, EXCLUDED, self.key(user_id)):
            abort(404)
        place, partnership = self.key(_id(roles[0][2])), roles[0][3]
        names = self.fetch(connection, NAMES, place, place)
        total = self.fetch(connection, COUNT, place)[0][0]
        rows = self.fetch(connection, ROWS, place)
        return self._filled(day, name, partnership, names, total, rows)

    def _filled(self, day: date, name: str, partnership: str, names: Any, total: int, rows: Any) -> str:
        chosen: dict[str, list[tuple[str, str]]] = {"a": [], "g": []}
        for which, key, title in names:
            chosen[which].append((str(_id(key)), title))
        gaps = {
            "@csrf@": generate_csrf(),
            "@form@": secrets.token_urlsafe(16),
            "@name@": escape(name),
            "@partnership@": escape(partnership),
            "@agencies@": _options(chosen["a"]),
            "@groups@": _options(chosen["g"]),
            "@total@": f"{total:,}",
            "@rows@": "".join([_row(row, day) for row in rows[:PAGE]]),
            "@next@": f"{_day(rows[PAGE - 1][4])}_{_id(rows[PAGE - 1][0])}",
        }
        text = self.skeleton
        for gap, value in gaps.items():
            text = text.replace(gap, value)
        return text


def _id(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)


def _options(choices: list[tuple[str, str]]) -> str:
    listed = [*sorted(choices, key=lambda choice: choice[1].casefold()), ("none", "None named")]
    return "".join([f'<option value="{key}">{escape(title)}</option>' for key, title in listed])


class Stands(NamedTuple):
    """What a colour is derived from."""

    state: ActionState
    due_on: date
    slips: int
    concern: UpdateKind | None
    milestone_due_on: date | None


def _row(row: Any, day: date) -> str:
    row_id, review_id, number, state, due, slips, concern, milestone, chased, record, plan, agency, group = row
    row_id, due = _id(row_id), _day(due)
    words = orjson.loads(ring().open(record, Scope.review(_id(review_id)), SealClass.LEARNING, "actions", row_id))
    text = words.get("text", "")
    if len(text) > 165:
        text = text[:157].rsplit(" ", 1)[0] + "..."
    stands = Stands(ActionState(state), due, slips, UpdateKind(concern) if concern else None, milestone)
    found = standing_of(stands, day)
    moved = f'<span class="dd-quiet">, moved back {slips} times</span>' if slips else ""
    led_by = "; ".join(filter(None, [agency, *words.get("lead_agencies", [])]))
    return (
        f'<tr class="govuk-table__row">\n  <th scope="row" class="govuk-table__header"><span class="dd-tick">'
        f'<input type="checkbox" name="action" value="{row_id}" id="tick-{row_id}"><label for="tick-{row_id}">'
        f'<span class="govuk-visually-hidden">Choose action {escape(number)}</span></label></span> {escape(number)} '
        f'<a class="govuk-link" href="/actions/{row_id}">{escape(text)}</a></th>\n'
        f'  <td class="govuk-table__cell govuk-table__cell--date">{escape(plan)}</td>\n'
        f'  <td class="govuk-table__cell">{escape(led_by)}</td>\n  <td class="govuk-table__cell">{escape(group or "")}</td>\n'
        f'  <td class="govuk-table__cell">{day_text(due)}{moved}</td>\n'
        f'  <td class="govuk-table__cell"><strong class="govuk-tag govuk-tag--{found.brag.value}">{escape(found.words)}</strong>'
        f' <span class="dd-quiet">{escape(stands.state.label)}</span></td>\n'
        f'  <td class="govuk-table__cell govuk-table__cell--date">{day_text(_day(chased)) if chased else ""}</td>\n</tr>\n'
    )


def peer(app: Flask) -> None:
    """The page as one writes it first."""

    def view() -> str:
        user = db().get(User, current_user.user_id)
        if user is None:
            abort(404)
        actor = current_actor()
        wanted = sa.select(Action).where(Action.partnership_id.in_(actor.partnership_roles), Action.is_open)
        total = db().scalar(sa.select(sa.func.count()).select_from(wanted.subquery())) or 0
        rows = db().scalars(wanted.order_by(Action.due_on.is_(None), Action.due_on, Action.id).limit(PAGE)).all()
        lines = [
            Line(
                **{
                    name: getattr(row, name)
                    for name in ("id", "number", "text", "due_on", "state", "slips", "last_chased_on")
                },
                plan=db().get_one(Plan, row.plan_id).reference,
                led_by=db().get_one(Agency, row.lead_agency_id).name if row.lead_agency_id else "",
                group=db().get_one(Group, row.group_id).name if row.group_id else "",
                target_text=row.target_text or "",
                standing=standing_of(row, clock.today()),
            )
            for row in rows
        ]
        filters = filters_of(db(), actor, MultiDict())
        found = Page(tuple(lines), total, Cursor(rows[-1].due_on, rows[-1].id))  # type: ignore[arg-type]
        return render_template(
            "actions/index.html",
            filters=filters,
            found=found,
            begun=False,
            may_change=may_change_several(),
            kinds=KINDS,
        )

    app.add_url_rule("/peer", "peer", public(view))


class Reader:
    """Somebody signed in, asking by WSGI without a test client's ceremony."""

    def __init__(self, app: Flask, engine: sa.Engine, user_id: UUID) -> None:
        self.app = app
        with writing(engine) as own:
            token = accounts.start_session(own, user_id)
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        client.get("/actions")
        kept = client.get_cookie("darddr")
        assert kept is not None
        self.cookie = f"darddr={kept.value}"

    def get(self, path: str) -> str:
        """The text of a page. Raises AssertionError for anything but 200."""
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_COOKIE": self.cookie,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        status: list[str] = []
        chunks = self.app(environ, lambda said, *_: status.append(said))
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        assert status[0].startswith("200"), status
        return body.decode()


def skeleton(page: str) -> str:
    """Our own answer with gaps for whatever a reader, a partnership or a day decides."""
    head, rest = page.split('<tbody class="govuk-table__body">', 1)
    _, tail = rest.split("</tbody>", 1)
    for name in ("agency", "group"):
        before, after = head.split(f'id="filter-{name}" name="{name}">\n<option value="">Any</option>', 1)
        _, after = after.split("\n</div>" if "</select>" not in after.split("\n", 1)[0] else "</select>", 1)
        gap = "@agencies@" if name == "agency" else "@groups@"
        head = f'{before}id="filter-{name}" name="{name}">\n<option value="">Any</option>{gap}</select>{after}'
    token, form_key = keys(page)
    total = head.rsplit("50 of ", 1)[1].split(" actions", 1)[0]
    cursor = tail.split("after=", 1)[1].split('"', 1)[0]
    text = f'{head}<tbody class="govuk-table__body">@rows@</tbody>{tail}'
    for value, gap in (
        (token, "@csrf@"),
        (form_key, "@form@"),
        ("Review coordinator of partnership 01", "@name@"),
        ("Partnership 01", "@partnership@"),
        (f"50 of {total} actions", "50 of @total@ actions"),
        (f"all {total}</a>", "all @total@</a>"),
        (cursor, "@next@"),
    ):
        text = text.replace(value, gap)
    return text


def keys(page: str) -> tuple[str, str]:
    """The two values of a page that are new each time: the token against forged requests and the key of its one form."""
    return TOKEN.findall(page)[0], FORM_KEY.findall(page)[0]


def compared(page: str) -> str:
    """A page without what is new each time and without spaces between tags."""
    for value in keys(page):
        page = page.replace(value, "")
    return "".join(page.split())


def measure(kind: str) -> list[tuple[str, float, float]]:
    """The figure of one database."""
    name = f"12 {kind}"
    with filled(kind, Size(partnerships=10)) as (chosen, engine, national):
        app = create_app(chosen)
        bare = Bare(app, app.extensions["darddr.engine"], kind)
        peer(app)
        reader = Reader(app, engine, national.places[0].coordinator_id)
        bare.skeleton = skeleton(reader.get("/actions"))
        assert compared(reader.get("/bare")) == compared(reader.get("/actions")), "the two pages differ"
        works = {
            "ours": lambda: reader.get("/actions"),
            "bare driver, hand-made HTML": lambda: reader.get("/bare"),
            "Flask-Login, ORM objects": lambda: reader.get("/peer"),
        }
        times = interleaved(works, rounds=15, repeat=10)
        app.extensions["darddr.engine"].dispose()
    shown(name, times)
    beside(f"{name}: Flask-Login, ORM objects", times, "ours", "Flask-Login, ORM objects")
    return [(f"{name}: signed-in page of 50", ratio(times, "ours", "bare driver, hand-made HTML"), LIMIT)]


def main() -> int:
    """Measure both databases."""
    return told([figure for kind in kinds() for figure in measure(kind)])


if __name__ == "__main__":
    sys.exit(main())
