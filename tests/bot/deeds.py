"""Every form of the desk, filled in rightly, and who may send it. A route that has no row here fails a test."""

from datetime import date

import msgspec

from bot.web.staff.pages import MODULES
from knowledge import handoffs
from knowledge.answered import settle
from knowledge.clinics import Change, Expert, Holiday, SiteRule
from knowledge.editing import Edit, publish
from knowledge.importing.identity import digest
from knowledge.keeping import proposals
from knowledge.keeping.fields import shown
from knowledge.kinds import KINDS
from knowledge.message import Address
from knowledge.model import Entry
from knowledge.permission import Actor
from knowledge.reading import state_of, states, version
from knowledge.rostering.spreading import exceptions
from knowledge.series import Series
from knowledge.tables import upload
from knowledge.unanswered import note
from tests.bot.roster_rig import SUSPEND
from tests.bot.staff_rig import PASSWORD, SHELL
from tests.conftest import NOON

OWNER, EDITOR, CLERK, OTHER, VIEWER = "安", "编", "辛", "丁", "看"
EVERYBODY = (OWNER, EDITOR, CLERK, OTHER, VIEWER)
FACTS, CLINICS, ALONE = (EDITOR, OWNER), (CLERK, EDITOR, OWNER), (OWNER,)
NEW = "绿皮火车 9 点开出"
CSV = "专家姓名,科室,星期,时段\n王示范,肾病科,周五,上午\n".encode()
BOOK = "/staff/book"


class Deed(msgspec.Struct, frozen=True):
    """A route, where it is sent, its fields, who may (the first of them does it), and files that go with it."""

    route: str
    may: tuple[str, ...]
    fields: dict[str, object] = {}
    path: str = ""
    files: dict[str, tuple[str, bytes]] = {}
    who: str = ""

    @property
    def name(self):
        return f"{self.route} {self.path}".removesuffix(f" {self.route}")

    @property
    def at(self):
        return self.path or self.route

    @property
    def by(self):
        return self.who or self.may[0]


DEEDS = [
    Deed("/staff/questions/take", FACTS, {"ids": "1"}),
    Deed("/staff/questions/release", FACTS, {"ids": "2"}),
    Deed("/staff/questions/ignore", FACTS, {"ids": "1"}),
    Deed("/staff/questions/merge", FACTS, {"ids": "1", "entry": "q"}),
    Deed("/staff/questions/back", FACTS, {"ids": "3"}),
    Deed("/staff/questions/adopt", FACTS,
         {"ids": "1", "title": "轮椅", "answer": "一楼借", "topic": "programme", "agreed": "true"}),
    Deed("/staff/handoffs/{id:int}", FACTS, {"words": "请打 12345"}, "/staff/handoffs/1"),
    Deed(f"{BOOK}/{{kind}}/{{id}}/confirm", FACTS, {"seen": "1"}, f"{BOOK}/entry/q/confirm"),
    Deed(f"{BOOK}/{{kind}}/{{id}}/confirm", CLINICS, {"seen": "1"}, f"{BOOK}/session/s2/confirm"),
    Deed(f"{BOOK}/{{kind}}/{{id}}/archive", FACTS, {"seen": "1", "sure": "true"}, f"{BOOK}/entry/q/archive"),
    Deed(f"{BOOK}/{{kind}}/{{id}}/archive", CLINICS, {"seen": "1", "sure": "true"}, f"{BOOK}/change/c/archive"),
    Deed(f"{BOOK}/{{kind}}/{{id}}/restore", FACTS, {"number": "entry q"}, f"{BOOK}/entry/q/restore"),
    Deed(f"{BOOK}/{{kind}}/{{id}}/restore", CLINICS, {"number": "change c"}, f"{BOOK}/change/c/restore"),
    Deed("/staff/drafts/{id:int}/approve", FACTS, {}, "/staff/drafts/1/approve"),
    Deed("/staff/drafts/{id:int}/refuse", FACTS, {"why": "不对"}, "/staff/drafts/1/refuse"),
    Deed("/staff/rosters/change", CLINICS, SUSPEND | {"number": "w0123456789ab", "sure": "true"}),
    Deed("/staff/rosters/undo", (CLERK,), {"version": "change c"}),
    Deed("/staff/rosters/withdraw", CLINICS, {"change": "c", "seen": "1"}),
    Deed("/staff/rosters/copy", CLINICS,
         {"institution": "tianshan", "expert": "e_wang", "week": "2026-11-25", "to": "2026-12-03",
          "number": "w0123456789ab", "sure": "true"}),
    Deed("/staff/rosters/copy/week", CLINICS,
         {"institution": "tianshan", "week": "2026-11-25", "to": "2026-12-09", "number": "w0123456789ab",
          "shown": "copied", "sure": "true"}),
    Deed("/staff/rosters/expert", CLINICS,
         {"institution": "tianshan", "name": "赵新来", "number": "e0123456789ab"}),
    Deed("/staff/rosters/expert/{id:str}", CLINICS,
         {"institution": "tianshan", "name": "王样品", "title": "副主任医师", "seen": "1"},
         "/staff/rosters/expert/e_wang2"),
    Deed("/staff/rosters/expert/{id:str}/away", CLINICS, {"seen": "1", "sure": "true"},
         "/staff/rosters/expert/x/away"),
    Deed("/staff/rosters/new", CLINICS,
         {"institution": "tianshan", "expert": "e_wang", "number": "s0123456789ab", "seen": "0", "half_day": "下午",
          "weekday": "周二", "sure": "true"}),
    Deed("/staff/rosters/session/{id:str}/away", CLINICS, {"seen": "1", "sure": "true"},
         "/staff/rosters/session/s4/away"),
    Deed("/staff/rosters/session/{id:str}", CLINICS,
         {"half_day": "上午", "weekday": "周三", "room": "301", "seen": "1"}, "/staff/rosters/session/s2"),
    Deed("/staff/rosters/import", CLINICS, {"institution": "tianshan"}, files={"file": ("一.csv", CSV)}),
    Deed("/staff/rosters/import/yes", (CLERK,), {"digest": "upload"}),
    Deed("/staff/rosters/import/no", (CLERK, OTHER, EDITOR, OWNER)),
    Deed("/staff/rosters/site/rule", CLINICS, {"institution": "tianshan", "holidays": "closed"}),
    Deed("/staff/rosters/site/holiday", FACTS, {"name": "春节", "first": "2028-01-25", "last": "2028-01-31"}),
    Deed("/staff/rosters/site/holiday/remove", FACTS, {"holiday": "h"}),
    Deed("/staff/series/new", FACTS, {"name": "膏方日", "text": "今天有膏方门诊", "dates": "2026-12-02",
                                      "time": "08:00", "key": "z0123456789ab", "sure": "true"}),
    Deed("/staff/series/{id:str}", FACTS, {"name": "别名", "text": "今天有膏方门诊", "dates": "2026-12-02",
                                           "time": "08:00", "seen": "1", "sure": "true"}, "/staff/series/z"),
    Deed("/staff/series/{id:str}/pause", FACTS, {"paused": "true", "seen": "1"}, "/staff/series/z/pause"),
    Deed("/staff/settings", ALONE, {"sure": "0.6", "maybe": "0.4", "seen_sure": "usual sure",
                                    "seen_maybe": "usual maybe", "sure_of_it": "true"}),
    Deed("/staff/settings/hotline", ALONE, {"id": "health_12320", "name": "改名", "use": "别的", "shown": "true",
                                            "seen": "1"}),
    Deed("/staff/settings/quiet", ALONE,
         {"evening": "21:00", "morning": "07:00", "urgent_evening": "22:00", "urgent_morning": "06:30",
          "seen": "21:30 06:30 22:30 06:00", "sure_of_it": "true"}),
    Deed("/staff/people", ALONE, {"name": "新", "role": "owner"}),
    Deed("/staff/people/{id:int}/role", ALONE, {"role": "owner"}, "/staff/people/5/role"),
    Deed("/staff/people/{id:int}/remove", ALONE, {"sure": "true"}, "/staff/people/5/remove"),
    Deed("/staff/people/{id:int}/link", ALONE, {}, "/staff/people/1/link"),
    Deed("/staff/logout", EVERYBODY, who=VIEWER),
    Deed("/staff/me/everywhere", EVERYBODY, who=VIEWER),
    Deed("/staff/me/password", EVERYBODY, {"present": PASSWORD, "password": NEW, "again": NEW}, who=VIEWER),
    Deed("/staff/me/chat", EVERYBODY, {"present": PASSWORD}, who=VIEWER),
]  # fmt: skip
OPEN = {"/staff/login", "/staff/invite/{token}"}
"""What nobody has to be logged in for; attacked in test_staff_attacks.py."""
OF_KINDS = {f"{BOOK}/{kind}/{form}" for kind in KINDS for form in ("new", "{id}/edit")}
LOOKS = {
    "read": """/staff /staff/book /staff/names /staff/book/{kind}/{id} /staff/book/{kind}/{id}/history /staff/try
        /staff/rosters /staff/rosters/export.xlsx /staff/rosters/site /staff/figures /staff/figures.csv
        /staff/figures.xlsx /staff/me""",
    "answer": "/staff/questions /staff/handoffs/{id:int}",
    "facts": "/staff/drafts /staff/drafts/{id:int} /staff/drafts/{id:int}/mend",
    "clinics": """/staff/rosters/cell /staff/rosters/done/{version:int} /staff/rosters/session/{id:str}
        /staff/rosters/import /staff/rosters/new /staff/rosters/expert /staff/rosters/expert/{id:str}""",
    "series": "/staff/series /staff/series/new /staff/series/{id:str}",
    "settings": "/staff/settings /staff/settings/quiet",
    "staff": "/staff/people /staff/people/{id:int} /staff/audit /staff/audit.csv",
}
"""What is only looked at, by what it takes."""
PAGES = [page for module in MODULES for page in module.PAGES]

CHANGE = Change(id="c", change="suspend", institution="tianshan", expert="e_wang", first="2026-12-02")
EXTRA = Change(
    id="e", change="extra", institution="tianshan", expert="e_wang", first="2026-11-26", last="2026-11-26",
    half_day="下午", confirmed_by="安",
)  # fmt: skip
ENTRY = Entry(id="q", title="哪里打印发票", topic="programme", answer="一楼", confirmed_by="安")
FURNITURE = {
    "entry": ENTRY,
    "holiday": Holiday(id="h", name="春节", year=2027, first="2027-02-05", last="2027-02-11", confirmed_by="安"),
    "site_rule": SiteRule(id="r", institution="tianshan", holidays="closed", confirmed_by="安"),
    "series": Series(id="z", name="膏方日", text="今天有", dates=("2026-12-02",), confirmed_by="安"),
    "expert": Expert(id="x", name="赵没班", institution="tianshan", confirmed_by="安"),
    "change": msgspec.structs.replace(CHANGE, confirmed_by="安"),
}


def furnish(connection):
    """Something of everything that a form may be about."""
    clerk = Actor(CLERK, "web", "clerk", ("tianshan",))
    publish(connection, [Edit(("change", "e"), EXTRA)], "staff", SHELL, NOON)
    for kind, fact in FURNITURE.items():
        publish(connection, [Edit((kind, fact.id), fact)], "staff", clerk if kind == "change" else SHELL, NOON)
    for words in ("轮椅哪里可以借", "食堂几点开门", "哪里打印发票"):
        note(connection, words, "unknown", "t", NOON)
    settle(connection, [3], {3: ("entry", "q")}, version(connection), NOON)
    connection.exec_driver_sql("UPDATE unanswered SET taken_by = '编', taken_at = '2026-11-21 04:00:00' WHERE id = 2")
    handoffs.hand_over(connection, Address("web", "visitor-1"), "referral", "pathway:green", NOON)


def filled(desk, fields):
    """The fields with what only this desk knows: numbers of revisions and versions, a file's digest, the settings."""
    revision = {
        f"{row.kind} {row.id}": row for row in desk.written(lambda c: c.exec_driver_sql("SELECT * FROM revision").all())
    }
    tuned = desk.house.shelf.book.tuning
    told = {"usual sure": str(tuned.sure), "usual maybe": str(tuned.maybe)}
    wishes = list(exceptions(desk.house.shelf.book, "tianshan", date(2026, 11, 23), date(2026, 12, 7)))
    told["copied"] = digest("p", msgspec.json.encode(wishes).decode())
    told["upload"] = desk.written(lambda c: c.execute(upload.select()).first()).digest if "digest" in fields else ""
    out = {}
    for name, value in fields.items():
        row = revision.get(value) if isinstance(value, str) else None
        out[name] = told.get(value, value) if row is None else str(row.version if name == "version" else row.number)
    return out


def form_of(desk, kind):
    """A fact of this kind (of tianshan, where it has a hospital) as its form sends it, with another remark."""
    held = {key[1]: state for key, state in desk.written(states).items() if key[0] == kind and not state.archived}
    own = {key: one for key, one in held.items() if getattr(one.fact, "institution", "tianshan") == "tianshan"}
    key, state = next(iter((own or held).items()))
    texts = {name: text for name, text in shown(kind, state.fact).items() if text}
    revision = desk.written(state_of, (kind, key)).revision
    more = {"desk_seen": str(revision), "desk_act": "save", "desk_confirmed": "true", "desk_agreed": "true"}
    return key, texts | {"note": "看过"} | more


FRESH = {
    "institution": {"name": "新医院", "short": "新院", "source_name": "", "aliases": "", "also_place": ""},
    "hotline": {"number": "12399"},
    "specialty": {"name": "心血管"},
}
"""What a second fact of these kinds cannot share with the first."""


def proposed(desk):
    """A proposal of somebody else."""
    edit = Edit(("entry", "q"), msgspec.structs.replace(ENTRY, topic="referral_steps"), 1)
    actor = Actor("另", "web", "editor")
    desk.house.database.write(proposals.propose, desk.house.shelf.book, edit, actor, "", NOON)
