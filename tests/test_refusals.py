"""Every refusal is a phrase in the language of who reads it: plain words, no ids, none of the program's own names.

The refusals are collected from the source and from the phrases, so that a new one is in these tables at once.
"""

import ast
import re
import string
from pathlib import Path

import pytest
import yaml

from knowledge.errors import Refusal
from knowledge.wording import LANGUAGES, phrases
from tests.test_architecture import CODE, fields, name

FOLDER = Path(__file__).parents[1] / "knowledge" / "content" / "phrases"
KEYS = sorted(yaml.safe_load((FOLDER / "refusals.zh.yaml").read_text(encoding="utf-8")))
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
ON_SCREEN = {"MB", "FREQ", "WEEKLY", "BYDAY", "TU", "https", "http", "jiamenkou", "staff", "list", "institution"}
ON_SCREEN |= {"Excel", "WPS", "XML", "UTF", "GB", "xlsx", "xls", "csv"}
"""Latin words that a Chinese sentence may hold: units, and what is typed just so."""
PATTERNS = {"several_reasons", "fact_called", "at_place", "roster_asked", "rule_every_1"}
"""What has no words of its own."""
QUOTED = re.compile("“[^”]*”")
OURS = re.compile(r"\b(entry|null|None|editor_|NotAllowed)\b|[a-z]_[a-z]|\.yaml")


def classes(kind: type) -> set[str]:
    return {kind.__name__}.union(*(classes(below) for below in kind.__subclasses__()))


def told(path: Path) -> list[ast.Call]:
    """Every refusal and every sentence that a file makes."""
    names = {*classes(Refusal), "sentence"}
    calls = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in names and call.args]


SAID = [(path, call) for path in CODE for call in told(path)]


def test_there_are_many():
    assert len(SAID) > 150
    assert len(KEYS) > 120


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_phrase_is_written_twice(language):
    """The loader takes the later of two without a word."""
    texts = [(FOLDER / file).read_text(encoding="utf-8") for file in (f"{language}.yaml", f"refusals.{language}.yaml")]
    keys = [key for text in texts for key in re.findall(r"""^"?(\w+)"?:""", text, re.MULTILINE)]
    assert len(keys) == len({*keys}) == len(phrases(language))


@pytest.mark.parametrize("path", sorted({path for path, _ in SAID}), ids=name)
def test_whoever_is_refused_is_told_a_phrase_with_its_facts(path: Path):
    for call in told(path):
        first, given = call.args[0], {keyword.arg for keyword in call.keywords}
        if isinstance(first, ast.Constant):
            assert fields(phrases("zh")[first.value]) <= given or None in given, f"{name(path)}:{call.lineno}"
        elif isinstance(first, ast.JoinedStr):
            start = first.values[0]
            assert isinstance(start, ast.Constant)
            assert [key for key in phrases("zh") if key.startswith(start.value)], f"{name(path)}:{call.lineno}"
        else:  # a sentence, or one of several keys, that was made elsewhere
            assert isinstance(first, ast.Name | ast.Attribute | ast.IfExp | ast.Call), f"{name(path)}:{call.lineno}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_plain_in_either_language(language):
    held = {key: "".join(text for text, *_ in string.Formatter().parse(phrases(language)[key])) for key in KEYS}
    assert not {key: words for key, words in held.items() if OURS.search(words)}
    if language == "en":  # what is to be written into a Chinese sheet stands in quotation marks
        assert not {key: words for key, words in held.items() if HAN.search(QUOTED.sub("", words))}
    else:
        assert not {key: words for key, words in held.items() if {*LATIN.findall(words)} - ON_SCREEN}
        assert {key for key, words in held.items() if not HAN.search(words)} <= PATTERNS
