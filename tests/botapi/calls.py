"""One call of a bot, read from HTTP: query, urlencoded form, JSON or multipart."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from tests.botapi.schema import Field, Schema


@dataclass(frozen=True)
class Upload:
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """A method with its fields as JSON values, and the uploaded files by part name."""

    method: str
    fields: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    @property
    def chat(self) -> int | str | None:
        return self.fields.get("chat_id")

    def upload(self, name: str) -> Upload | str:
        """The file of a field, sent under the field's own name or by attach://; a string is a file id or a URL."""
        value = self.fields.get(name, "")
        part = value.removeprefix("attach://") if value.startswith("attach://") else name
        return self.files.get(part, value)


async def read(request: web.Request, schema: Schema) -> Call:
    """The call in a request. The method keeps the caller's spelling if there is no such method."""
    asked = request.match_info["method"]
    method = schema.name(asked) or asked
    given: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        given |= await request.json()
    elif request.can_read_body:
        given |= await request.post()
    files = {name: _upload(value) for name, value in given.items() if isinstance(value, FileField)}
    known = schema.methods.get(method, {})
    fields = {name: _decoded(known.get(name), value) for name, value in given.items() if name not in files}
    return Call(method, fields, files)


def _upload(part: FileField) -> Upload:
    with part.file as file:
        return Upload(part.filename, part.content_type, file.read())


def _decoded(declared: Field | None, value: Any) -> Any:
    """A form's text as the JSON value its field is declared to hold; text that is no such value stays as it is."""
    if declared is None or not isinstance(value, str):
        return value
    if "String" in declared.types or "InputFile" in declared.types:
        return int(value) if "Integer" in declared.types and re.fullmatch(r"-?\d+", value) else value
    try:
        return json.loads(value.lower() if declared.types == ("Boolean",) else value)
    except ValueError:
        return value
