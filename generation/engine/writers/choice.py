"""The choice who is asked: for each role whom the settings name, and those that step in, in order."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery

from generation.app_settings import (
    FALLBACK_ON,
    FALLBACK_WRITERS,
    ILLUSTRATOR_MODEL,
    ILLUSTRATOR_PROVIDER,
    STRATEGIST_MODEL,
    STRATEGIST_PROVIDER,
    WRITER_MODEL,
    WRITER_PROVIDER,
)
from generation.listed import words_in_order, words_of
from generation.models import GenerationTask, ProviderIncident
from generation.providers import PROVIDERS, spec_of
from generation.providers.prices import has_price, only_draws
from generation.states import Role
from settings_app.schema import Values

ACCESS = "access"
"""The class of failures by which a provider lets nobody in."""

_WITHOUT_KEY = "demo"
_BY_KEY = {Role.WRITER: "anthropic", Role.STRATEGIST: "gemini", Role.ILLUSTRATOR: "openai"}
"""Whom a blank setting means where the key is set; where it is not, the writer plans, and the demo draws."""

_SETTINGS = {
    Role.WRITER: (WRITER_PROVIDER, WRITER_MODEL),
    Role.STRATEGIST: (STRATEGIST_PROVIDER, STRATEGIST_MODEL),
    Role.ILLUSTRATOR: (ILLUSTRATOR_PROVIDER, ILLUSTRATOR_MODEL),
}


@dataclass(frozen=True)
class Writer:
    """Whoever is asked: a provider's name and the model it is asked for."""

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


def choose_writer(values: Values, role: Role = Role.WRITER) -> Writer:
    """Return who is asked first for this role, by the settings and the keys that are set here."""
    return _first(role, values, lambda name: bool(spec_of(name).key_in(settings.ENV)))


def named_writers(values: Values, role: Role = Role.WRITER) -> tuple[Writer, ...]:
    """Return who is asked first, and then all that the settings name to step in."""
    return _named_after(choose_writer(values, role), role, values)


def everybody_named(values: Values) -> tuple[Writer, ...]:
    """Return whoever may be asked for any role, each once."""
    return tuple(roles_named(values))


def roles_named(values: Values) -> Mapping[Writer, Role]:
    """Return whoever may be asked, each with its first role: an illustrator is one that does nothing else."""
    roles: dict[Writer, Role] = {}
    for role in Role:
        for writer in named_writers(values, role):
            roles.setdefault(writer, role)
    return roles


def cast_of(values: Values) -> Mapping[Role, Writer]:
    """Return who is asked first for each role."""
    return {role: choose_writer(values, role) for role in Role}


def writers_in_order(values: Values, role: Role = Role.WRITER) -> tuple[Writer, ...]:
    """Return who is asked first, and then who steps in; one without its key cannot."""
    return _who_can(named_writers(values, role))


def writers_of_workers(values: Values, role: Role = Role.WRITER) -> tuple[Writer, ...]:
    """Return them as a worker with all keys chooses, whether or not the process that asks has them.

    For whoever must not overrate what can be written.
    """
    first = _first(role, values, lambda name: True)
    return _who_can(_named_after(first, role, values))


def choose_writer_of(task_id: UUID, values: Values) -> Writer:
    """Return who does this task now: whoever it has turned to, or the next whose provider lets calls in.

    Where it can be but one, whatever its role, nothing is asked of the database.
    """
    return _choose({role: writers_in_order(values, role) for role in Role}, [task_id], values)[task_id]


def choose_as_a_worker(task_ids: Collection[UUID], values: Values) -> Mapping[UUID, Writer]:
    """Return whom a worker with all keys would choose for each of these tasks, in one query."""
    return _choose({role: writers_of_workers(values, role) for role in Role}, task_ids, values)


def _first(role: Role, values: Values, has_key: Callable[[str], bool]) -> Writer:
    """Return who is asked first; `has_key` says of whom a blank setting may mean whether it can be asked."""
    provider, model = (values[setting] for setting in _SETTINGS[role])
    if not provider and role == Role.STRATEGIST and not has_key(_BY_KEY[role]):
        return _first(Role.WRITER, values, has_key)
    provider = provider or (_BY_KEY[role] if has_key(_BY_KEY[role]) else _WITHOUT_KEY)
    return Writer(provider, _model_of(provider, model.strip(), role))


def _choose(
    casts: Mapping[Role, tuple[Writer, ...]], task_ids: Collection[UUID], values: Values
) -> Mapping[UUID, Writer]:
    anybody = {writer for cast in casts.values() for writer in cast}
    first = dict.fromkeys(task_ids, casts[Role.WRITER][0])
    if len(anybody) == 1:
        return first
    closed = ProviderIncident.objects.filter(closed_at=None).values("provider")
    tasks = GenerationTask.objects.filter(pk__in=task_ids).order_by()
    rows = tasks.values_list("pk", "role", "writer_rank", ArraySubquery(closed))
    return first | {pk: _first_let_in(casts[Role(role)], rank, shut, values) for pk, role, rank, shut in rows}


def _first_let_in(writers: tuple[Writer, ...], rank: int, shut: Collection[str], values: Values) -> Writer:
    left = writers[min(rank, len(writers) - 1) :]
    if ACCESS not in words_of(values[FALLBACK_ON]):
        return left[0]
    return next((writer for writer in left if writer.provider not in shut), left[0])


def _model_of(provider: str, named: str, role: Role) -> str:
    """Return the model to ask a provider for: its own usual one where none is named that could be its own.

    The setting outlives a change of the provider: nobody asks Google for Claude, nor what draws for words.
    """
    spec = spec_of(provider)
    usual = spec.picture_model if role == Role.ILLUSTRATOR else spec.default_model
    if not named or not spec.has_other_models or _is_of_another(provider, named, role):
        return usual
    return named


def _is_of_another(provider: str, model: str, role: Role) -> bool:
    if has_price(provider, model):
        return only_draws(provider, model) != (role == Role.ILLUSTRATOR)
    return any(has_price(other, model) for other in PROVIDERS)


def missing_key(writer: Writer) -> str:
    """Return the name of the environment's variable this writer cannot do without; empty where it has all."""
    return spec_of(writer.provider).missing_key_in(settings.ENV)


def how_a_model_would_write() -> str:
    """Return in a sentence for operators what to do where the demo writer writes and a model is wanted."""
    for name, spec in PROVIDERS.items():
        if variable := spec.opened_by(settings.ENV):
            return f'{variable} is set: with "{name}" for the setting writer_provider, a language model does.'
    usual = spec_of(_BY_KEY[Role.WRITER]).key
    *others, last = [spec.key for spec in PROVIDERS.values() if spec.key and spec.key != usual]
    return (
        f"With {usual} set, a language model does; with {', '.join(others)} or {last}, one does that the "
        "setting writer_provider asks for."
    )


def _named_after(first: Writer, role: Role, values: Values) -> tuple[Writer, ...]:
    """Return `first`, and whom the settings name to step in: for whoever writes, not for who draws."""
    texts = () if role == Role.ILLUSTRATOR else words_in_order(values[FALLBACK_WRITERS])
    return tuple(dict.fromkeys((first, *map(_named, texts))))


def _who_can(writers: tuple[Writer, ...]) -> tuple[Writer, ...]:
    first, *others = writers
    return (first, *(writer for writer in others if not missing_key(writer)))


def _named(text: str) -> Writer:
    """Return the writer that a setting names: `anthropic:claude-haiku-5-5`, or `demo` with its one model."""
    provider, _, model = text.partition(":")
    return Writer(provider.strip(), model.strip() or spec_of(provider.strip()).default_model)
