"""Files of facts → facts, each with the file and line it stands on; every problem is told with its place."""

from pathlib import Path
from typing import Any, ClassVar

import msgspec
import yaml

from knowledge.errors import ContentError
from knowledge.kinds import KINDS
from knowledge.model import Fact
from knowledge.reading import Key

_DEEPEST = 50
"""Levels a file may nest; a fact needs seven. The library's own composing ends the whole program at some thousand."""

_NO_FILE = "{}: is no ordinary file: copy what it gives into a file and load that"
_LARGEST = 20 * 1024 * 1024
"""Bytes of one file; all facts of a city need far less, and a larger file fills the memory before it is read."""


class Draft(msgspec.Struct, frozen=True):
    """A fact as a file says it, not yet in the Book. ``place`` is "file:line"."""

    key: Key
    fact: Fact
    place: str


def files_of(paths: list[Path]) -> list[Path]:
    """The YAML files named or lying below the folders named, in a stable order.

    Raises :class:`ContentError` when a path does not exist or is of a kind that cannot be read.
    """
    found: list[Path] = []
    problems: list[str] = []
    for path in paths:
        if path.is_dir():
            found += sorted([*path.rglob("*.yaml"), *path.rglob("*.yml")])
        elif not path.exists():
            problems.append(f"{path}: no such file or folder: check the name")
        elif not path.is_file():
            problems.append(_NO_FILE.format(path))
        elif path.suffix.lower() in {".yaml", ".yml"}:
            found.append(path)
        else:
            problems.append(
                f"{path}: facts are read from .yaml files; this is {path.suffix or 'a file without ending'}"
            )
    if problems:
        raise ContentError(problems)
    return found


def read_files(paths: list[Path]) -> list[Draft]:
    """All drafts of all files. Raises :class:`ContentError` naming every problem of every file at once."""
    drafts: list[Draft] = []
    problems: list[str] = []
    for path in files_of(paths):
        try:
            drafts += read_text(_content(path), str(path))
        except OSError as error:
            problems.append(f"{path}: cannot be read: {error.strerror}")
        except ContentError as error:
            problems += error.problems
    problems += _twice(drafts)
    if problems:
        raise ContentError(problems)
    return drafts


def _content(path: Path) -> bytes:
    """The bytes of a file. Raises :class:`ContentError` for what would never end or is too large, and ``OSError``."""
    size = path.stat().st_size
    if not path.is_file():
        raise ContentError([_NO_FILE.format(path)])
    if size > _LARGEST:
        limit = _LARGEST // 1024 // 1024
        raise ContentError([f"{path}: is {size // 1024 // 1024} MB, more than {limit} MB: split it into several files"])
    return path.read_bytes()


def read_text(content: bytes, name: str) -> list[Draft]:
    """The drafts of one YAML text. Raises :class:`ContentError` with a sentence and line for each problem."""
    root = composed(content, name)
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise ContentError([f"{name}:1: the file must be a mapping of kinds ({', '.join(KINDS)}) to lists of facts"])
    drafts: list[Draft] = []
    problems: list[str] = []
    for kind_node, items in root.value:
        place = f"{name}:{kind_node.start_mark.line + 1}"
        if not isinstance(kind_node, yaml.ScalarNode) or kind_node.value not in KINDS:
            problems.append(f"{place}: unknown kind {kind_node.value!r}: known are {', '.join(KINDS)}")
        elif not isinstance(items, yaml.SequenceNode):
            problems.append(f"{place}: {kind_node.value} must be a list of facts, each beginning with '- '")
        else:
            _read_items(kind_node.value, items, name, drafts, problems)
    if problems:
        raise ContentError(problems)
    return drafts


def composed(content: bytes, name: str) -> yaml.Node | None:
    """The nodes of a YAML text, with their lines. Raises :class:`ContentError` with the line that is wrong."""
    try:
        text = content.decode("utf-8-sig")
        if deep := _too_deep(text):
            raise ContentError([f"{name}:{deep}: nested too deep for facts: look for a bracket that is not closed"])
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except UnicodeDecodeError as error:
        raise ContentError([f"{name}: byte {error.start + 1} is not UTF-8: save the file as UTF-8"]) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        raise ContentError([f"{name}{line}: not valid YAML: {getattr(error, 'problem', None) or error}"]) from error
    return node


def _too_deep(text: str) -> int:
    """The line on which something nests deeper than any fact, 0 when nothing does."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return event.start_mark.line + 1 if event.start_mark else 1
    return 0


def _read_items(kind: str, items: yaml.SequenceNode, name: str, drafts: list[Draft], problems: list[str]) -> None:
    constructor = Plain()
    for node in items.value:
        place = f"{name}:{node.start_mark.line + 1}"
        value: Any = None
        try:
            value = constructor.construct_document(node)
            fact = msgspec.convert(value, type=KINDS[kind])
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else node.start_mark.line + 1
            problems.append(f"{name}:{line}: {kind}: {error.problem}")
        except (msgspec.ValidationError, ValueError) as error:
            label = value.get("id", "?") if isinstance(value, dict) else "?"
            problems.append(f"{place}: {kind} {label}: {error}")
        else:
            drafts.append(Draft((kind, fact.id), fact, place))


def _twice(drafts: list[Draft]) -> list[str]:
    first: dict[Key, str] = {}
    problems = []
    for draft in drafts:
        if draft.key in first:
            problems.append(f"{draft.place}: {' '.join(draft.key)} stands already at {first[draft.key]}: keep one")
        first.setdefault(draft.key, draft.place)
    return problems


class Plain(yaml.constructor.SafeConstructor):
    """Dates stay texts: the Book keeps partial dates ("2017-06") and full ones alike. A key twice is a slip."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - as in yaml
        """The mapping, or an error at the second of two equal keys."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value} stands here twice", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)

    yaml_constructors: ClassVar = yaml.constructor.SafeConstructor.yaml_constructors | {
        "tag:yaml.org,2002:timestamp": yaml.constructor.SafeConstructor.construct_yaml_str
    }
