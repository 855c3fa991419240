"""Lines as sayings: one word of change with the people, days and halves that belong to it, headings kept apart."""

import re
from collections.abc import Iterable, Iterator

import msgspec

from knowledge.notices.acts import Act, Found, acts_in, stretches
from knowledge.notices.clauses import sentences
from knowledge.notices.parts import main_word, width_of
from knowledge.notices.signs import SIGNS, D, H, P, Signed

_HEAD = re.compile(r"^[【\[(]?[^:]{0,40}?[】\])]?:(?!\d)|^[【\[][^】\]]{1,24}[】\]]:?")
_BRACKETS = re.compile(rf"^[【\[][^】\]{P[1:-1]}]{{1,24}}[】\]]:?")
_VALUE = re.compile(
    rf"^[【\[(]?(?:替诊|代诊|替班|接诊)(?:医[生师]|专家|人员?)[】\])]?:|^[^:{D[1:-1]}]{{0,6}}(?:改至|改到|调至|改期至|改为|调整为|调整至)[^:]{{0,3}}:"
)
_BRACKETED = re.compile(rf"^[【\[]{D}[^】\]:{P[1:-1]}]{{0,6}}[】\]]")
_HEADLINE = re.compile(r"(?:安排|一览|表|通知|公告|提醒|明细|汇总|名单|清单|情况)(?:\(.*\))?$")
_RUBRIC = re.compile(rf"^【(?![^】]*(?:停|替|代|加)诊)[^】:{SIGNS}]{{2,8}}】(?=.)")
"""【号源调整】 before the words of the notice, where it is no heading of its own."""
_ABOUT = re.compile(r"^[【《]?关于[^,。;]{2,40}(?:通知|公告|通告|公示|启事|说明|告知|函)[】》]?$")
_TITLE = re.compile(r"(?:安排|通知|公告|一览|情况|变动|调整|如下|提醒|表)(?:\([^()]*\))?[】)\]]?:$")
_ABOVE = re.compile(r"以上|上述")
_DRAFT = r"(?:暂定|暂拟|草案|初稿|草稿|待批|征求意见稿?|讨论稿|未定稿)"
_DRAFTED = re.compile(rf"^[【\[(]?{_DRAFT}|[(]{_DRAFT}[)]")
_HEADING_ACTS = frozenset({"suspend", "stand_in", "extra", "label", "move", "normal"})
_LABELS: dict[str, Act] = {"停诊": "suspend", "替诊": "stand_in", "代诊": "stand_in", "加诊": "extra"}

_CONTEXT = 1000
"""Characters of a sentence in which each of its clauses is looked for what it leaves out; no writer's is longer."""


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """One thing said. ``act`` "" for people or days that wait for theirs; ``title``: it stands in a heading.

    ``head`` is what stands before the colon of its line. ``asked``: a question, which only tells whom and which day the
    answer below is about.
    """

    act: Act
    part: Signed
    found: Found | None = None
    sentence: int = 0
    line: int = 0
    guess: bool = False
    title: bool = False
    heading: bool = False
    above: bool = False
    asked: bool = False
    clause: str = ""
    context: str = ""
    head: str = ""


def sayings(lines: Iterable[Signed]) -> Iterator[Saying]:
    """Everything said, in order. A saying with ``heading`` tells what the lines below are about."""
    number, drafted = 0, False
    for place, line in enumerate(lines):
        head, rest = _bracketed(line) or _heading(line)
        if head is not None:
            drafted = bool(_DRAFTED.search(head.context))
            yield msgspec.structs.replace(head, line=place, sentence=(number := number + 1))
        for sentence in sentences(rest):
            number += 1
            if sentence.asks:
                yield Saying(act="", part=rest.with_text(sentence.text), sentence=number, line=place, asked=True)
            at = Saying(act="", part=rest, sentence=number, line=place, context=sentence.text[:_CONTEXT])
            at = msgspec.structs.replace(at, head=head.context if head is not None else "")
            for clause, guess in zip(sentence.clauses, sentence.guesses, strict=True) if not sentence.asks else ():
                unsure = guess or drafted
                yield from _of_clause(clause, msgspec.structs.replace(at, guess=unsure, clause=clause.text))


def _of_clause(clause: Signed, at: Saying) -> Iterator[Saying]:
    above = bool(_ABOVE.search(clause.text))
    for found, part in stretches(clause):
        title = found is not None and found.act == "label" and bool(part.said())
        title = title or (found is not None and (bool(_ABOUT.match(at.context)) or at.head.startswith("标题")))
        yield msgspec.structs.replace(at, act=_act(found), part=part, found=found, title=title, above=above)


def _act(found: Found | None) -> Act:
    if found is None:
        return ""
    return _LABELS.get(found.said[:2], "") if found.act == "label" else found.act


def _heading(line: Signed) -> tuple[Saying | None, Signed]:
    """What stands before the colon, or a line that is all heading, and the rest of the line."""
    match = _HEAD.match(line.text)
    if match and re.search(P, match[0]):  # 【停诊】莫凡：8日
        match = _BRACKETS.match(line.text) or match
    text = match[0] if match else line.text
    rest = line.with_text(line.text[len(text) :])
    several = match is not None and _names_all(text, rest)
    if _VALUE.match(line.text) or (re.search(P, text) and not several) or (match is None and not _all_heading(line)):
        return None, line
    acts = [found for found in acts_in(text) if found.act in _HEADING_ACTS]
    if re.search(f"{D}|{H}", text) and not (_wide_head(line, text, rest) or _dates_head(text, rest.text, acts)):
        return None, line.with_text(_RUBRIC.sub("", line.text))
    kinds = {_act(found) for found in acts} - {""}
    act = kinds.pop() if len(kinds) == 1 else ""
    return Saying(act=act, part=line.with_text(text), heading=True, context=text), rest


def _names_all(text: str, rest: Signed) -> bool:
    """「马主任、牛主任各停一次：马主任3月2日；牛主任3月3日」: who is named again behind the colon, with days."""
    acts = acts_in(text)
    announces = bool(acts) and acts[-1].act in {"suspend", "extra"} and not re.search(f"{D}{P}|{P}{D}", text)
    told = re.findall(f"{P}[^{D[1:-1]}{P[1:-1]}。;]{{0,6}}{D}", rest.text)
    return (
        announces
        and 1 < len(re.findall(P, text)) <= len(told)
        and not any(a.act != "normal" for a in acts_in(rest.text))
    )


def _bracketed(line: Signed) -> tuple[Saying, Signed] | None:
    """【12月15日停诊】 before the text of the notice: a title, whose day the text must bear out."""
    match = _BRACKETED.match(line.text)
    rest = line.with_text(line.text[match.end() :]) if match else line
    acts = acts_in(match[0]) if match else []
    if match is None or len(acts) != 1 or acts[0].act != "suspend" or not rest.days():
        return None
    return Saying(act="suspend", part=line.with_text(match[0]), found=acts[0], title=True, context=match[0]), rest


def _wide_head(line: Signed, text: str, rest: Signed) -> bool:
    """12月份停诊：莫凡（8日）；…: a month, week or holiday in which the days behind the colon lie."""
    days = line.with_text(text).days()
    wide = all(width_of(main_word(phrase.first)) and phrase.to is None for phrase in days)
    return bool(days) and wide and bool(rest.days()) and bool(rest.said())


def _dates_head(text: str, rest: str, acts: list[Found]) -> bool:
    """Whether words with days only announce what follows: 「12月3日：」 above a list, 「国庆10月1日至7日：1日…」."""
    if not rest.strip():
        return bool(acts) or text.endswith(":") or bool(_HEADLINE.search(text))
    if len(acts) == 1 and text.rstrip(" :】]").endswith(acts[0].said) and not acts_in(rest):
        return True  # 10月26日停诊：上午…；下午…
    named = bool(acts) and acts[-1].act == "label"
    return named or bool(_TITLE.search(text)) or (not acts and bool(re.search(D, text) and re.search(D, rest)))


def _all_heading(line: Signed) -> bool:
    """Whether a line without a colon only says what is below: 停诊, 本周停诊一览, 12月门诊变动表(…)."""
    acts = [act for act in acts_in(line.text) if act.act != "weak"]
    if not acts:
        return bool(_HEADLINE.search(line.text)) and not re.search(P, line.text)
    days = [phrase for phrase in line.days() if width_of(main_word(phrase.first)) and phrase.to is None]
    if re.fullmatch(rf"[【(\[]?{D}(?:专家|门诊)*(?:停诊|加诊|替诊)[啦了]?[】)\]~! ]*", line.text.strip()) and days:
        return True  # 本周加诊 above the names
    return acts[-1].act == "label" or bool(
        re.fullmatch(r"[【(\[]?(?:停诊|替诊|代诊|加诊|恢复(?:门诊|出诊)?|改期)[】)\]]?", line.text)
    )
