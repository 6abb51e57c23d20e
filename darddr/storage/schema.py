"""A schema as the database itself tells it: every table, column, constraint, index and trigger by name, in its own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from uuid import uuid4

import sqlalchemy as sa

Told = dict[str, str]
"""“index ix_changes_subject” to what the database says of it."""

_SQLITE = """
SELECT type, name, tbl_name, sql FROM sqlite_master
WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND tbl_name <> 'alembic_version'
"""

_POSTGRESQL = """
WITH here AS (SELECT oid, quote_ident(nspname) || '.' AS prefix FROM pg_namespace WHERE nspname = current_schema()),
ours AS (
    SELECT c.oid, c.relname, c.relkind FROM pg_class c, here
    WHERE c.relnamespace = here.oid AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname <> 'alembic_version'
),
told (name, words) AS (
    SELECT 'table ' || relname, relkind::text FROM ours
    UNION ALL
    SELECT 'column ' || ours.relname || '.' || a.attname,
        format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END
        || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '') || a.attidentity::text || a.attgenerated::text
        || CASE WHEN a.attcollation <> y.typcollation THEN ' COLLATE ' || a.attcollation::regcollation::text ELSE '' END
    FROM ours JOIN pg_attribute a ON a.attrelid = ours.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type y ON y.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    UNION ALL
    SELECT 'constraint ' || k.conname, 'ON ' || ours.relname || ' ' || pg_get_constraintdef(k.oid)
    FROM ours JOIN pg_constraint k ON k.conrelid = ours.oid AND k.contype <> 'n'
    UNION ALL
    SELECT 'index ' || x.relname, pg_get_indexdef(x.oid) || CASE WHEN i.indisvalid THEN '' ELSE ' INVALID' END
    FROM ours JOIN pg_index i ON i.indrelid = ours.oid JOIN pg_class x ON x.oid = i.indexrelid
    UNION ALL
    SELECT 'trigger ' || t.tgname || ' of ' || ours.relname,
        pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text || ' ' || pg_get_functiondef(t.tgfoid)
    FROM ours JOIN pg_trigger t ON t.tgrelid = ours.oid AND NOT t.tgisinternal
)
SELECT told.name, replace(told.words, here.prefix, '') AS words FROM told, here
"""

BRACKETS = ("(", ")", ",")
_WORD = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|[(),]|[^'\"(),]+")


def told(connection: sa.Connection) -> Told:
    """What the database of a connection holds, in its present schema; Alembic's own table is left out.

    The order of columns is not told: a column added later stands last, and no statement of darddr depends on it.
    """
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(_SQLITE).all()
        return dict(pair for row in rows for pair in _told_by_sqlite(*row))
    return {row.name: row.words for row in connection.exec_driver_sql(_POSTGRESQL)}


def told_of_models(engine: sa.Engine, metadata: sa.MetaData, tables: Sequence[sa.Table]) -> Told:
    """What a database of this kind would tell if models alone had made it.

    SQLite makes them in memory. PostgreSQL puts expressions into words of its own, so they are made on the same server in
    a schema of their own, in a transaction that is never committed: raises DBAPIError where its user may make no schema.
    """
    scratch = sa.create_engine("sqlite://") if engine.dialect.name == "sqlite" else engine
    with scratch.connect() as connection:
        if scratch is engine:
            name = f"darddr_compared_{uuid4().hex}"
            connection.execute(sa.schema.CreateSchema(name))
            connection.exec_driver_sql(f"SET LOCAL search_path TO {name}")
        metadata.create_all(connection, tables=tables, checkfirst=False)
        found = told(connection)
        connection.rollback()
    if scratch is not engine:
        scratch.dispose()
    return found


def first_difference(found: Mapping[str, str], wanted: Mapping[str, str]) -> str | None:
    """The first thing in which a database differs from what it should be, as the rest of “The database …”; tables first."""
    for name in sorted({*found, *wanted}, key=lambda name: (not name.startswith("table "), name)):
        if name not in found:
            return f"lacks the {name}"
        if name not in wanted:
            return f"holds the {name}, which this program does not know"
        if found[name] != wanted[name]:
            return f"has another {name} than this program"
    return None


def _told_by_sqlite(kind: str, name: str, of: str, sql: str) -> Iterator[tuple[str, str]]:
    """SQLite keeps the text a table was made with, and edits it when a column is added; each part is told by itself."""
    if kind != "table":
        yield f"trigger {name} of {of}" if kind == "trigger" else f"{kind} {name}", _plain(sql)
        return
    start, end = sql.index("("), sql.rindex(")")
    yield f"table {name}", _plain(sql[end + 1 :])
    for part in _parts(sql[start + 1 : end]):
        first, _, rest = part.partition(" ")
        if first == "CONSTRAINT":
            yield f"constraint {rest.partition(' ')[0]}", f"ON {name} {part}"
        elif re.match(r"(PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY)\b", part):
            yield f"constraint {part} of {name}", part
        else:
            yield f"column {name}.{first}", rest


def _parts(body: str) -> Iterator[str]:
    """The columns and constraints between the outer brackets of a CREATE TABLE."""
    depth, part = 0, ""
    for word in _WORD.findall(body):
        depth += {"(": 1, ")": -1}.get(word, 0)
        if word == "," and depth == 0:
            yield _plain(part)
            part = ""
        else:
            part += word
    yield _plain(part)


def _plain(sql: str) -> str:
    """SQL without what means nothing: quotes of names, and spaces and line ends outside texts."""
    words: list[str] = []
    for word in _WORD.findall(sql):
        if word in BRACKETS:
            words[-1:] = [words[-1].rstrip(), word] if words else [word]
            continue
        if word[0] != "'":
            word = re.sub(r"\s+", " ", word.strip('"'))
        words.append(word.lstrip() if words and words[-1] in BRACKETS else word)
    return "".join(words).strip()
