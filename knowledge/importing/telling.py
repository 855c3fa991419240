"""A report in lines for the clerk: each expert with what is new, changed, ended and the same, then what to look at."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from knowledge.importing.report import Report
from knowledge.library import Difference

_WORDS = {"new": "新增", "changed": "改动", "ended": "结束", "missing": "文件里没有了", "same": "没变"}
SAMPLE = "示例"


def lines(report: Report, *, dry_run: bool) -> Iterator[str]:
    """The whole report."""
    yield from _removed_samples(report)
    yield from _plain(report)
    yield from _experts(report)
    yield from _listed("要确认的（确认前这些场次不对外说）", report.questions)
    yield from _suspensions(report)
    yield from _listed("文件里的备注，没有导入", [f"{n.place} {n.text}" for n in report.notes if n.proposed is None])
    if not report.errors:
        yield from _end(report, dry_run=dry_run)


def _removed_samples(report: Report) -> Iterator[str]:
    gone = sum(d.who == SAMPLE for d in report.differences)
    if gone:
        yield f"示例排班（{gone}条，都是虚构的）先全部清除：真实数据来了，示例不再保留。"


def _plain(report: Report) -> Iterator[str]:
    """Facts of YAML files, as a programmer or a careful clerk writes them."""
    for difference in report.differences:
        if not difference.who and difference.change != "same" and difference.key[0] != "source":
            fields = f": {', '.join(difference.fields)}" if difference.fields else ""
            yield f"{difference.change:8} {' '.join(difference.key)}{fields}  ({difference.place})"


def _experts(report: Report) -> Iterator[str]:
    """A heading with counts for each expert, below it a line for each session that does not stay as it is."""
    held: dict[str, list[Difference]] = defaultdict(list)
    for difference in report.differences:
        if difference.who and difference.who != SAMPLE:
            held[difference.who].append(difference)
    for who, found in held.items():
        counts = Counter(d.change for d in found if d.key[0] != "expert")
        yield f"{who}：{'，'.join(f'{_WORDS[c]}{counts[c]}' for c in _WORDS if counts[c]) or '没有场次'}"
        for difference in found:
            if _worth_a_line(difference):
                yield f"  {_WORDS[difference.change]}  {difference.words}（{difference.place}）"


def _worth_a_line(difference: Difference) -> bool:
    return difference.change != "same" and (difference.key[0] != "expert" or difference.change != "new")


def _suspensions(report: Report) -> Iterator[str]:
    proposed = [
        f"{note.place} {note.text}（{note.proposed.first} 至 {note.proposed.last or '另行通知'}）"
        for note in report.notes
        if note.proposed is not None
    ]
    yield from _listed("备注里的停诊，没有自动生效，请工作人员确认后登记", proposed)


def _listed(title: str, said: list[str]) -> Iterator[str]:
    if said:
        yield f"{title}："
        yield from (f"  {line}" for line in said)


def _end(report: Report, *, dry_run: bool) -> Iterator[str]:
    counts = report.counts
    yield "，".join(f"{_WORDS[change]} {n}" for change, n in counts.items()) + "。"
    left_out = sum(d.who != SAMPLE for d in report.differences if d.change == "ended")
    if dry_run and left_out:
        yield f"有 {left_out} 项新文件里没有了：正式导入时加 --end-missing 才会结束，不加就保留。"
    if counts["missing"]:
        yield f"有 {counts['missing']} 项新文件里没有了，这次仍然保留；确定不再出诊，请加 --end-missing 再导一次。"
    yield "只是预览，什么都没改。Nothing was changed: dry run." if dry_run else "已导入。Loaded."
