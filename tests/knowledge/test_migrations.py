"""The schema: made once, by whoever comes first, the same as the tables say."""

import contextlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import column, delete, event, func, insert, select, text
from sqlalchemy import table as sa_table

from knowledge import audit, migrations
from knowledge import tables as t
from knowledge.backup import back_up, restore
from knowledge.database import Database
from knowledge.editing import in_storage
from knowledge.errors import DatabaseUnavailable
from knowledge.handoffs import hand_over
from knowledge.keeping.proposals import sent_back
from knowledge.message import Address
from knowledge.migrations import HEAD, current, migrate
from knowledge.permission import Actor
from knowledge.queue import waiting
from knowledge.tables import metadata
from knowledge.unanswered import note
from knowledge.undoing import undo
from scheduler import agenda, ledger
from scheduler.plans import Plan
from tests.conftest import NOON

OWNER = Actor("安", "web")


def test_the_newest_script_is_the_one_the_program_asks_for():
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [HEAD]


def test_a_second_time_does_nothing(database_url: str):
    held = Database(database_url)
    assert held.read(current) is None
    assert migrate(held)
    assert not migrate(held)
    assert held.read(current) == HEAD
    held.close()


def test_the_migrated_schema_is_the_one_of_the_tables(database: Database):
    with database.transaction(writing=False) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_several_processes_at_once_make_it_once(database_url: str):
    held = [Database(database_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = [*pool.map(migrate, held)]
    assert any(done)
    assert [one.read(current) for one in held] == [HEAD] * 4
    for one in held:
        one.close()


def upgrade(connection, revision):
    """As far as an older release had come."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def test_what_waits_is_kept_and_its_askers_are_counted(database_url: str):
    held = Database(database_url)
    with held.transaction() as connection:
        upgrade(connection, "0007")
        for number, question in ((1, "哪里可以借拐杖"), (2, "停车场几点关门"), (3, "可以带宠物吗")):
            row = {"likeness": question, "question": question, "reason": "unknown", "times": 3}
            before = sa_table("unanswered", *(column(name) for name in ("id", *row, "first_asked", "last_asked")))
            at = {"first_asked": in_storage(NOON), "last_asked": in_storage(NOON)}
            connection.execute(insert(before).values(id=number, **row, **at))
        askers = [{"question": n, "trace": trace} for n, trace in ((1, "a"), (1, "b"), (2, "a"))]
        connection.execute(insert(t.asker), askers)
    held.write(hand_over, Address("web", "p"), "costs_insurance", "", NOON)
    assert migrate(held)
    waits = held.read(waiting, NOON)
    assert [(one.id, one.askers) for one in waits] == [(1, 2), (2, 1), (3, 0)]
    assert [len(rows) for rows in held.read(everything)] == [3, 3, 1]
    held.close()


def test_why_drafts_were_sent_back_is_taken_over_from_the_audit(database_url: str):
    held = Database(database_url)
    with held.transaction() as connection:
        upgrade(connection, "0011")
        for number, (fact, state) in enumerate((("a", "refused"), ("b", "refused"), ("a", "open")), 1):
            row = {"kind": "entry", "fact": fact, "base": 0, "who": "安", "at": in_storage(NOON), "note": ""}
            row |= {"id": number, "state": state, "reviewer": "本"}
            connection.execute(insert(sa_table("draft", *map(column, row))).values(**row))
        audit.record(connection, Actor("本", "web"), NOON, "refuse", "entry a", before="安", after="没有出处")
    assert migrate(held)
    assert [(one.key[1], one.why) for one in held.read(sent_back, "安")] == [("b", ""), ("a", "没有出处")]
    held.close()


def everything(connection):
    return [[*connection.execute(select(table))] for table in (t.unanswered, t.asker, t.handoff)]


@pytest.mark.parametrize("table", [t.unanswered, t.handoff, t.reminder], ids=lambda table: table.name)
def test_a_number_in_a_button_never_means_anything_newer(database: Database, table):
    def newest(connection):
        note(connection, "哪里可以借拐杖", "unknown", "a", NOON)
        hand_over(connection, Address("web", "p"), "costs_insurance", "", NOON)
        agenda.add(connection, Address("web", "p"), Plan(kind="personal", start="2026-11-25T09:00"), NOON)
        return connection.execute(select(func.max(table.c.id))).scalar()

    first = database.write(newest)
    database.write(lambda c: c.execute(delete(table)))
    assert database.write(newest) > first


def test_a_backup_put_back_gives_no_number_again_that_was_given_since(database: Database, tmp_path: Path):
    database.write(note, "哪里可以借拐杖", "unknown", "a", NOON)
    database.read(back_up, tmp_path / "copy")
    database.write(note, "停车场几点关门", "unknown", "a", NOON)
    since = database.read(lambda c: c.execute(select(func.max(t.unanswered.c.id))).scalar())
    database.write(restore, tmp_path / "copy", Actor("root", "command"), NOON)
    database.write(note, "可以带宠物吗", "unknown", "a", NOON)
    assert database.read(lambda c: c.execute(select(func.max(t.unanswered.c.id))).scalar()) > since


def test_a_database_of_a_newer_release_is_told_and_left_alone(database: Database):
    database.write(lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    with pytest.raises(DatabaseUnavailable, match="9999"):
        migrate(database)
    assert database.read(current) == "9999"


@pytest.mark.parametrize(
    ("look", "index"),
    [
        (lambda connection: audit.page(connection, 50), "ix_revision_at"),
        (lambda connection: undo(connection, 2, OWNER, NOON), "ix_revision_version"),
        (lambda connection: ledger.not_reached(connection, NOON), "ix_delivery_lost"),
    ],
    ids=["audit", "undo", "what did not arrive"],
)
def test_what_is_looked_back_at_is_found_by_an_index(sqlite: Database, look, index: str):
    asked = []
    event.listen(sqlite.engine, "before_cursor_execute", lambda *about: asked.append(about[2:4]))
    with contextlib.suppress(LookupError):  # nothing was ever changed here
        sqlite.read(look)

    def plan(connection):
        told = (connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", facts) for said, facts in asked[:])
        return " ".join(row.detail for rows in told for row in rows)

    assert index in sqlite.read(plan)
