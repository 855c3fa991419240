"""The Book between files and database: what would change and what does not fit, export, and the shipped facts.

Loading itself, of YAML and spreadsheets alike, is :mod:`knowledge.importing.loading`.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path

import msgspec
import yaml
from sqlalchemy import Connection

from knowledge import model as m
from knowledge import reading, references
from knowledge.called import called
from knowledge.drafts import Draft, files_of, read_files
from knowledge.editing import Actor, Edit, one_at_a_time, publish, remember_shipped
from knowledge.reading import Key, State
from knowledge.wording import Voice, sentence

SHIPPED = Path(__file__).parent / "content" / "book"
_PROGRAM = Actor("家门口", "program")


class Difference(msgspec.Struct, frozen=True):
    """What loading would do: one line a fact. ``change`` is new, changed, same or kept (a later edit stays).

    Of rosters also ended or missing (see :mod:`knowledge.importing.report`), ``who`` it is and ``words`` for a clerk.
    """

    change: str
    key: Key
    place: str
    fields: tuple[str, ...] = ()
    who: str = ""
    words: str = ""


def differences(drafts: Sequence[Draft], stored: Mapping[Key, State], *, shipped: bool = False) -> list[Difference]:
    """Compare drafts with what is stored. Shipped facts never replace what a file or staff put in their place."""
    return [_difference(draft, stored.get(draft.key), shipped=shipped) for draft in drafts]


def _difference(draft: Draft, state: State | None, *, shipped: bool) -> Difference:
    if state is None:
        return Difference("new", draft.key, draft.place)
    if state.fact == draft.fact and not state.archived:
        return Difference("same", draft.key, draft.place)
    if shipped and state.origin != "shipped":
        return Difference("kept", draft.key, draft.place)
    fields = tuple(f for f in draft.fact.__struct_fields__ if getattr(draft.fact, f) != getattr(state.fact, f))
    return Difference("changed", draft.key, draft.place, fields)


def misfits(
    drafts: Sequence[Draft], stored: Mapping[Key, State], gone: Collection[Key] = (), desk: Voice | None = None
) -> list[str]:
    """What would not fit together after taking in the drafts and taking out ``gone``, each with its place.

    ``desk``: how to speak to somebody at the desk, who knows no ids.
    """
    places = {draft.key: draft.place for draft in drafts}
    facts = {key: state.fact for key, state in stored.items() if not state.archived}
    later = {key: fact for key, fact in facts.items() if key not in gone} | {d.key: d.fact for d in drafts}
    findings = [f for f in references.check(later) if f.serious]
    known = {(f.where, f.says) for f in references.check(facts)} if findings else set()
    fresh = [f for f in findings if (f.where, f.says) not in known]
    if desk is not None:
        whose = [(f, sentence("at_place", what=called(f.where[0], later[f.where]), why=f.said)) for f in fresh]
        return [f"{places.get(f.where, '')} {desk.tell(told)}".strip() for f, told in whose]
    return [f"{places.get(f.where, '(in the Book)')}: {' '.join(f.where)} {f.says}" for f in fresh]


def shipped_digest() -> str:
    """A digest of the shipped files, so that a new release loads its facts once."""
    digest = hashlib.sha256()
    for path in files_of([SHIPPED]):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def shipped_drafts() -> tuple[Draft, ...]:
    """The facts that ship with the program."""
    return tuple(read_files([SHIPPED]))


def shipped_is_old(connection: Connection) -> bool:
    """Whether the database does not hold the Book that ships with this program yet."""
    return reading.shipped_digest(connection) != shipped_digest()


def load_shipped(connection: Connection, now: datetime) -> bool:
    """Load the shipped Book when this database does not hold it yet; tells whether anything was done.

    What a file or staff have put in place stays; a shipped fact that is no longer shipped is archived.
    """
    one_at_a_time(connection)
    if not shipped_is_old(connection):
        return False
    drafts, stored = shipped_drafts(), reading.states(connection)
    wanted = {d.key for d in differences(drafts, stored, shipped=True) if d.change in {"new", "changed"}}
    edits = [Edit(d.key, d.fact) for d in drafts if d.key in wanted]
    edits += [Edit(key, None) for key in sorted(_no_longer_shipped(drafts, stored))]
    publish(connection, edits, "shipped", _PROGRAM, now)
    remember_shipped(connection, shipped_digest())
    return True


def _no_longer_shipped(drafts: Sequence[Draft], stored: Mapping[Key, State]) -> set[Key]:
    """Shipped facts that are shipped no more; those that a fact which stays still names stay with it."""
    held = {key: state for key, state in stored.items() if not state.archived}
    gone = {key for key, state in held.items() if state.origin == "shipped"} - {draft.key for draft in drafts}
    staying = [state.fact for key, state in held.items() if key not in gone and state.origin != "shipped"]
    while staying:
        named = {key for fact in staying for key in references.references(fact)} & gone
        gone -= named
        staying = [held[key].fact for key in named]
    return gone


def export(connection: Connection, folder: Path) -> list[Path]:
    """Write the whole Book as YAML, a file a kind; loading it again changes nothing. Returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    by_kind: dict[str, list[m.Fact]] = {}
    for (kind, _), state in sorted(reading.states(connection).items()):
        if not state.archived:
            by_kind.setdefault(kind, []).append(state.fact)
    written = []
    for kind, facts in by_kind.items():
        path = folder / f"{kind}.yaml"
        path.write_text(to_yaml(kind, facts), encoding="utf-8")
        written.append(path)
    return written


def to_yaml(kind: str, facts: Sequence[m.Fact]) -> str:
    """Facts of one kind as a YAML text that :mod:`knowledge.drafts` reads back unchanged."""
    plain = {kind: [msgspec.to_builtins(fact) for fact in facts]}
    return yaml.dump(plain, Dumper=PlainDumper, allow_unicode=True, sort_keys=False, width=120)


class PlainDumper(yaml.CSafeDumper):
    """No anchors: a clerk reads these files."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  (the library's signature)
        """Write equal values out each time."""
        return True
