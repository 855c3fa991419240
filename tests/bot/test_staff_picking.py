"""References are chosen by name: forms come back as shown, wrong names are told with near ones, ids are unseen."""

import re
from html import unescape

import pytest

from knowledge import reading
from knowledge.editing import Actor, Edit, publish
from knowledge.keeping.fields import fields_of
from tests.bot.roster_rig import roster_desk
from tests.bot.staff_rig import open_desk, send
from tests.conftest import NOON
from tests.knowledge import sample_clinics as sample

BASE = "/staff/book/base/base_01/edit"
SEEN = {"desk_seen": "1"}


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as held:
        held.member("本", "editor")
        yield held


def sent_by(page):
    """What a browser without a script sends back of a form that nobody has touched."""
    form = page.split('class="card" data-kind=')[1].partition("</form>")[0]
    fields = {}

    def put(name, value):
        fields.setdefault(name, []).append(unescape(value))

    for tag in re.findall(r"<input [^>]*>", form):
        name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name and ('type="checkbox"' not in tag or " checked" in tag):
            put(name[1], value[1] if value else "")
    for name, text in re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL):
        put(name, text)
    for name, options in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        put(name, chosen[1] if chosen else re.search(r'<option value="([^"]*)"', options)[1])
    return fields


async def test_every_kinds_form_comes_back_as_it_was_shown(desk):
    browser = await desk.browser("安")
    for kind, facts in desk.house.shelf.book.kinds.items():
        for key in [*facts][:4]:
            path = f"/staff/book/{kind}/{key}"
            same = await browser.post(f"{path}/edit", data=sent_by((await browser.get(f"{path}/edit")).text))
            assert same.headers.get("location") == f"{path}?said=same", (kind, key, same.text[:3000])


async def test_nobody_reads_an_id(desk):
    browser = await desk.browser("本")
    book = desk.house.shelf.book
    ids = {*book.institutions, *book.districts, *book.specialties, *book.sources}
    for path in (BASE, "/staff/book/alliance/tcm_consortia/edit", "/staff/book/entry/early_how/edit",
                 "/staff/book/institution/longhua/edit"):  # fmt: skip
        page = (await browser.get(path)).text
        main = page.split("<main")[1]
        read = unescape(re.sub(r"<[^>]+>", " ", main)) + " ".join(
            value for tag in re.findall(r"<input [^>]*>", main) if 'type="' not in tag
            for value in re.findall(r' value="([^"]*)"', tag)
        )  # fmt: skip
        assert not set(re.findall(r"[A-Za-z_0-9]+", read)) & {key for key in ids if "_" in key or len(key) > 8}, path


async def test_a_hospital_is_chosen_from_a_list_and_specialties_are_ticked(desk):
    browser = await desk.browser("本")
    page = (await browser.get(BASE)).text
    assert re.search(r'<option value="longhua"( selected)?>上海中医药大学附属龙华医院|<option value="longhua"', page)
    form = sent_by(page) | {"lead": "yueyang", "specialties": ["acupuncture", "tuina"]}
    assert (await browser.post(BASE, data=form)).status_code == 303
    made = desk.house.shelf.book.bases["base_01"]
    assert (made.lead, made.specialties) == ("yueyang", ("acupuncture", "tuina"))


async def test_names_are_understood_and_a_difference_is_shown_in_names(desk):
    browser = await desk.browser("本")
    form = sent_by((await browser.get(BASE)).text) | {"lead": ["岳阳医院"], "desk_act": "preview"}
    page = unescape((await browser.post(BASE, data=form)).text)
    change = page.split('id="change"')[1].partition("</section>")[0]
    assert "岳阳" in re.sub(r"<[^>]+>", "", change)
    assert "yueyang" not in change


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("lead", "龙华医元", ["没有叫“龙华医元”的医院", "龙华医院"]),
        ("lead", "月球医院", ["没有叫“月球医院”的医院"]),
        ("specialties", ["骨伤", "骨商科"], ["没有叫“骨商科”的专科"]),
        ("sources", "没有的报纸", ["没有叫“没有的报纸”的出处"]),
    ],
)
async def test_a_name_that_fits_nothing_is_told_with_near_ones_and_stays(desk, field, typed, said):
    browser = await desk.browser("本")
    before = desk.written(reading.version)
    form = sent_by((await browser.get(BASE)).text) | {field: typed}
    reply = await browser.post(BASE, data=form)
    page = unescape(reply.text)
    assert reply.status_code == 400
    assert all(words in page for words in said), re.findall('class="problem"[^>]*>([^<]+)', page)
    assert (typed if isinstance(typed, str) else typed[-1]) in page
    assert desk.written(reading.version) == before


async def test_names_within_an_answers_objects_are_understood(desk):
    browser = await desk.browser("本")
    path = "/staff/book/entry/early_how/edit"
    form = sent_by((await browser.get(path)).text)
    wrong = await browser.post(path, data=form | {"found": "institution: [龙华医元]"})
    assert "没有叫“龙华医元”的医院" in unescape(wrong.text)
    page = await browser.post(path, data=form | {"found": "institution: [龙华医院]", "desk_act": "preview"})
    assert page.status_code == 200, unescape(page.text)


async def test_two_of_one_name_are_told_apart(shipped):
    other = sample.expert("e_other", "王示范", title="副主任医师")
    async with roster_desk(shipped) as desk:
        shipped.write(publish, [Edit(("expert", other.id), other)], "file", Actor("town", "program"), NOON)
        await desk.house.shelf.refresh()
        browser = await desk.browser("安")
        page = unescape((await browser.get("/staff/book/session/s1/edit")).text)
        listed = re.findall(r"<option>(王示范[^<]*)", page)
        assert len(listed) == len(set(listed)) == 2
        form = sent_by((await browser.get("/staff/book/session/s1/edit")).text)
        vague = unescape((await browser.post("/staff/book/session/s1/edit", data=form | {"expert": "王示范"})).text)
        assert "叫“王示范”的专家不止一个" in vague
        second = next(name for name in listed if "副主任" in name)
        assert (await browser.post("/staff/book/session/s1/edit", data=form | {"expert": second})).status_code == 303
        assert desk.house.shelf.book.clinics.sessions["s1"].expert == "e_other"


async def test_a_clerk_is_refused_other_hospitals_also_by_posting_their_ids(shipped):
    async with roster_desk(shipped) as desk:
        clerk = await desk.browser("丁")
        before = desk.written(reading.version)
        form = {"name": "新专家", "desk_confirmed": "true"}
        for place in ("tianshan", "长宁区天山中医医院"):
            reply = await send(clerk, "/staff/book/expert/new", **form, institution=place)
            assert reply.status_code == 403, place  # before anything is said of what it would do
        moved = {"expert": "e_wang", "half_day": "上午", "rule": "FREQ=WEEKLY;BYDAY=MO", "desk_confirmed": "true"}
        assert (await send(clerk, "/staff/book/session/new", **moved, institution="tianshan")).status_code == 403
        assert desk.written(reading.version) == before


def test_every_field_of_ids_has_a_kind():
    assert {field.refers for field in fields_of("series") if field.refers} == {"institution", "base", "source"}
