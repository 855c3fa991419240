"""Which fields every Bot API method has: from the published schema, or from the signatures of python-telegram-bot."""

import functools
import inspect
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PUBLISHED = Path(__file__).parents[3] / "shared" / "telegram" / "api.json"
SUGAR = frozenset(
    [
        *("self", "read_timeout", "write_timeout", "connect_timeout", "pool_timeout", "api_kwargs", "filename"),
        *("location", "venue", "contact", "allow_sending_without_reply", "reply_to_message_id"),
        *("disable_web_page_preview", "current_offset"),
    ]
)
SCALARS = {"int": "Integer", "str": "String", "bool": "Boolean", "float": "Float"}
FIXED = re.compile(r"(?:always|must be) [\"“]?(\w+)[\"”]?$")


@dataclass(frozen=True)
class Field:
    name: str
    types: tuple[str, ...]
    required: bool
    fixed: str = ""


@dataclass(frozen=True)
class Schema:
    """Fields by method and by type; ``subtypes`` of the types that are unions."""

    methods: dict[str, dict[str, Field]]
    types: dict[str, dict[str, Field]] = field(default_factory=dict)
    subtypes: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def name(self, method: str) -> str:
        """The proper spelling of a method name; Telegram reads them in any case. Empty if there is none."""
        return self._spelling.get(method.lower(), "")

    @functools.cached_property
    def _spelling(self) -> dict[str, str]:
        return {name.lower(): name for name in self.methods}


def _published_fields(entry: dict[str, Any]) -> dict[str, Field]:
    fields = {}
    for given in entry.get("fields") or ():
        said = FIXED.search(given["description"]) if entry.get("subtype_of") else None
        fixed = said.group(1) if said and given["name"] in {"type", "source", "status"} else ""
        fields[given["name"]] = Field(given["name"], tuple(given["types"]), given["required"], fixed)
    return fields


def from_json(path: Path) -> Schema:
    raw = json.loads(path.read_text("utf-8"))
    return Schema(
        methods={name: _published_fields(entry) for name, entry in raw["methods"].items()},
        types={name: _published_fields(entry) for name, entry in raw["types"].items() if entry.get("fields")},
        subtypes={name: tuple(entry["subtypes"]) for name, entry in raw["types"].items() if entry.get("subtypes")},
    )


def _annotated(parameter: inspect.Parameter) -> Field:
    words = set(re.findall(r"\w+", str(parameter.annotation)))
    structured = words & {"Sequence", "list", "dict"} or any(
        re.match(r"Inline|Reply|Link|Message|Input|Bot", w) for w in words
    )
    types = ("JSON",) if structured else tuple(kind for word, kind in SCALARS.items() if word in words)
    types = ("InputFile", "String") if "FileInput" in words else types or ("JSON",)
    return Field(parameter.name, types, parameter.default is parameter.empty)


def from_library() -> Schema:
    """Names, required fields and plain types as python-telegram-bot declares them (its own conveniences left out)."""
    from telegram import Bot

    methods = {}
    for name, function in inspect.getmembers(Bot, inspect.iscoroutinefunction):
        parameters = inspect.signature(function).parameters
        if "api_kwargs" in parameters and name[0].islower() and name != "do_api_request":
            camel = re.sub(r"_(\w)", lambda m: m.group(1).upper(), name)
            methods[camel] = {p.name: _annotated(p) for p in parameters.values() if p.name not in SUGAR}
    return Schema(methods)


@functools.cache
def load() -> Schema:
    return from_json(PUBLISHED) if PUBLISHED.exists() else from_library()
