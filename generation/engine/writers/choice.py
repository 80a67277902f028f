"""The choice who writes: the writer of the settings, and those that step in for it, in order."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery

from generation.app_settings import FALLBACK_ON, FALLBACK_WRITERS, WRITER_MODEL, WRITER_PROVIDER
from generation.listed import words_in_order, words_of
from generation.models import GenerationTask, ProviderIncident
from generation.providers import PROVIDERS, spec_of
from generation.providers.prices import has_price
from settings_app.schema import Values

ACCESS = "access"
"""The class of failures by which a provider lets nobody in."""

_BY_KEY, _WITHOUT_KEY = "anthropic", "demo"
"""Whom a blank setting means where the key is set, and where it is not."""


@dataclass(frozen=True)
class Writer:
    """A provider's name and the model it is asked for."""

    provider: str
    model: str

    def __str__(self) -> str:
        """Return it as the settings name it."""
        return f"{self.provider}:{self.model}" if spec_of(self.provider).has_other_models else self.provider

    @property
    def title(self) -> str:
        """What people call it, in a sentence."""
        spec = spec_of(self.provider)
        return self.model if spec.has_other_models else spec.title

    @property
    def is_offline(self) -> bool:
        """Whether it asks no service: it costs nothing, and nobody waits for it."""
        return spec_of(self.provider).is_offline


def choose_writer(values: Values) -> Writer:
    """Return who writes first: the settings' provider, else Anthropic where its key is set, else the demo."""
    by_key = _BY_KEY if spec_of(_BY_KEY).key_in(settings.ENV) else _WITHOUT_KEY
    return _first_writer(values[WRITER_PROVIDER] or by_key, values)


def _first_writer(provider: str, values: Values) -> Writer:
    return Writer(provider, _model_of(provider, values[WRITER_MODEL].strip()))


def _model_of(provider: str, named: str) -> str:
    """Return the model to ask a provider for: its own default where none is named that could be its own.

    The setting outlives a change of the provider, and nobody should ask Google for Claude.
    """
    spec = spec_of(provider)
    if not named or not spec.has_other_models or _is_of_another(provider, named):
        return spec.default_model
    return named


def _is_of_another(provider: str, model: str) -> bool:
    return not has_price(provider, model) and any(has_price(other, model) for other in PROVIDERS)


def named_writers(values: Values) -> tuple[Writer, ...]:
    """Return who writes first, and then all that the settings name to step in."""
    return _named_after(choose_writer(values), values)


def writers_in_order(values: Values) -> tuple[Writer, ...]:
    """Return who writes first, and then who steps in; one without its key cannot."""
    return _who_can(named_writers(values))


def writers_of_workers(values: Values) -> tuple[Writer, ...]:
    """Return them as a worker with the key chooses, whether or not the process that asks has it.

    A blank setting goes by the workers' keys. For whoever must not overrate what can be written.
    """
    first = _first_writer(values[WRITER_PROVIDER] or _BY_KEY, values)
    return _who_can(_named_after(first, values))


def choose_writer_of(task_id: UUID, values: Values) -> Writer:
    """Return who writes this task now: whoever it has turned to, or the next whose provider lets calls in.

    Where nobody could step in, nothing is asked of the database.
    """
    return _choose(writers_in_order(values), [task_id], values)[task_id]


def choose_as_a_worker(task_ids: Collection[UUID], values: Values) -> Mapping[UUID, Writer]:
    """Return whom a worker with the key would choose for each of these tasks, in one query."""
    return _choose(writers_of_workers(values), task_ids, values)


def _choose(writers: tuple[Writer, ...], task_ids: Collection[UUID], values: Values) -> Mapping[UUID, Writer]:
    first = dict.fromkeys(task_ids, writers[0])
    if len(writers) == 1:
        return first
    closed = ProviderIncident.objects.filter(closed_at=None).values("provider")
    tasks = GenerationTask.objects.filter(pk__in=task_ids).order_by()
    rows = tasks.values_list("pk", "writer_rank", ArraySubquery(closed))
    return first | {pk: _first_let_in(writers, rank, shut, values) for pk, rank, shut in rows}


def _first_let_in(writers: tuple[Writer, ...], rank: int, shut: Collection[str], values: Values) -> Writer:
    left = writers[min(rank, len(writers) - 1) :]
    if ACCESS not in words_of(values[FALLBACK_ON]):
        return left[0]
    return next((writer for writer in left if writer.provider not in shut), left[0])


def missing_key(writer: Writer) -> str:
    """Return the name of the environment's variable this writer cannot do without; empty where it has all."""
    return spec_of(writer.provider).missing_key_in(settings.ENV)


def how_a_model_would_write() -> str:
    """Return in a sentence for operators what to do where the demo writer writes and a model is wanted."""
    for name, spec in PROVIDERS.items():
        if variable := spec.opened_by(settings.ENV):
            return f'{variable} is set: with "{name}" for the setting writer_provider, a language model does.'
    *others, last = [spec.key for name, spec in PROVIDERS.items() if spec.key and name != _BY_KEY]
    return (
        f"With {spec_of(_BY_KEY).key} set, a language model does; with {', '.join(others)} or {last}, "
        "one does that the setting writer_provider asks for."
    )


def _named_after(first: Writer, values: Values) -> tuple[Writer, ...]:
    named = (_named(text) for text in words_in_order(values[FALLBACK_WRITERS]))
    return tuple(dict.fromkeys((first, *named)))


def _who_can(writers: tuple[Writer, ...]) -> tuple[Writer, ...]:
    first, *others = writers
    return (first, *(writer for writer in others if not missing_key(writer)))


def _named(text: str) -> Writer:
    """Return the writer that a setting names: `anthropic:claude-haiku-5-5`, or `demo` with its one model."""
    provider, _, model = text.partition(":")
    return Writer(provider.strip(), model.strip() or spec_of(provider.strip()).default_model)
