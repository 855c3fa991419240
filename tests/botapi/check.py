"""Is an outgoing call what the Bot API asks for? Required and unknown fields, types, subtypes, discriminators."""

from collections.abc import Iterable
from typing import Any

from tests.botapi.calls import Call
from tests.botapi.schema import Field, Schema

PLAIN: dict[str, type | tuple[type, ...]] = {"String": str, "Float": (int, float), "Integer": int, "Boolean": bool}


def complaints(schema: Schema, call: Call) -> list[str]:
    """Everything wrong with a call, each as one line; empty when it is right."""
    fields = schema.methods[call.method]
    found = _object(schema, fields, call.fields | {name: "" for name in call.files if name in fields}, call.method)
    referred = _attached(call.fields)
    found += [
        f"{call.method}: file part {name!r} is used by no field"
        for name in call.files.keys() - referred - fields.keys()
    ]
    found += [f"{call.method}: attach://{name} has no file part" for name in referred - call.files.keys()]
    return found


def _object(schema: Schema, fields: dict[str, Field], value: dict[str, Any], where: str) -> list[str]:
    found = [f"{where}.{name}: no such field" for name in value.keys() - fields.keys()]
    for field in fields.values():
        if field.name in value:
            found += _value(schema, field.types, value[field.name], f"{where}.{field.name}")
            if field.fixed and value[field.name] != field.fixed:
                found.append(f"{where}.{field.name}: must be {field.fixed!r}, is {value[field.name]!r}")
        elif field.required:
            found.append(f"{where}.{field.name}: is missing")
    return found


def _value(schema: Schema, types: Iterable[str], value: Any, where: str) -> list[str]:
    """Nothing if one of the types fits; else what is wrong with the one that fits best."""
    tries = [_one(schema, name, value, where) for name in types]
    return min(tries, key=len, default=[])


def _one(schema: Schema, name: str, value: Any, where: str) -> list[str]:
    if name.startswith("Array of "):
        if not isinstance(value, list):
            return [f"{where}: must be a list, is {value!r}"]
        parts = enumerate(value)
        return [line for i, part in parts for line in _one(schema, name[len("Array of ") :], part, f"{where}[{i}]")]
    if name in PLAIN:
        fits = isinstance(value, PLAIN[name]) and (name == "Boolean" or not isinstance(value, bool))
        return [] if fits else [f"{where}: must be {name}, is {value!r}"]
    if name in schema.subtypes:
        return _value(schema, schema.subtypes[name], value, where)
    if name in schema.types:
        known = isinstance(value, dict)
        return (
            _object(schema, schema.types[name], value, where) if known else [f"{where}: must be {name}, is {value!r}"]
        )
    return []


def _attached(value: Any) -> set[str]:
    """Names of all file parts a value refers to with attach://."""
    if isinstance(value, str):
        return {value.removeprefix("attach://")} if value.startswith("attach://") else set()
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*(_attached(part) for part in inner))
