"""The desk speaks Chinese and English: every text of its templates and of its messages has both."""

import re
from pathlib import Path

import msgspec
import pytest
import yaml

from bot.web.figures import _REASONS
from bot.web.staff import doors, pages
from bot.web.staff.naming import naming
from bot.web.staff.words import SAID, english
from knowledge.keeping.fields import TOPICS, fields_of
from knowledge.kinds import KINDS
from scheduler.policies import POLICIES
from tests.bot.staff_rig import open_desk

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((Path(pages.__file__).parent / "templates").glob("*.html"))
TEXT = re.compile(r"""_\(\s*(?:"([^"]+)"|'([^']+)')""")
HAN = re.compile(r"[\u4e00-\u9fff]")


def said():
    texts = {a or b for path in TEMPLATES for a, b in TEXT.findall(path.read_text(encoding="utf-8"))}
    return texts | set(SAID.values()) | {link.label for link in pages.NAVIGATION} | {doors.WRONG, doors.OFTEN}


def test_every_text_has_its_english_with_the_same_facts_and_none_is_left_over():
    assert said() == english().keys()
    facts = re.compile(r"\{\w+\}")
    assert not [text for text, other in english().items() if {*facts.findall(text)} != {*facts.findall(other)}]


def test_templates_say_nothing_that_is_not_translated():
    for path in TEMPLATES:
        rest = re.sub(r"\{#.*?#\}", "", TEXT.sub("", path.read_text(encoding="utf-8")), flags=re.DOTALL)
        assert HAN.findall(rest) == [], path.name


async def test_the_desk_in_english(shipped):
    async with open_desk(shipped) as desk:
        client = await desk.browser("安")
        for path in ("", "/me", "/people", "/people/1", "/audit"):
            page = (await client.get(f"/staff{path}", headers={"Accept-Language": "en"})).text
            assert '<html lang="en"' in page
            main = re.sub(r'<a href="/staff/book/[^"]*">[^<]*</a>', "", page[page.index("<main") :])  # facts
            held = desk.house.shelf.book.institutions.values()
            names = sorted((fact.name for fact in held), key=len, reverse=True)
            for name in [*names, "安"]:
                main = main.replace(name, "")
            assert [*dict.fromkeys(HAN.findall(main))] == [], path


def parts_of(kind, name):
    """The names of what a field's parts have, down to the last."""
    types = [msgspec.inspect.type_info(KINDS[kind])]
    fields = [field.type for one in types for field in one.fields if field.name == name]
    return [*_named(fields[0])]


def _named(held):
    for one in (getattr(held, "types", ()), getattr(held, "item_type", None), getattr(held, "item_types", ())):
        for part in one if isinstance(one, tuple) else [one] if one else []:
            yield from _named(part)
    for field in getattr(held, "fields", ()):
        yield field.encode_name
        yield from _named(field.type)


@pytest.mark.parametrize("english", [False, True])
def test_every_kind_field_and_choice_of_the_book_has_a_name(english):
    names = naming(english=english)
    assert names.kinds.keys() == KINDS.keys()
    fields = [(kind, field) for kind in KINDS for field in fields_of(kind)]
    assert not [field.name for kind, field in fields if names.field(kind, field.name) == field.name]
    parts = {name for kind, field in fields if field.shape == "nested" for name in parts_of(kind, field.name)}
    assert not [name for name in parts if names.field("", name) == name]
    choices = {choice for _, field in fields if field.name != "topic" for choice in field.choices if choice}
    assert not [choice for choice in choices if choice.isascii() and choice not in names.values]
    assert names.topics.keys() >= {*TOPICS}
    assert names.deliveries.keys() >= POLICIES.keys()
    assert names.reasons.keys() >= _REASONS | {"", "refused"}
    assert names.reason("broken: KeyError") == names.reasons["broken"]
    cues = yaml.safe_load((ROOT / "knowledge" / "content" / "cues.yaml").read_text(encoding="utf-8"))
    assert names.wishes.keys() == {*cues["heard"], *cues["exact"], *cues["patterns"]}
    assert bool(HAN.search(" ".join(names.kinds.values()))) != english


@pytest.mark.parametrize(
    ("kind", "field", "said"),
    [
        ("holiday", "last", "如 2026-11-27"),  # a holiday has an end
        ("change", "last", "如 2026-11-27；空着表示另行通知"),
        ("holiday", "work_days", "一行一个，如 2027-02-07"),
        ("site_rule", "work_days", ""),  # it is chosen, not typed
    ],
)
def test_how_to_fill_in_a_field_is_told_for_its_kind(kind, field, said):
    assert naming().hint(kind, field) == said
