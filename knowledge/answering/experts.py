"""Schedules and experts before any roster is published: said honestly, with whom to phone; people named in reports."""

import re
from collections.abc import Sequence

from knowledge import model as m
from knowledge.answering.answer import (
    Answer,
    Named,
    found_bases,
    institution_named,
    name_said,
    oldest,
    sources_of,
)
from knowledge.answering.bases import base_choices
from knowledge.answering.case import Case
from knowledge.answering.contact import best_campus
from knowledge.book import Book
from knowledge.understanding.meaning import Meaning
from knowledge.wording import Voice

_PHONES = 4
_TITLE = "(?:副?主任|教授|医生|大夫|医师)"
_SURNAME = (
    "(?:欧阳|上官|诸葛|司徒|司马|夏侯|皇甫|东方|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢"
    "蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "施洪褚章季俞倪严华柳祝翁瞿奚诸甘戚鲍费裘虞忻])"
)
_DOUBLE = ("欧阳", "上官", "诸葛", "司徒", "司马", "夏侯", "皇甫", "东方")
_CALLED = re.compile(rf"({_SURNAME}){_TITLE}|(?:^|医院|[科找约看挂问想有])({_SURNAME}[\u3400-\u9fff]{{1,2}}?){_TITLE}")
_SOUGHT = re.compile(
    r"(?:请问|问一?下|想?问问?|你?知道|晓得|想?找|想?挂|想?看|要|听说|听讲|人家|朋友|介绍|推荐|有没有|有|一?个|名?叫|的|,|\s)*"
    rf"(?P<name>(?:{'|'.join(_DOUBLE)}|{_SURNAME}[\u3400-\u9fff])[\u3400-\u9fff](?<![路街镇村站寺庙园区院科店桥城楼厦里场吗呢的在是]))"
    r"(?:的|是|在|现在|他|她|到底|,|\s)*"
    r"(?:哪一?家|哪个?医院|哪家医院|什么医院|哪里|哪儿|什么地方|哪个科|什么科|坐诊|坐堂|出诊|看诊|看病|上班|几号|周几|礼拜几|星期几|什么时候|哪天"
    r"|的?号|怎么挂|挂号|挂|找|联系|有吗|在不在|厉害|怎么样|好不好|好吗|啊|呀|呢|吗|的|在|看|来|有|,|\s)+"
)
_OFFICES = re.compile("[、，,]")
_TITLES = ("院长", "主任", "书记")
_SAME_OFFICE = 0.6


def person(people: Sequence[m.Person], said: str, book: Book, voice: Voice, *, exact: bool) -> Answer:
    """Who a person named in a report is, and as of when; ``exact`` is false for a name that only sounds the same."""
    lines = [] if exact else [voice.say("expert_sounds", said=said)]
    for one in people:
        status = voice.say("expert_status", note=one.status_note) if one.status_note else ""
        lines.append(voice.say("expert_person", name=one.name, role=one.role, as_of=one.as_of, status=status))
    hospitals = [book.institutions[one.institution] for one in people]
    return Answer(
        kind="answer",
        topic="expert_lookup",
        title=voice.listed([one.name for one in people]),
        text="\n".join(lines),
        found={
            "expert": tuple(Named(one.name) for one in people),
            "institution": tuple(institution_named(hospital) for hospital in hospitals),
        },
        sources=sources_of(*people),
        verified_on=oldest(*people),
        subject=f"person:{people[0].id}",
    )


def in_office(meaning: Meaning, book: Book) -> list[m.Person]:
    """People of reports whose office the question asks for: 「国家精神疾病医学中心主任是谁」「红房子院长叫什么」."""
    hospitals = {mention.id for mention in meaning.of("institution")}
    found = []
    for one in book.people.values():
        offices = [office for office in _OFFICES.split(one.role) if office]
        titles = {title for title in _TITLES if title in one.role and title in meaning.text}
        said = set(meaning.text)
        near = any(len(said & set(office)) >= _SAME_OFFICE * len(set(office)) for office in offices if len(office) > 4)
        if titles and (one.institution in hospitals or near):
            found.append(one)
    return found


def not_in_roster(case: Case) -> Answer | None:
    """A doctor called by name or surname whom the rosters do not have: said so; None when no rosters could tell."""
    clinics, book, voice = case.book.clinics, case.book, case.voice
    asked = [book.institutions[mention.id] for mention in case.meaning.of("institution")]
    name = called(case.meaning)
    if not name or not clinics.sessions or any(i.id not in clinics.by_institution for i in asked):
        return None
    alone = len(name) == 1 or name in _DOUBLE
    lines = [voice.say("clinic_no_surname" if alone else "clinic_no_name", name=name)]
    if asked:
        lines += [voice.say("clinic_ask_phone"), *phones(asked, voice)]
    else:
        lines.append(voice.say("clinic_ask_hospital"))
    return Answer(
        kind="lookup_empty",
        topic="expert_lookup",
        text="\n".join(lines),
        found={"institution": tuple(institution_named(i) for i in asked)} if asked else {},
        sources=sources_of(*asked),
        verified_on=oldest(*asked),
        subject="not_in_roster",
    )


def called(meaning: Meaning) -> str:
    """The name or surname before a doctor's title, empty when it is part of a place or hospital (金山医生)."""
    said = [mention.said for mention in meaning.mentions if mention.said]
    for match in _CALLED.finditer(meaning.text):
        name = match[1] or match[2]
        if not any(name in held or held.startswith(name) for held in said):
            return str(name)
    return ""


def sought(text: str) -> str:
    """The name in 「周明华 哪家」, 「听说有个叫周明华的在哪里坐诊」; empty when the words are no such question."""
    match = _SOUGHT.fullmatch(text.strip(" ,。.!?"))
    return match["name"] if match is not None else ""


def not_here(name: str, voice: Voice) -> Answer:
    """Nobody of this name is in the Book: said so, with whom to ask."""
    text = voice.say("expert_not_here", name=name)
    return Answer(kind="lookup_empty", topic="expert_lookup", text=text, subject="expert_not_here")


def not_published(topic: str, meaning: Meaning, book: Book, voice: Voice) -> Answer:
    """A schedule, suspension or expert that is not in the Book: said so, with the phones of those who know."""
    asked = [book.institutions[mention.id] for mention in meaning.of("institution")]
    bases = bases_that_know(meaning, book) if not asked else []
    asked_bases = [book.base_at[i.id] for i in asked if i.id in book.base_at]
    places = asked or [book.institutions[base.institution] for base in bases]
    subject = voice.listed([name_said(i, voice) for i in asked] or [r.specialty for r in meaning.specialties[:1]])
    found = found_bases([*asked_bases, *bases], book)
    found["institution"] = (*(institution_named(i) for i in asked), *found["institution"])
    opening = _opening(topic, subject, voice, phones=bool(places))
    return Answer(
        kind="lookup_empty",
        topic=topic,
        text="\n".join([opening, *phones(places, voice), voice.say("clinic_day")]),
        found={kind: names for kind, names in found.items() if names},
        sources=sources_of(*asked, *bases),
        verified_on=oldest(*asked, *bases),
        choices=base_choices([*asked_bases, *bases][:_PHONES], book, voice),
        subject=f"{topic}:{places[0].id}" if places else topic,
    )


def bases_that_know(meaning: Meaning, book: Book) -> list[m.Base]:
    """Bases of the first specialty asked for; without one, those of the district named, where its hospital may tell."""
    wanted = {book.specialty_named[r.specialty].id for r in meaning.specialties[:1]}
    districts = {mention.id for mention in meaning.of("district")} if not meaning.specialties else set()
    return [b for b in book.bases.values() if wanted & set(b.specialties) or b.district in districts]


def _opening(topic: str, subject: str, voice: Voice, *, phones: bool) -> str:
    key = {"suspension": "clinic_suspended", "expert_lookup": "expert_unknown"}.get(topic, "clinic_empty")
    if key == "expert_unknown":
        return voice.say(key if phones else f"{key}_plain")
    if not subject and not phones:
        return voice.say(f"{key}_plain")
    return voice.say(key if phones else f"{key}_bare", subject=subject or voice.say("this_district"))


def phones(places: Sequence[m.Institution], voice: Voice) -> list[str]:
    """The phones of institutions, a line each; who has none is said to have none."""
    lines = []
    for institution in places[:_PHONES]:
        campus = best_campus(institution)
        name = name_said(institution, voice)
        if campus is not None and campus.phone:
            lines.append(voice.say("clinic_phone", name=name, phone=campus.phone))
        else:
            lines.append(voice.say("clinic_no_phone", name=name))
    return lines
