"""Remarks and footers: they add sessions, fees, limits and hours to what stands above, or are kept as notes."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from knowledge.rosters import kinds
from knowledge.rosters.context import Context, Draft, Findings, full_cell
from knowledge.rosters.effects import changes, has_title, like, suspension, vague
from knowledge.rosters.making import fees_by_kind
from knowledge.rosters.model import Session, Suspension
from knowledge.rosters.schedule import Reading, read
from knowledge.rosters.slots import CODES, Slot
from knowledge.rosters.texts import folded, shown, yuan
from knowledge.rosters.workbook import Place

_STOP = re.compile(r"停诊|休诊|暂停|停止门诊|停止出诊|不出诊|停开")
_EXTRA = re.compile(r"加诊|加开|增开|增加门诊|加班门诊|加出")
_HOLIDAY = re.compile(r"节假日|法定|国庆|春节|元旦|五一|端午|中秋|清明|劳动节|寒假|暑假|暑期")
_TITLE_FEE = re.compile(
    r"((?:副)?主任(?:医师|中医师|药师)|主治医师|副?教授|正高|副高|名中医)[^\d,;。、]{0,8}?(\d{1,4}(?:\.\d)?)\s?元"
)
_NUMBERED = re.compile(r"(?:^|(?<=[;。\s:]))[(（]?\d{1,2}[.、)）](?!\d)\s*")
_LEAD = re.compile(r"^[(（【*※\s]*(?:备注|特别说明|温馨提示|说明|提示|注意事项?|注)[)】]?\s*[:：.]?\s*")
_OPEN = re.compile(r"待确认|未确认|待定|以通知为准")
_COUNT = re.compile(r"[合共总小]计")
_QUIET = {"已发布", "正常", "正常出诊", "出诊", "-", "/", "无", "—", "——"}


@dataclass(frozen=True)
class Remark:
    """A text beside or below sessions. ``make`` builds an extra session of the row; None below the table."""

    place: Place
    text: str
    drafts: list[Draft]
    make: Callable[[Slot], Session | None] | None = None
    name_cell: Place | None = None
    row: int = -1


class RemarkReader:
    """Applies one remark to its sessions and keeps what stays a note."""

    def __init__(self, remark: Remark, context: Context, found: Findings) -> None:
        self.remark, self.context, self.found = remark, context, found
        self.footer = remark.make is None
        self.suspend: Suspension | None = None
        self.used = False

    def read(self) -> None:
        """The whole remark; a footer's numbered items are notes of their own."""
        plain = folded(self.remark.text)
        if plain in _QUIET:
            return
        if _COUNT.match(plain):
            self._keep(shown(self.remark.text), plain)
            return
        numbered = bool(_NUMBERED.search(plain))
        for item in self._items(plain):
            self.suspend, self.used = None, True
            for sentence in self._sentences(item):
                self.used &= self._sentence(sentence)
            if self.footer or not self.used:
                self._keep(item if numbered else shown(self.remark.text), item)

    def _items(self, plain: str) -> list[str]:
        if not self.footer:
            return [plain]
        bare = _LEAD.sub("", plain) if _NUMBERED.search(plain) else plain
        return [item.strip(" ;。\n") for item in _NUMBERED.split(bare) if item.strip(" ;。\n")]

    def _sentences(self, item: str) -> list[str]:
        marks = r"[;。\n]" if self.footer else r"[;。\n,]"
        return [part.strip() for part in re.split(marks, item) if part.strip()]

    def _keep(self, text: str, item: str) -> None:
        drafts = [draft for draft in self.remark.drafts if draft.session.expert]
        named = [draft for draft in drafts if draft.session.expert and draft.session.expert in item]
        experts = {draft.session.expert for draft in (named if self.footer else drafts)}
        expert = experts.pop() if len(experts) == 1 else None
        self.found.note(self.remark.place, text, suspend=self.suspend, expert=expert)

    def _sentence(self, sentence: str) -> bool:
        """Apply one sentence; True when nothing of it is left for a note."""
        bare = self._without_names(sentence)
        if _EXTRA.search(sentence) and not _STOP.search(sentence):
            return self._extra(sentence, read(_EXTRA.sub(" ", bare), self.context.period))
        if _STOP.search(sentence):
            return self._stop(bare)
        reading = read(re.sub(r"挂号费|诊查费|诊疗费|费用?|[\d.]+元", "", bare), self.context.period)
        return any((self._fees(sentence), self._anchor(bare, reading), self._details(sentence, bare, reading)))

    def _without_names(self, sentence: str) -> str:
        for draft in self.remark.drafts:
            if draft.session.expert:
                sentence = sentence.replace(draft.session.expert, " ")
        return re.sub(r"(?:副?主任|主治)?医[师生]|老师|专家门诊|教授", " ", sentence)

    def _targets(self, sentence: str, reading: Reading | None = None) -> list[Draft]:
        """Sessions a sentence is about, by the names, departments, kinds, weekdays and half-days it says."""
        drafts = self.remark.drafts
        for key in ("expert", "department", "campus"):
            said = {getattr(draft.session, key) for draft in drafts if getattr(draft.session, key)}
            named = {name for name in said if name in sentence}
            drafts = [draft for draft in drafts if not named or getattr(draft.session, key) in named]
        if reading is None:
            return drafts
        days = {slot.weekday for slot in reading.slots if slot.weekday}
        halves = {slot.half for slot in reading.slots if slot.half}
        kind = kinds.kind_in(sentence)
        return [
            draft
            for draft in drafts
            if (not days or draft.session.weekday in days)
            and (not halves or draft.session.half_day in halves)
            and (not kind or kind in {"专家", draft.session.kind})
        ]

    # -- effects --------------------------------------------------------------------------------------------------

    def _extra(self, sentence: str, reading: Reading) -> bool:
        slots = [slot for slot in reading.slots if slot.weekday or slot.dates or slot.rule]
        if not slots or reading.troubles:
            for why, value in reading.troubles:
                self.found.trouble(self.remark.place, why, value)
            return False
        for slot in slots:
            made = self._made(sentence, slot)
            if made is None:
                return False
            self.found.add(made, self.remark.row if not self.footer else -1, self.remark.name_cell or self.remark.place)
        return True

    def _made(self, sentence: str, slot: Slot) -> Session | None:
        if self.remark.make is not None:
            made = self.remark.make(slot)
        else:
            named = [d for d in self._targets(sentence) if d.session.expert and d.session.expert in sentence]
            if not named or len({draft.session.expert for draft in named}) > 1:
                return None
            made = like(named[0].session, slot, self.context)
        if made is None:
            return None
        cell = full_cell(self.found.sheet, self.remark.place)
        return msgspec.structs.replace(made, cell=cell, extra=bool(slot.dates))

    def _stop(self, bare: str) -> bool:
        """A suspension: kept as a note, with its dates; a listed day that only says 停诊 has that status."""
        reading = read(_STOP.sub(" ", bare), self.context.period)
        for why, value in reading.troubles:
            if why != "ambiguous_date":
                self.found.trouble(self.remark.place, why, value)
        listed = [draft for draft in self.remark.drafts if draft.session.dates]
        whole = not reading.slots and not _HOLIDAY.search(bare)
        if not self.footer and whole and listed and not reading.rest:
            for draft in listed:
                self.found.change(draft, status=draft.session.status or "停诊")
            return True
        self.suspend = self.suspend or suspension(_STOP.sub(" ", bare), self.context)
        return False

    def _fees(self, sentence: str) -> bool:
        if "元" not in sentence:
            return False
        used = False
        for kind, fee in fees_by_kind(sentence).items():
            for draft in self._targets(re.sub("专家|特需|专病|普通", "", sentence)):
                if draft.session.kind == kind and (kind != "专家" or draft.session.fee is None):
                    self.found.change(draft, fee=fee)
            used = True
        for title, fee in _TITLE_FEE.findall(sentence):
            for draft in self.remark.drafts:
                if draft.session.fee is None and has_title(draft.session.title, title):
                    self.found.change(draft, fee=yuan(fee))
            used = True
        return used

    def _anchor(self, bare: str, reading: Reading) -> bool:
        """As in "单周自2026年11月2日起算": the first date alternate weeks need."""
        said = re.search(r"单周|双周|隔周", bare)
        word = said[0] if said else "隔周" if not self.footer and "起" in bare else None
        slots = (*reading.slots, *read(f"{bare};周一", self.context.period).slots)
        day = next(
            (
                s.anchor or s.valid_from or next(iter(s.dates), None)
                for s in slots
                if s.anchor or s.valid_from or s.dates
            ),
            None,
        )
        alternate = any(draft.session.rule_note in {"单周", "双周", "隔周"} for draft in self.remark.drafts)
        if not word or not day or not alternate:
            return False
        if not re.search(r"起|开始|第一周|当周|所在周|首周|为单周|为双周", bare):
            return False
        from knowledge.rosters.anchors import first_date

        for draft in self._targets(re.sub(r"[^\u4e00-\u9fff]", "", bare)):
            note = draft.session.rule_note
            if draft.session.weekday and note in ({"隔周"} if word == "隔周" else {"单周", "双周"}):
                first = first_date(day, draft.session.weekday, later=note != word)
                rule = f"FREQ=WEEKLY;INTERVAL=2;BYDAY={CODES[draft.session.weekday]}"
                self.found.change(draft, anchor=first, rule=rule, needs_confirmation=None)
        return True

    def _details(self, sentence: str, bare: str, reading: Reading) -> bool:
        """Limits, hours, alternate weeks, campus, kind: only what the text says cleanly."""
        if _OPEN.search(sentence) and not self.footer:
            for draft in self.remark.drafts:
                if not draft.session.needs_confirmation:
                    self.found.change(draft, needs_confirmation=shown(sentence))
            return True
        if reading.troubles or not reading.slots or (self.footer and vague(reading)):
            return False
        clean = not reading.rest and not reading.vague and not reading.asides
        changed = [self._apply(slot, sentence) for slot in reading.slots]
        del bare
        return clean and all(changed)

    def _apply(self, slot: Slot, sentence: str) -> bool:
        only = Reading(
            (slot._replace(half=slot.half if slot.start or slot.weekday or slot.quota else None),),
            (),
            (),
            (),
            None,
            None,
        )
        targets = self._targets(sentence if self.footer else "", only)
        if slot.half and not slot.weekday:
            targets = [
                d for d in targets if d.session.half_day in {slot.half, None} or (slot.start and not d.session.half_day)
            ]
        done = False
        for draft in targets:
            values = changes(draft.session, slot, footer=self.footer)
            if values:
                self.found.change(draft, **values)
            done = done or bool(values) or slot.half == draft.session.half_day == "夜间"
        # a parity for one weekday stays a note too: a clerk wrote it to be seen
        return done and not (slot.weekday and slot.rule_note)
