"""Figures for whoever runs the program: how much, how fast. No ids, no words, no subjects: those stand
under 数据, where small groups are hidden.
"""

from collections.abc import Awaitable, Callable, Sequence
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from handlers.incoming import Incoming
from knowledge.message import Message

Answer = Callable[[Incoming], Awaitable[Sequence[Message]]]
"""What every channel calls: an event of a person in, the messages that answer it out."""

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    """The figures of one process, in a registry of their own."""

    def __init__(self) -> None:
        """Begin at zero."""
        self.registry = CollectorRegistry()
        self._messages = Counter(
            "jiamenkou_messages", "Messages given as answers", ("channel",), registry=self.registry
        )
        self._failures = Counter(
            "jiamenkou_answer_failures", "Events that could not be answered", ("channel",), registry=self.registry
        )
        self._seconds = Histogram(
            "jiamenkou_answer_seconds",
            "Time from an event to its answer",
            ("channel",),
            registry=self.registry,
            buckets=_SECONDS,
        )
        self._refused = Counter(
            "jiamenkou_web_refused", "Requests not taken, by reason", ("reason",), registry=self.registry
        )
        self._gauges = {
            name: Gauge(f"jiamenkou_{name}", words, registry=self.registry)
            for name, words in (
                ("web_visitors", "Conversations remembered"),
                ("web_listening", "Conversations with an open page"),
                ("book_version", "Version of the Book in use"),
            )
        }

    def watched(self, answer: Answer, timer: Callable[[], float] = perf_counter) -> Answer:
        """The same answer, counted and timed. ``timer`` gives seconds."""

        async def counted(incoming: Incoming) -> Sequence[Message]:
            channel, began = incoming.address.channel, timer()
            try:
                messages = await answer(incoming)
            except Exception:
                self._failures.labels(channel).inc()
                raise
            self._seconds.labels(channel).observe(timer() - began)
            self._messages.labels(channel).inc(len(messages))
            return messages

        return counted

    def refused(self, reason: str) -> None:
        """Count a request that was not taken."""
        self._refused.labels(reason).inc()

    def page(self, **gauges: int) -> bytes:
        """All figures as Prometheus reads them, with these gauges brought up to date."""
        for name, value in gauges.items():
            self._gauges[name].set(value)
        return generate_latest(self.registry)
