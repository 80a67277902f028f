"""The look at the whole brief before it is written from: what it says, what is missing, what it will take."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from generation.blueprints import get_blueprint
from generation.blueprints.money import show_written_price
from generation.engine.standing.estimate import Estimate, estimate_run
from generation.languages import LANGUAGES
from generation.models import Funnel
from generation.web.funnels.fields import BUNDLE_GROUP, PRODUCT_GROUPS, BriefField, FieldGroup
from generation.web.funnels.findings import Findings
from generation.web.funnels.steps import FIELDS, STEPS, Step, address
from generation.web.funnels.values import text_of
from generation.web.words import counted


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A field where something is to be done; `sentence` says what is wrong with what stands there already."""

    label: str
    url: str
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Gaps:
    """What is to be done in one place; without fields it is what no page can mend."""

    title: str
    fields: tuple[Gap, ...] = ()
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One field of the summary."""

    label: str
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ShownOffer:
    """A product or the bundle in the summary."""

    title: str
    name: str
    facts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Check:
    """The whole brief at a glance. There is an estimate once nothing is missing."""

    gaps: tuple[Gaps, ...]
    lacking: int
    lines: tuple[Line, ...]
    offers: tuple[ShownOffer, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    estimate: Estimate | None

    @property
    def count(self) -> int:
        return sum(len(titles) for _, titles in self.parts)


def check(funnel: Funnel, findings: Findings) -> Check:
    tasks = get_blueprint("funnel").tasks({})
    return Check(
        gaps=tuple(_gaps(funnel, findings)),
        lacking=len(findings),
        lines=tuple(_line(funnel, field) for step in STEPS for field in _summed_up(step)),
        offers=tuple(_offer(funnel, group) for group in (*PRODUCT_GROUPS, BUNDLE_GROUP)),
        parts=tuple(
            (group, tuple(task.title for task in found))
            for group, found in groupby(tasks, key=lambda task: task.group)
        ),
        estimate=None if findings else estimate_run(funnel),
    )


def _gaps(funnel: Funnel, findings: Findings) -> Iterator[Gaps]:
    for step in STEPS:
        here = findings.of(step)
        for group in step.groups:
            fields = tuple(
                Gap(
                    label=field.label,
                    url=f"{address(funnel.pk, step)}?missing#id_{field.name}",
                    sentence=findings.wrong.get(field.path, ""),
                )
                for field in group.fields
                if field.path in here
            )
            if fields:
                yield Gaps(title=group.title or step.title, fields=fields)
    for path, sentence in findings.elsewhere.items():
        yield Gaps(title=path, sentence=sentence)


def _summed_up(step: Step) -> Iterator[BriefField]:
    for group in step.groups:
        if not group.title:
            yield from group.fields


def _line(funnel: Funnel, field: BriefField) -> Line:
    text = text_of(funnel, field)
    if field.kind == "language":
        text = LANGUAGES.get(text, text)
    return Line(label=field.label, values=tuple(text.split("\n")) if text else ())


def _offer(funnel: Funnel, group: FieldGroup) -> ShownOffer:
    texts = {field.path.rpartition(".")[2]: text_of(funnel, field) for field in group.fields}
    chapters = texts.get("chapters", "")
    price = show_written_price(texts["price"], currency=text_of(funnel, FIELDS["currency"]), language="en")
    facts = (
        texts.get("format", ""),
        price,
        counted(len(chapters.split("\n")), "chapter") if chapters else "",
    )
    return ShownOffer(title=group.title, name=texts["name"], facts=tuple(fact for fact in facts if fact))
