"""Referral as a conversation of a few taps; the taps live in the buttons, nothing is stored."""

from collections.abc import Sequence

from handlers import outcomes
from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.wrapping import finish
from knowledge import model as m
from knowledge.answering.sources import footnote
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.wording import Voice


async def choose(_incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Which of the referral pathways."""
    choices = tuple(
        Choice(label=voice.pick(p.title, p.english), token=f"p:{p.id}:{p.nodes[0].id}")
        for p in desk.book.pathways.values()
    )
    return finish([Message(kind="referral", text=voice.say("referral_which"), choices=choices)], voice, wishes)


async def step(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """The next question of a pathway, or its steps."""
    _, pathway_id, node_id = [*incoming.token.split(":"), "", ""][:3]
    pathway = desk.book.pathways.get(pathway_id)
    node = next((n for n in pathway.nodes if n.id == node_id), None) if pathway is not None else None
    if pathway is None or node is None:
        return finish([Message(kind="stale", text=voice.say("stale"))], voice, wishes)
    if node.options:
        return finish([_question(pathway, node, voice)], voice, wishes)
    return finish([_outcome(pathway, node, desk, voice)], voice, wishes)


def _question(pathway: m.Pathway, node: m.Node, voice: Voice) -> Message:
    choices = tuple(
        Choice(label=voice.pick(option.label, option.english), token=f"p:{pathway.id}:{option.to}")
        for option in node.options
    )
    title = voice.pick(pathway.title, pathway.english)
    return Message(kind="referral", title=title, text=voice.pick(node.text, node.english), choices=choices)


def _outcome(pathway: m.Pathway, node: m.Node, desk: Desk, voice: Voice) -> Message:
    lines = [voice.pick(node.text, node.english)] if node.text else []
    for n, one in enumerate(node.steps, 1):
        lines += [f"{n}. {voice.pick(one.text, one.english)}", *_details(one, voice)]
    sources = tuple(dict.fromkeys(s for one in node.steps for s in one.sources)) or pathway.sources
    again = Choice(label=voice.say("referral_again"), token=f"p:{pathway.id}:{pathway.nodes[0].id}")
    return Message(
        kind="answer",
        title=voice.pick(pathway.title, pathway.english),
        text="\n".join(lines),
        footnote=footnote(sources, pathway.verified_on, pathway.confirmed_by, desk.book, voice),
        facts={"topic": pathway.topic, "subject": f"pathway:{pathway.id}"},
        choices=(outcomes.offer(pathway.id, voice), again) if node.ask_after else (again,),
    )


def _details(one: m.Step, voice: Voice) -> Sequence[str]:
    details = []
    if one.papers:
        details.append(voice.say("step_papers", papers=voice.listed(one.papers)))
    if one.place:
        details.append(voice.say("step_place", place=one.place))
    if one.cost:
        details.append(voice.say("step_cost", cost=one.cost))
    if one.status != "stated":
        details.append(voice.say("plan" if one.status == "planned" else "inferred"))
    return [f"   {line}" for line in details]
