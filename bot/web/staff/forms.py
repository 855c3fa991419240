"""What a form sends, as a checked value: every field is known, stands there once, and fits its type."""

from collections.abc import AsyncGenerator
from typing import TypeVar

import msgspec
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from bot.web.guard import Refused, body
from bot.web.links import clean

MOST = 64 * 1024
"""Bytes of a form without files."""
LARGEST = 2**31 - 1
_FIELDS = 2000

F = TypeVar("F", bound=msgspec.Struct)
Fields = dict[str, list["str | Upload"]]


class Upload(msgspec.Struct, frozen=True):
    """A file as it was sent: the name it had there, which is only shown, and what is in it."""

    name: str
    content: bytes


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A form that is a button alone."""


async def sent(request: Request, most: int = MOST) -> Fields:
    """All fields by name. Raises Refused for more than ``most`` bytes and for what is no form."""
    content = await body(request, most)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    parsers = {"application/x-www-form-urlencoded": _plain, "multipart/form-data": _with_files}
    if kind not in parsers:
        raise Refused(415, "unclear")
    try:
        pairs = await parsers[kind](request.headers, content, most)
    except (MultiPartException, ValueError, KeyError):
        raise Refused(400, "unclear") from None
    held: Fields = {}
    for name, value in pairs:
        held.setdefault(name, []).append(value)
    return held


def taken(fields: Fields, form: type[F]) -> F:
    """The fields as a ``form``. Raises Refused when one is strange, twice, missing or of another type.

    Structs of forms are declared with ``forbid_unknown_fields``, so that nobody slips in what the page does not ask.
    """
    lists = {field.encode_name for field in msgspec.structs.fields(form) if _is_list(field.type)}
    if any(len(values) > 1 for name, values in fields.items() if name not in lists):
        raise Refused(400, "unclear")
    held = {name: values if name in lists else values[0] for name, values in fields.items()}
    try:
        made = msgspec.convert(held, form, strict=False)
    except msgspec.ValidationError:
        raise Refused(400, "unclear") from None
    if any(_is_beyond(value) for value in msgspec.structs.asdict(made).values()):
        raise Refused(400, "unclear")
    return made


def _is_beyond(value: object) -> bool:
    """Whether a number, or one of several, is larger than any id, revision or version that a database holds."""
    if isinstance(value, tuple | list):
        return any(_is_beyond(one) for one in value)
    return isinstance(value, int) and abs(value) > LARGEST


def _is_list(kind: object) -> bool:
    return getattr(kind, "__origin__", kind) in {tuple, list}


async def _once(content: bytes) -> AsyncGenerator[bytes, None]:
    yield content
    yield b""


async def _plain(headers: Headers, content: bytes, _most: int) -> list[tuple[str, "str | Upload"]]:
    form = await FormParser(headers, _once(content)).parse()
    if len(form.multi_items()) > _FIELDS:
        raise ValueError(_FIELDS)
    return [(name, clean(str(value))) for name, value in form.multi_items()]


async def _with_files(headers: Headers, content: bytes, most: int) -> list[tuple[str, "str | Upload"]]:
    parser = MultiPartParser(headers, _once(content), max_files=20, max_fields=_FIELDS, max_part_size=most)
    form = await parser.parse()
    found: list[tuple[str, str | Upload]] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            found.append((name, Upload(clean(value.filename or "")[:200], await value.read())))
        else:
            found.append((name, clean(value)))
    await form.close()
    return found
