"""Whether facts fit together: every id that one names must exist, no name may mean two hospitals or two specialties."""

from collections.abc import Iterator, Mapping

import msgspec

from knowledge import clinics as c
from knowledge import model as m
from knowledge.called import called
from knowledge.readable import unreadable
from knowledge.reading import Key
from knowledge.series import Series
from knowledge.understanding.normalise import canonical
from knowledge.wording import Sentence, sentence


class Finding(msgspec.Struct, frozen=True):
    """Something that does not fit: ``says`` to who wrote the file, ``said`` to who fills in a form.

    ``where`` is the fact it was found in.

    ``serious`` keeps it from being loaded.
    """

    where: Key
    says: str
    said: Sentence
    serious: bool = True


def references(fact: m.Fact) -> Iterator[Key]:
    """Every (kind, id) that a fact refers to, sources included."""
    yield from (("source", source) for source in _all_sources(fact))
    yield from _later_references(fact)
    match fact:
        case m.District():
            yield from (("district", neighbour) for neighbour in fact.neighbours)
        case m.Locality():
            yield ("district", fact.district)
        case m.Institution():
            yield from (("district", campus.district) for campus in fact.campuses if campus.district)
        case m.Base():
            yield from (("institution", fact.institution), ("institution", fact.lead), ("district", fact.district))
            yield from (("specialty", specialty) for specialty in fact.specialties)
        case m.Alliance():
            yield from (("institution", member) for member in (*fact.leads, *fact.members))
        case m.Person():
            yield ("institution", fact.institution)
        case m.Entry():
            yield from ((kind, named) for kind, ids in fact.found.items() for named in ids)


def _later_references(fact: m.Fact) -> Iterator[Key]:
    match fact:
        case c.Expert() | c.SiteRule():
            yield ("institution", fact.institution)
        case c.Session():
            yield from (("institution", fact.institution), ("expert", fact.expert))
            yield from (("specialty", specialty) for specialty in fact.specialties)
        case c.Change():
            yield ("institution", fact.institution)
            yield from (("expert", expert) for expert in [fact.expert] if expert)
            yield from (("change", lifted) for lifted in [fact.lifts] if lifted)
        case Series():
            yield from (("institution", named) for named in [fact.institution] if named)
            yield from (("base", named) for named in [fact.base] if named)


def _all_sources(fact: m.Fact) -> Iterator[str]:
    yield from fact.sources
    parts: tuple[m.Campus | m.Statement | m.Step, ...] = ()
    match fact:
        case m.Institution():
            parts = fact.campuses
        case m.Alliance():
            parts = fact.statements
        case m.Pathway():
            parts = tuple(step for node in fact.nodes for step in node.steps)
    for part in parts:
        yield from part.sources


def check(facts: Mapping[Key, m.Fact]) -> list[Finding]:
    """Everything that does not fit together in these facts, serious findings first."""
    unread = (Finding(key, *says) for key, fact in facts.items() for says in unreadable(fact))
    found = [*unread, *_dangling(facts), *_unsourced(facts), *_clashes(facts), *_broken_pathways(facts)]
    return sorted(found, key=lambda f: not f.serious)


def _dangling(facts: Mapping[Key, m.Fact]) -> Iterator[Finding]:
    for key, fact in facts.items():
        for target in references(fact):
            if target not in facts:
                yield Finding(
                    key,
                    f"names the {target[0]} {target[1]!r}, which does not exist: add it or correct the id",
                    sentence("named_not_there", kind=sentence(f"kind_{target[0]}")),
                )


def _unsourced(facts: Mapping[Key, m.Fact]) -> Iterator[Finding]:
    for key, fact in facts.items():
        spoken = isinstance(fact, m.Entry) and fact.kind != "answer"
        vouched = bool(fact.confirmed_by)  # somebody of the staff says so by name
        if not (spoken or vouched or isinstance(fact, m.Source) or any(True for _ in _all_sources(fact))):
            yield Finding(key, "has no source: add one under sources", sentence("no_source"))


def _clashes(facts: Mapping[Key, m.Fact]) -> Iterator[Finding]:
    owner: dict[tuple[str, str], Key] = {}
    for key, fact in facts.items():
        for name in _own_names(fact):
            if owner.setdefault((key[0], name), key) != key:
                other = owner[key[0], name]
                says = f"the name {name!r} already means {other[1]}: take it out of one of them"
                yield Finding(key, says, sentence("name_of_another", name=name, other=called(key[0], facts[other])))


def _own_names(fact: m.Fact) -> set[str]:
    """Names that no other fact of the kind may have: of hospitals, and of specialties, which are found by theirs."""
    match fact:
        case m.Institution():
            return {canonical(name) for name in (fact.name, fact.short, *fact.aliases)}
        case m.Specialty():
            return {canonical(fact.name)}
    return set()


def _broken_pathways(facts: Mapping[Key, m.Fact]) -> Iterator[Finding]:
    for key, fact in facts.items():
        if isinstance(fact, m.Pathway):
            ids = {node.id for node in fact.nodes}
            for node in fact.nodes:
                if not node.options and not node.steps:
                    says = f"node {node.id!r} has neither options nor steps: a resident would be stuck"
                    yield Finding(key, says, sentence("step_without_end", step=node.text))
                for option in node.options:
                    if option.to not in ids:
                        says = f"node {node.id!r} leads to {option.to!r}, which does not exist"
                        yield Finding(key, says, sentence("step_leads_nowhere", step=node.text, to=option.label))
