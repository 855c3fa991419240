"""What is wanted of reminders: to set, list, stop one or all, put off, follow or unfollow. Words only, no dates."""

from typing import Final, Literal

from knowledge.understanding.lexicon import fold
from knowledge.understanding.meaning import Meaning
from knowledge.understanding.normalise import canonical
from knowledge.understanding.reminding_patterns import composed, pattern

Act = Literal["set", "list", "stop", "stop_all", "snooze", "follow", "unfollow"]
Kind = Literal["visit", "opens", "cancel_by", "return", "personal"]

_LONGEST_STOP: Final = 30
_STOP_ALL: Final = r"(?:%=plain_stop%%end%*[,。.!?;\s]*)+(?:谢谢|多谢|thanks|thank you|please)?[。.!\s]*"


def stop_said(text: str) -> bool:
    """Whether a message is nothing but the wish to hear no more: 停, 都停了吧, 退订, stop, TD."""
    said = pattern("angry").sub("", fold(canonical(text)).strip(" ,。.!?~"))
    return 0 < len(said) <= _LONGEST_STOP and composed(_STOP_ALL).fullmatch(said) is not None


def act_of(meaning: Meaning) -> Act | None:
    """What is wanted, None when the words are not about reminders."""
    text = meaning.text
    if stop_said(meaning.written):
        return "stop_all"
    for act in ("unfollow", "follow", "list"):
        if pattern(act).search(text):
            return act
    if meaning.wants("mine") and meaning.wants("remind"):
        return "list"
    if _stops(meaning):
        return "stop"
    one_more = not meaning.when.assumed and meaning.when.dates and pattern("one_more").match(text)
    if pattern("again").search(text) and not pattern("moves").search(text) and not one_more:
        return "snooze"
    return "set" if _sets(meaning) else None


def whole(text: str) -> bool:
    """Whether all of them are meant."""
    return pattern("whole").search(text) is not None


def _stops(meaning: Meaning) -> bool:
    match = pattern("stop").search(meaning.text)
    if match is None:  # 提行 for 提醒: heard rather than read
        heard = meaning.wants("remind") and meaning.wants("stop")
        return heard and not pattern("set_with_a_stop").search(meaning.text)
    ours = composed("%things%|叫我|ti ?xing|tong ?zhi").search(match[0])
    return ours is not None or not pattern("not_us").search(meaning.text)


def _sets(meaning: Meaning) -> bool:
    text, when = meaning.text, meaning.when
    if pattern("call_at").search(text):
        return True
    if meaning.wants("remind"):
        return not when.none or when.past or pattern("surely").search(text) is not None
    if when.none or when.past or when.rule or pattern("asking").search(text):
        return False
    returns = pattern("return_visit").search(text) is not None
    return returns and (pattern("told_by_doctor").search(text) is not None or only_a_visit(meaning))


def only_a_visit(meaning: Meaning) -> bool:
    """「下个月15号复查」, 「下周三去龙华医院复诊」: a return visit with its day and nothing that is asked."""
    text, when = meaning.text, meaning.when
    if when.none or when.past or pattern("asking").search(text) or not pattern("return_visit").search(text):
        return False
    rest = [*meaning.written]
    for start, end in meaning.when.spans:
        rest[start:end] = " " * (end - start)
    left = "".join(rest)
    for said in sorted({mention.said for mention in meaning.mentions if mention.said}, key=len, reverse=True):
        left = left.replace(said, " ")
    return pattern("beside_a_visit").fullmatch(pattern("return_visit").sub(" ", left)) is not None


def kind_of(meaning: Meaning) -> Kind:
    """What kind of thing is to be remembered."""
    text = meaning.text
    if pattern("cancel_by").search(text):
        return "cancel_by"
    if pattern("opens").search(text):
        return "opens"
    if pattern("return_visit").search(text):
        return "return"
    if pattern("calls").search(meaning.written):
        return "personal"
    named = any(meaning.of(kind) for kind in ("institution", "expert", "person"))
    return "visit" if named or pattern("goes").search(meaning.written) else "personal"
