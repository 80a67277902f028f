"""What a run would take, told before it is started: calls, tokens, money, time, and how we know."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.conf import settings

from generation.app_settings import PARALLEL_LANES
from generation.blueprints import get_blueprint
from generation.blueprints.base import Blueprint, SectionSpec, TaskSpec
from generation.engine.standing.schedule import seconds_together
from generation.engine.standing.used import cost_in_usd
from generation.engine.verbs.new_jobs import problems_of
from generation.engine.writers.choice import Writer, cast_of
from generation.engine.writers.pace import TaskPace, usual_paces
from generation.errors import InvalidRequestError
from generation.models import Funnel, GenerationJob, GenerationTask
from generation.providers.pictures import tokens_of_size
from generation.providers.prices import cost_micro_usd, price_of
from generation.states import Role
from settings_app import store

Ground = Literal["history", "guess"]

# The first guess. A large model writes about 50 tokens a second and begins after some 4 seconds; a word of
# English is 1.35 tokens, of another language more; a prompt holds 3,000 tokens, and what was written before.
# A picture is a scene of some 150 words, and done in 8 to 12 seconds by a fast model, in more than 30 by a
# precise one.
_TOKENS_PER_SECOND = 50
_SECONDS_TO_BEGIN = 4.0
_TOKENS_PER_WORD = {"en": 1.35}
_TOKENS_PER_FOREIGN_WORD = 1.8
_PROMPT_TOKENS = 3_000
_SCENE_TOKENS = 200
_SECONDS_TO_DRAW = 20.0

_BESIDE_BRIEF = {"brief.language": "language", "brief.brief": "brief"}
"""The language is a funnel's, not its brief's."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a run is likely to take with `lanes` side by side, once a slot is free.

    `writer` is who writes it; where that asks no service, or has no part in it, another that does. `runs`
    counts the earlier runs of the same cast it goes by; without enough of them it is a guess from what the
    blueprint asks for. `cost_usd` is None where the price of a model is not known.
    """

    writer: Writer
    lanes: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: Decimal | None
    seconds: float
    runs: int

    @property
    def ground(self) -> Ground:
        return "history" if self.runs else "guess"

    @property
    def minutes(self) -> float:
        return round(self.seconds / 60, 1)


def estimate_run(
    funnel: Funnel,
    *,
    blueprint: str = "funnel",
    inputs: Mapping[str, Any] | None = None,
    lanes: int | None = None,
) -> Estimate:
    """Return what writing this of the funnel as it is now would take; no `lanes` means the setting's.

    Without `inputs` it is what all tasks would take that such a job can have. Raises InvalidRequestError
    where the brief, or the inputs that are given, are not enough to be written from.
    """
    kind = get_blueprint(blueprint)
    if problems := _problems(kind, funnel, inputs):
        raise InvalidRequestError(problems)
    tasks = kind.tasks(inputs or {})
    return _estimate(kind, funnel, inputs or {}, tasks, chosen=tasks, lanes=lanes)


def estimate_task(task: GenerationTask) -> Estimate:
    """Return what regenerating this one task would take, from the brief its job goes by."""
    job = task.job
    kind = get_blueprint(job.blueprint)
    tasks = kind.tasks(job.inputs)
    chosen = [each for each in tasks if each.key == task.key]
    return _estimate(kind, job, job.inputs, tasks, chosen=chosen, lanes=1)


def _estimate(
    kind: Blueprint,
    source: Funnel | GenerationJob,
    inputs: Mapping[str, Any],
    tasks: Sequence[TaskSpec],
    *,
    chosen: Sequence[TaskSpec],
    lanes: int | None,
) -> Estimate:
    """Return what the chosen of the tasks would take, from these inputs and the brief of `source`."""
    values = store.read_all()
    cast, side_by_side = cast_of(values), lanes or values[PARALLEL_LANES]
    past = usual_paces([kind.key], cast)[kind.key]
    runs = past.runs if all(task.key in past.tasks for task in chosen) else 0
    paces = past.tasks if runs else _guess(tasks, source, inputs, cast)
    return Estimate(
        writer=_spokesman({task.role: cast[task.role] for task in chosen}),
        lanes=side_by_side,
        calls=len(chosen),
        input_tokens=sum(paces[task.key].input_tokens for task in chosen),
        output_tokens=sum(paces[task.key].output_tokens for task in chosen),
        cost_usd=_cost({cast[task.role] for task in chosen}, [paces[task.key] for task in chosen]),
        seconds=seconds_together(
            chosen, {task.key: paces[task.key].seconds for task in chosen}, lanes=side_by_side
        ),
        runs=runs,
    )


def _problems(kind: Blueprint, funnel: Funnel, inputs: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what is missing or wrong, by its path; without inputs that of the brief alone."""
    brief, language = funnel.brief, funnel.language
    if inputs is None:
        found = {f"brief.{place}": sentence for place, sentence in kind.check_brief(brief, language).items()}
    else:
        found = problems_of(kind, brief, language, inputs)
    return {_BESIDE_BRIEF.get(place, place): sentence for place, sentence in found.items()}


def _spokesman(cast: Mapping[Role, Writer]) -> Writer:
    """Return the one who stands for all: an offline one only where all are, and then nothing is spent."""
    writers = [cast[role] for role in Role if role in cast]
    return next((writer for writer in writers if not writer.is_offline), writers[0])


def _cost(writers: Collection[Writer], paces: Sequence[TaskPace]) -> Decimal | None:
    if any(price_of(writer.provider, writer.model) is None for writer in writers):
        return None
    return cost_in_usd(sum(pace.cost_micro_usd for pace in paces))


def _guess(
    tasks: Sequence[TaskSpec],
    source: Funnel | GenerationJob,
    inputs: Mapping[str, Any],
    cast: Mapping[Role, Writer],
) -> Mapping[str, TaskPace]:
    """Return what each task should take: by its picture, or by the middle of the words it must yield."""
    tokens_per_word = _TOKENS_PER_WORD.get(source.language, _TOKENS_PER_FOREIGN_WORD)
    paces: dict[str, TaskPace] = {}
    for task in tasks:
        writer = cast[task.role]
        sections = task.sections(source.brief, inputs, (), language=source.language)
        if task.role == Role.ILLUSTRATOR:
            paces[task.key] = _guess_picture(writer, sections)
            continue
        words = sum(sum(section.words) / 2 for section in sections)
        read = _PROMPT_TOKENS + sum(paces[key].output_tokens for key in task.needs)
        paces[task.key] = _guess_text(writer, read, round(words * tokens_per_word))
    return paces


def _guess_text(writer: Writer, input_tokens: int, output_tokens: int) -> TaskPace:
    seconds = _SECONDS_TO_BEGIN + output_tokens / _TOKENS_PER_SECOND
    return _pace(writer, seconds, input_tokens=input_tokens, output_tokens=output_tokens)


def _guess_picture(writer: Writer, sections: Sequence[SectionSpec]) -> TaskPace:
    drawn = sum(tokens_of_size(section.picture) for section in sections)
    return _pace(writer, _SECONDS_TO_DRAW, input_tokens=_SCENE_TOKENS, output_tokens=drawn)


def _pace(writer: Writer, seconds: float, *, input_tokens: int, output_tokens: int) -> TaskPace:
    if writer.is_offline:
        seconds = settings.ENV.demo_seconds_per_task
    cost = cost_micro_usd(
        writer.provider,
        writer.model,
        input_tokens=input_tokens,
        cache_write_tokens=0,
        cache_read_tokens=0,
        output_tokens=output_tokens,
    )
    return TaskPace(
        seconds=seconds, input_tokens=input_tokens, output_tokens=output_tokens, cost_micro_usd=cost
    )
