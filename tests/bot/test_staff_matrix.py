"""Role × action at the two doors without pages, import and command line: every action there is has its row here.

A page's row is made from the page itself (``test_staff_access.py``); an action without a page is not forgotten either.
"""

from typing import get_args

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.assembly import shanghai_now
from knowledge import invites
from knowledge.adjusting import adjust
from knowledge.book import Book
from knowledge.clinics import Session
from knowledge.editing import Edit, publish
from knowledge.errors import NotAllowed
from knowledge.keeping import proposals
from knowledge.model import Entry
from knowledge.permission import ACTIONS, Action, Actor, demand
from knowledge.queue import ignore, waiting
from knowledge.reading import changes_since, tuning
from knowledge.series import Series
from knowledge.staff import actor_named
from knowledge.tuning import Tuning
from knowledge.unanswered import note
from tests.bot.staff_rig import KEPT, SHELL
from tests.conftest import NOON
from tests.knowledge.importing.rig import roster

WORDS = Entry(id="q", title="问", topic="programme", answer="答", confirmed_by="安")
SITTING = Session(id="s", expert="e", institution="tianshan", half_day="上午", confirmed_by="安")
SEASON = Series(id="z", name="膏方", text="开方了", dates=("2026-12-01",), confirmed_by="安")


def put(fact, kind):
    return lambda database, actor: database.write(publish, [Edit((kind, fact.id), fact)], "staff", actor, NOON)


def answer(database, actor):
    database.write(note, "哪里可以借拐杖", "unknown", "a", NOON)
    database.write(ignore, [one.id for one in database.read(waiting, NOON)], actor, NOON)


def review(database, actor):
    book = Book.from_changes(database.read(changes_since, 0))
    edit = Edit(("entry", "q"), WORDS, 0)
    number = database.write(proposals.propose, book, edit, Actor("本", "web", "editor"), "", NOON)
    database.write(proposals.approve, book, number, actor, NOON)


def settings(database, actor):
    database.write(adjust, Tuning(sure=0.8, maybe=0.4), database.read(tuning), actor, NOON)


DEEDS = {
    "read": lambda _, actor: demand(actor, "read"),
    "answer": answer,
    "clinics": put(SITTING, "session"),
    "facts": put(WORDS, "entry"),
    "review": review,
    "series": put(SEASON, "series"),
    "settings": settings,
    "staff": lambda database, actor: database.write(invites.make, actor, "小李", "owner", (), NOON),
}
"""What somebody does by each action."""


def test_every_action_is_somebodys_and_has_a_deed():
    assert set(DEEDS) == set(get_args(Action)) == set().union(*ACTIONS.values())


def member(database, role, *places, now=NOON):
    token = database.write(invites.make, SHELL, "小王", role, places, now)
    database.write(invites.accept_on_web, token, "", KEPT, now)


@pytest.mark.parametrize("door", ["import", "command"])
@pytest.mark.parametrize("role", ACTIONS)
@pytest.mark.parametrize("action", get_args(Action))
def test_each_role_does_what_its_actions_name_and_nothing_else(shipped, action, role, door):
    member(shipped, role, "tianshan")
    actor = shipped.read(actor_named, "小王", door)
    if action in ACTIONS[role]:
        DEEDS[action](shipped, actor)
    else:
        with pytest.raises(NotAllowed, match="小王"):
            DEEDS[action](shipped, actor)


FILES = {
    "clinics": lambda folder: roster(folder / "一.xlsx"),
    "facts": lambda folder: written(folder, "entry", "title: 问\n  topic: programme\n  answer: 答"),
    "series": lambda folder: written(folder, "series", "name: 膏方\n  text: 开方了\n  dates: ['2099-12-01']"),
}
"""What a file can bring, by the action that this is; a file does nothing else."""


def written(folder, kind, fields):
    path = folder / "一.yaml"
    path.write_text(f"{kind}:\n- id: zz\n  {fields}\n  sources: [tcm_notice_2021]\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("role", ACTIONS)
@pytest.mark.parametrize("action", FILES)
def test_a_file_is_loaded_as_somebody_who_may_do_what_it_does(shipped, tmp_path, action, role):
    member(shipped, role, "yueyang", now=shanghai_now())
    env = {"JIAMENKOU_DATABASE": f"sqlite:///{shipped.url.database}"}
    told = CliRunner().invoke(main, ["load", "--as", "小王", str(FILES[action](tmp_path))], env=env)
    assert (told.exit_code == 0) is (action in ACTIONS[role]), told.output
    assert ("小王" in told.output) is (action not in ACTIONS[role])
