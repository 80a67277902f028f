"""What a run would take, told before it is started: calls, tokens, money, time, and how we know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from django.conf import settings

from generation.app_settings import PARALLEL_LANES
from generation.blueprints import get_blueprint
from generation.blueprints.base import Blueprint, TaskSpec
from generation.engine.standing.schedule import seconds_together
from generation.engine.standing.used import cost_in_usd
from generation.engine.verbs.new_jobs import problems_of
from generation.engine.writers.choice import Writer, choose_writer
from generation.engine.writers.pace import TaskPace, usual_paces
from generation.errors import InvalidRequestError
from generation.models import Funnel, GenerationJob, GenerationTask
from generation.providers.prices import cost_micro_usd, price_of
from settings_app import store

Ground = Literal["history", "guess"]

# The first guess. A large model writes about 50 tokens a second and begins after some 4 seconds; a word of
# English is 1.35 tokens, of another language more; a prompt holds 3,000 tokens, and what was written before.
_TOKENS_PER_SECOND = 50
_SECONDS_TO_BEGIN = 4.0
_TOKENS_PER_WORD = {"en": 1.35}
_TOKENS_PER_FOREIGN_WORD = 1.8
_PROMPT_TOKENS = 3_000

_BESIDE_BRIEF = {"brief.language": "language", "brief.brief": "brief"}
"""The language is a funnel's, not its brief's."""


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What a run is likely to take with `lanes` side by side, once a slot is free.

    `runs` counts the earlier runs of the same writer it goes by; without enough of them it is a guess from
    what the blueprint asks for. `cost_usd` is None where the price of the model is not known.
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
    writer, side_by_side = choose_writer(values), lanes or values[PARALLEL_LANES]
    past = usual_paces([kind.key], writer)[kind.key]
    runs = past.runs if all(task.key in past.tasks for task in chosen) else 0
    paces = past.tasks if runs else _guess(tasks, source, inputs, writer)
    return Estimate(
        writer=writer,
        lanes=side_by_side,
        calls=len(chosen),
        input_tokens=sum(paces[task.key].input_tokens for task in chosen),
        output_tokens=sum(paces[task.key].output_tokens for task in chosen),
        cost_usd=_cost(writer, [paces[task.key] for task in chosen]),
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


def _cost(writer: Writer, paces: Sequence[TaskPace]) -> Decimal | None:
    if price_of(writer.provider, writer.model) is None:
        return None
    return cost_in_usd(sum(pace.cost_micro_usd for pace in paces))


def _guess(
    tasks: Sequence[TaskSpec], source: Funnel | GenerationJob, inputs: Mapping[str, Any], writer: Writer
) -> Mapping[str, TaskPace]:
    """Return what each task should take by the words it must yield, in the middle of their range."""
    tokens_per_word = _TOKENS_PER_WORD.get(source.language, _TOKENS_PER_FOREIGN_WORD)
    written = {task.key: round(_words(task, source, inputs) * tokens_per_word) for task in tasks}
    return {
        task.key: _guess_task(
            writer,
            input_tokens=_PROMPT_TOKENS + sum(written[key] for key in task.needs),
            output_tokens=written[task.key],
        )
        for task in tasks
    }


def _words(task: TaskSpec, source: Funnel | GenerationJob, inputs: Mapping[str, Any]) -> float:
    sections = task.sections(source.brief, inputs, (), language=source.language)
    return sum(sum(section.words) / 2 for section in sections)


def _guess_task(writer: Writer, *, input_tokens: int, output_tokens: int) -> TaskPace:
    if writer.is_offline:
        seconds = settings.ENV.demo_seconds_per_task
    else:
        seconds = _SECONDS_TO_BEGIN + output_tokens / _TOKENS_PER_SECOND
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
