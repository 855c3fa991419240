"""The questions made ready once and kept in a file, like compiled Python: half a second less at each start.

The file holds nothing but what the Book says, under a name told from its content; it may be deleted at any time.
"""

import contextlib
import hashlib
import marshal
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from knowledge import model as m
from knowledge.questions import Questions


def questions_from(folder: Path | None, entries: Mapping[str, m.Entry]) -> Questions:
    """The questions of these entries, from ``folder`` when they were kept there, else made and kept."""
    if folder is None:
        return Questions.of(entries)
    path = folder / f"questions-{_digest(entries)}.bin"
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        return Questions.from_plain(entries, marshal.loads(path.read_bytes()))  # noqa: S302  (our own file, as .pyc are)
    made = Questions.of(entries)
    _keep(path, marshal.dumps(made.as_plain()))
    return made


def _digest(entries: Mapping[str, m.Entry]) -> str:
    digest = hashlib.blake2s(f"{version('jiamenkou')} {sys.version} {_code_age()}".encode())
    for key in sorted(entries):
        entry = entries[key]
        digest.update("\n".join((key, entry.title, *entry.phrasings)).encode())
    return digest.hexdigest()


def _code_age() -> float:
    """When the code or a word list that makes the questions was last changed: a checkout has no new version for it."""
    here = Path(__file__).parent
    made_by = (here / "questions.py", *here.glob("understanding/*.py"), *here.glob("content/*.yaml"))
    return max(path.stat().st_mtime for path in made_by)


def _keep(path: Path, content: bytes) -> None:
    with contextlib.suppress(OSError):  # a cache that cannot be kept costs time, nothing else
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob("questions-*.bin"):
            old.unlink(missing_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.write_bytes(content)
        unfinished.replace(path)
