"""Parts of a fact that have parts themselves, as YAML in one field of a form; what is wrong is told with its line."""

import re
from typing import Any, Final

import msgspec
import yaml

from knowledge.drafts import Plain, composed
from knowledge.errors import ContentError
from knowledge.library import PlainDumper
from knowledge.wording import Sentence, Voice, sentence

_STEP: Final = re.compile(r"\.(\w+)|\[(\d+)\]")
_WHERE: Final = re.compile(r"^(?P<what>.*?)(?: - at `\$(?P<path>[^`]*)`)?$", re.DOTALL)
_PLACE: Final = re.compile(r"^:?(?P<line>\d+)?:?\s*(?P<what>.*)$", re.DOTALL)
_SLIPS: Final = (
    (re.compile(r"(?P<name>.+) stands here twice"), "part_twice"),
    (re.compile(r"Object contains unknown field `(?P<name>.+)`"), "part_unknown"),
    (re.compile(r"Object missing required field `(?P<name>.+)`"), "part_missing"),
    (re.compile(r"Expected `(?:float|int).*"), "part_no_number"),
    (re.compile(r"Expected .*"), "part_unfit"),
)
"""What the readers of YAML and of facts say → what somebody who fills in a form is told."""


class Unfit(ValueError):
    """A text that is no value of its field; ``sentence`` says what to do."""

    def __init__(self, told: Sentence) -> None:
        """Take the sentence; the text is Chinese."""
        super().__init__(Voice().tell(told))
        self.sentence = told


def written(value: Any) -> str:
    """A value as YAML that :func:`read_nested` reads back."""
    plain = msgspec.to_builtins(value)
    return yaml.dump(plain, Dumper=PlainDumper, allow_unicode=True, sort_keys=False, width=100)


def read_nested(text: str) -> Any:
    """The plain value of a YAML text. Raises Unfit with the line that is wrong."""
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.CSafeLoader)):
            raise Unfit(sentence("yaml_by_reference"))
        node = composed(text.encode(), "")
        return Plain().construct_document(node) if node is not None else None
    except ContentError as error:
        told = _PLACE.match(error.problems[0])
        raise Unfit(_at_line((told and told["line"]) or "1", "")) from None
    except yaml.MarkedYAMLError as error:
        line = str(error.problem_mark.line + 1) if error.problem_mark else "1"
        raise Unfit(_at_line(line, error.problem or "")) from None


def with_line(text: str, error: msgspec.ValidationError) -> Sentence:
    """What a value of this text lacks to be what it should, with the line on which it stands."""
    told = _WHERE.match(str(error))
    what, path = (told["what"], told["path"] or "") if told else (str(error), "")
    return _at_line(str(_line(composed(text.encode(), ""), path)), what)


def _at_line(line: str, what: str) -> Sentence:
    for pattern, phrase in _SLIPS:
        if slip := pattern.fullmatch(what):
            return sentence("at_line", line=line, why=sentence(phrase, **slip.groupdict()))
    return sentence("at_line", line=line, why=sentence("yaml_unread"))


def _line(node: yaml.Node | None, path: str) -> int:
    """The line of the deepest part of ``path`` that is there."""
    line = 1
    for name, number in _STEP.findall(path):
        below = _below(node, name, number)
        if below is None:
            break
        node, line = below, below.start_mark.line + 1
    return line


def _below(node: yaml.Node | None, name: str, number: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if getattr(key, "value", None) == name), None)
    if isinstance(node, yaml.SequenceNode) and number and int(number) < len(node.value):
        return node.value[int(number)]  # type: ignore[no-any-return]  # nodes are untyped in yaml
    return None
