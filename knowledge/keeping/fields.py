"""Facts as forms: a field of text for each field of a fact, read back with a sentence for each that cannot be taken.

Made from the types of :mod:`knowledge.kinds` themselves, so that a new field is in its form at once. What a form may
not set (ids, who confirmed it and when, what a roster's reading noted) is no field of it.
"""

import types
from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

import msgspec

from knowledge.keeping.nested import Unfit, read_nested, with_line, written
from knowledge.kinds import KINDS
from knowledge.model import Fact
from knowledge.wording import Sentence, sentence

Shape = Literal["line", "text", "flag", "number", "lines", "choice", "nested"]
_OWN: Final = frozenset({"id", "verified_on", "confirmed_by", "sample", "place", "made_at"})
"""What only the program sets."""
_LONG: Final = frozenset(
    {"answer", "english", "note", "plain", "use", "caution", "good_at", "status_note", "members_note"}
    | {"not_to_confuse", "text"}
)
MEANT: Final = {
    "sources": "source",
    "institution": "institution",
    "lead": "institution",
    "leads": "institution",
    "members": "institution",
    "district": "district",
    "neighbours": "district",
    "specialties": "specialty",
    "expert": "expert",
    "lifts": "change",
    "base": "base",
}
"""Fields that hold ids, and of what kind."""
_MAYBE_UNKNOWN: Final = frozenset({"date"})
"""What every fact of its kind must have, and what may be empty: a publication without a date."""
TOPICS: Final = (
    *("programme", "find_base", "nearest_base", "clinic_schedule", "expert_lookup", "suspension", "referral_steps"),
    *("early_booking", "green_channel", "psych_alliance", "obgyn_alliance", "remind_me", "cancel_reminder"),
    *("costs_insurance", "smalltalk", "staff", "out_of_scope", "emergency", "crisis"),
)
"""What an entry may be about: topics of the contract."""
MOST: Final = 20_000
"""Characters of one field."""


class Field(msgspec.Struct, frozen=True):
    """A field of a form. ``choices`` of a choice; ``refers`` names the kind whose ids it holds, if it does."""

    name: str
    shape: Shape
    required: bool = False
    choices: tuple[str, ...] = ()
    refers: str = ""


class Taken(msgspec.Struct, frozen=True):
    """What a form said: the fact, or why it cannot be one, by field ("" for the whole)."""

    fact: Fact | None
    problems: dict[str, Sentence]


@cache
def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a kind's form, in the order in which the fact has them, those of every fact last."""
    own = [field for field in msgspec.structs.fields(KINDS[kind]) if field.name not in _OWN]
    common = set(Fact.__struct_fields__)
    order = sorted(own, key=lambda field: field.name in common)
    return tuple(_field(field.name, field.type, required=field.required) for field in order)


def _field(name: str, kind: Any, *, required: bool) -> Field:
    shape, choices = _shape(name, _bare(kind))
    return Field(name, shape, required and name not in _MAYBE_UNKNOWN, choices, MEANT.get(name, ""))


def _bare(kind: Any) -> Any:
    """The type without Annotated and without None; of several Literals one that holds all."""
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in {Union, types.UnionType}:
        parts = [_bare(part) for part in get_args(kind) if part is not type(None)]
        if all(get_origin(part) is Literal for part in parts):
            return Literal[tuple(value for part in parts for value in get_args(part))]
        return parts[0] if len(parts) == 1 else kind
    return kind


def _shape(name: str, kind: Any) -> tuple[Shape, tuple[str, ...]]:
    if name == "topic":
        return "choice", TOPICS
    if kind is str:
        return ("text" if name in _LONG else "line"), ()
    if kind is bool:
        return "flag", ()
    if kind in {int, float}:
        return "number", ()
    if get_origin(kind) is Literal:
        return "choice", get_args(kind)
    if get_origin(kind) is tuple and _is_text(get_args(kind)):
        return "lines", ()
    return "nested", ()


def _is_text(parts: tuple[Any, ...]) -> bool:
    return len(parts) == 2 and parts[1] is Ellipsis and (parts[0] is str or get_origin(parts[0]) is Literal)


def shown(kind: str, fact: Fact) -> dict[str, str]:
    """A fact as the texts of its form."""
    return {field.name: _text(field, getattr(fact, field.name)) for field in fields_of(kind)}


def empty(kind: str) -> dict[str, str]:
    """The form of a fact that is not there yet: what its fields usually are."""
    usual = {field.name: field for field in msgspec.structs.fields(KINDS[kind])}
    return {field.name: _text(field, _usual(usual[field.name])) for field in fields_of(kind)}


def _usual(field: msgspec.structs.FieldInfo) -> Any:
    if field.default is not msgspec.NODEFAULT:
        return field.default
    return field.default_factory() if field.default_factory is not msgspec.NODEFAULT else None


def _text(field: Field, value: Any) -> str:
    if field.shape == "flag":
        return "on" if value else ""
    if field.shape == "lines":
        return "\n".join(value or ())
    if field.shape == "nested":
        return written(value) if value else ""
    return "" if value is None else str(value).removesuffix(".0" if isinstance(value, float) else "")


def taken(kind: str, key: str, texts: Mapping[str, str], before: Fact | None = None) -> Taken:
    """The fact that a form says, on top of ``before``: what a form may not set stays as it was.

    Every problem is told at once, by field. Raises nothing for what was typed; fields that there are not are passed
    over, since :func:`fields_of` alone says what is read.
    """
    kept = _OWN.intersection(before.__struct_fields__) if before is not None else ()
    held: dict[str, Any] = {name: getattr(before, name) for name in kept}
    problems: dict[str, Sentence] = {}
    types_of = {field.name: field.type for field in msgspec.structs.fields(KINDS[kind])}
    for field in fields_of(kind):
        try:
            value = _value(field, texts.get(field.name, ""))
            if _signed(value) - _signed(msgspec.to_builtins(getattr(before, field.name, None))):
                problems[field.name] = sentence("not_signed_by_hand")
            elif value is not None:
                held[field.name] = msgspec.convert(value, types_of[field.name], strict=field.shape != "number")
            elif field.required:
                problems[field.name] = sentence("must_be_filled")
        except ValueError as error:  # what msgspec says of a wrong value is one too
            problems[field.name] = _sentence(field, texts.get(field.name, ""), error)
    if problems:
        return Taken(None, problems)
    return Taken(msgspec.convert({**_plain(held), "id": key}, KINDS[kind]), {})


def _signed(value: Any) -> set[str]:
    """Who is said to have confirmed a part of a nested value."""
    if isinstance(value, dict):
        own = {str(value["confirmed_by"])} if value.get("confirmed_by") else set()
        return own.union(*(_signed(part) for part in value.values()))
    return set().union(*(_signed(part) for part in value)) if isinstance(value, list) else set()


def _plain(held: Mapping[str, Any]) -> dict[str, Any]:
    return {name: msgspec.to_builtins(value) for name, value in held.items()}


def _value(field: Field, text: str) -> Any:
    """What was typed as a plain value; None where nothing was."""
    if len(text) > MOST:
        raise Unfit(sentence("text_too_long", most=MOST))
    if field.shape == "flag":
        return text == "on"
    if field.shape == "lines":
        lines = (line.strip() for line in text.splitlines())
        return tuple(line for line in lines if line) or None
    if field.shape == "nested":
        return read_nested(text) if text.strip() else None
    if field.shape == "choice":
        if text not in field.choices:
            raise ValueError(text)
        return text
    plain = text.strip()
    return plain if plain or field.name in _MAYBE_UNKNOWN else None


def _sentence(field: Field, text: str, error: ValueError) -> Sentence:
    if field.shape == "nested" and isinstance(error, msgspec.ValidationError):
        return with_line(text, error)
    if field.shape == "number":
        return sentence("fill_a_number")
    if field.shape == "choice":
        return sentence("choose_one")
    return error.sentence if isinstance(error, Unfit) else sentence("part_unfit")
