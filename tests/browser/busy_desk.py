"""A desk on a busy day: everything that a page can show is there once. All names and figures are invented."""

from datetime import timedelta

import msgspec

from knowledge import invites, passwords, staff, tally, uploads
from knowledge.clinics import Change
from knowledge.editing import Actor, Edit, publish
from knowledge.handoffs import hand_over
from knowledge.keeping.proposals import propose, refuse
from knowledge.message import Address
from knowledge.model import Entry
from knowledge.series import Series
from knowledge.tally import Mark
from knowledge.unanswered import note
from scheduler import agenda, outbox
from scheduler.outbox import Order
from tests.bot.roster_rig import real
from tests.conftest import NOON
from tests.knowledge import sample_clinics as sample
from tests.knowledge.importing.rig import HEAD
from tests.knowledge.rosters.builders import xlsx

PASSWORD = "四月 river 17 柚子"
KEPT = passwords.kept(PASSWORD)
EDITOR = Actor("本", "web", "editor")
ASKED = ("拐杖哪里可以借", "哪里可以借拐杖", "拐杖去哪里借呀", "停车场几点关门", "可以带宠物进医院吗",
         "请问一下我外婆从崇明过来看膝盖，走路不方便，医院门口有没有可以借的轮椅，几点以前要还回去呢")  # fmt: skip
SHEET = (("天山中医医院专家门诊排班表",), HEAD, ("骨伤科", "王示范", "主任医师", "周三上午", 38),
         ("骨伤科", "李例子", "副主任医师", "周八下午", 30),
         ("推拿科", "赵举例", "主治医师", "单周周五夜间", 22))  # fmt: skip
TOPICS = ("find_base", "clinic_schedule", "referral_steps", "costs_insurance", "early_booking")
KINDS = ("answer", "answer", "answer", "choices", "unknown")
DISTRICTS = ("静安区", "徐汇区", "浦东新区", "崇明区", "")


def fill(house):
    """Put it all into a new house; the owner is 安, the editor 本, the clerk 小王 and somebody who has gone 老赵."""
    people(house)
    clinics(house)
    questions(house)
    drafts(house)
    series(house)
    figures(house)
    house.database.write(uploads.keep, Actor("安", "web", "owner"), "天山十一月.xlsx", "", xlsx({"排班": SHEET}), NOON)
    house.shelf.load()


def people(house):
    token = house.database.write(invites.first_owner, NOON)
    house.database.write(invites.accept_on_web, token, "安", KEPT, NOON)
    owner = Actor("安", "web", "owner")
    for name, role, places in (("本", "editor", ()), ("小王", "clerk", ("tianshan",)), ("老赵", "viewer", ())):
        token = house.database.write(invites.make, owner, name, role, places, NOON)
        house.database.write(invites.accept_on_web, token, "", KEPT, NOON)
    gone = next(one for one in house.database.read(staff.members) if one.name == "老赵")
    house.database.write(staff.remove, owner, gone.id, NOON)


def clinics(house):
    """A week with a suspension, a stand-in, an extra clinic, one that moved and one that is full."""
    facts = [("source", sample.SOURCE), *(("expert", real(e)) for e in sample.EXPERTS)]
    facts += [("session", real(s)) for s in sample.SESSIONS]
    house.database.write(publish, [Edit((k, f.id), f) for k, f in facts], "file", Actor("排班表", "import"), NOON)
    clerk = Actor("小王", "chat", "clerk", ("tianshan",))
    changes = [Edit(("change", c.id), msgspec.structs.replace(real(c), confirmed_by="小王")) for c in sample.CHANGES]
    house.database.write(publish, changes, "staff", clerk, NOON)
    for number in range(7):
        house.database.write(agenda.follow, Address("web", f"p{number}"), "expert:e_wang", NOON)
    closed = Change(id="c_closed", change="close", institution="tianshan", first="2026-12-24", last="2026-12-25",
                    reason="设备检修", confirmed_by="安")  # fmt: skip
    house.database.write(publish, [Edit(("change", closed.id), closed)], "staff", Actor("安", "web", "owner"), NOON)


def questions(house):
    for number, question in enumerate(ASKED):
        for asker in range(5 - number if number < 4 else 1):
            house.database.write(note, question, "unknown", f"{number}-{asker}", NOON - timedelta(hours=number))
    house.database.write(
        hand_over, Address("web", "p1"), "referral", f"base:{next(iter(house.shelf.book.kinds['base']))}", NOON
    )
    house.database.write(hand_over, Address("web", "p2"), "staff", "", NOON - timedelta(hours=3))


def drafts(house):
    """A reviewed text that waits, one that was sent back to the owner, and an entry that was changed twice."""
    house.shelf.load()
    book = house.shelf.book
    pathway = next(iter(book.pathways.values()))
    other = msgspec.structs.replace(pathway, title=f"{pathway.title}（新）")
    house.database.write(propose, book, Edit(("pathway", pathway.id), other, 1), EDITOR, "标题更清楚一些", NOON)
    fees = Entry(id="desk_fees", title="转诊要不要另外交钱", topic="referral_steps", answer="转诊单不另收钱。",
                 confirmed_by="安")  # fmt: skip
    sent = house.database.write(propose, book, Edit(("entry", fees.id), fees, 0), Actor("安", "web", "owner"), "", NOON)
    house.database.write(refuse, sent, EDITOR, "没有出处，请写上是哪一份通知。", NOON)
    entry = book.entries["early_how"]
    for number, words in enumerate(("请带好医保卡。", "请带好医保卡和病历。"), 1):
        again = msgspec.structs.replace(entry, note=words)
        house.database.write(publish, [Edit(("entry", entry.id), again, number)], "staff", EDITOR, NOON)


def series(house):
    held = Series(id="gaofang", name="膏方门诊日", text="今天有膏方门诊，要先约号。", time="08:00",
                  dates=("2026-11-25", "2026-12-02"), institution="tianshan", confirmed_by="安")  # fmt: skip
    paused = msgspec.structs.replace(held, id="tiefu", name="三伏贴", paused=True)
    edits = [Edit(("series", one.id), one) for one in (held, paused)]
    house.database.write(publish, edits, "staff", Actor("安", "web", "owner"), NOON)


def figures(house):
    """A month of questions and deliveries, some of which did not arrive."""
    keys = [*house.shelf.book.entries][:6]
    counts = {}
    for day in range(30):
        for hour in (8, 9, 14, 20):
            n = day + hour
            line = Mark((NOON - timedelta(days=day)).date().isoformat(), hour, "web", TOPICS[n % 5],
                        KINDS[n % 5], DISTRICTS[n % 5], f"entry:{keys[n % 6]}")  # fmt: skip
            counts[line] = 1 + n % 9
    house.database.write(tally.store, counts)
    states = ("sent", "sent", "sent", "failed", "expired", "skipped")
    orders = [
        Order(to=Address("web", f"q{n}"), kind=("visit", "notice", "referral", "personal")[n % 4],
              subject="expert:e_wang", occurrence=f"c1/{n}", event=NOON, due=NOON, state=states[n % 6],
              reason="blocked" if states[n % 6] == "failed" else "")
        for n in range(240)
    ]  # fmt: skip
    house.database.write(outbox.place, orders, NOON - timedelta(days=7))
