"""The value that passes through the seven stages, and the tools they may use."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from generation.blueprints.base import Blueprint, SectionSpec, TaskSpec, WrittenTask
from generation.calls import SectionText, Usage, Violation
from generation.providers.base import Answer, Call, PictureCall


@dataclass(frozen=True, kw_only=True)
class FinishedSection:
    """A section that passed: its text, its place, and the advice that goes with it."""

    spec: SectionSpec
    position: int
    body: str
    fields: Mapping[str, Any]
    words: int
    advice: tuple[Violation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the writer should know besides the brief.

    `facts` holds the text of each source that answered, `unreachable` why the others did not, by name.
    """

    language_name: str = ""
    brand_voice: str = ""
    keywords: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    unreachable: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """Everything one attempt knows. Stages return a changed copy; nothing here touches the database.

    `brief`, `language` and `inputs` are the job's snapshot; `earlier` is the stored output of the tasks this
    one needs, in task order. `kept` are sections that passed in earlier attempts, `complaints` what was wrong
    with the last attempt, `note` a person's wish for a regeneration.
    """

    blueprint: Blueprint
    task: TaskSpec
    brief: Mapping[str, Any]
    language: str
    inputs: Mapping[str, Any] = field(default_factory=dict)
    earlier: tuple[WrittenTask, ...] = ()
    kept: tuple[SectionText, ...] = ()
    complaints: tuple[Violation, ...] = ()
    note: str = ""
    skip_quality_check: bool = False
    default_brand_voice: str = ""
    model: str = ""
    max_output_tokens: int = 16000
    # what the stages add
    specs: tuple[SectionSpec, ...] = ()
    context: Context = Context()
    answered: tuple[SectionText, ...] = ()
    sections: tuple[FinishedSection, ...] = ()
    answer: Answer | None = None
    usage: Usage = field(default_factory=Usage)

    @property
    def wanted(self) -> tuple[SectionSpec, ...]:
        """The sections still to be written: those planned that no earlier attempt has left us."""
        had = {section.key for section in self.kept}
        return tuple(spec for spec in self.specs if spec.key not in had)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A picture that is stored under `name`, and what came with it."""

    name: str
    usage: Usage
    request_id: str = ""


class Tools(Protocol):
    """What the engine lends the pipeline."""

    def write(self, call: Call, on_text: Callable[[str], None]) -> Answer:
        """Ask the provider; the only way out to one."""
        ...

    def draw(self, call: PictureCall) -> Drawn:
        """Ask the illustrator, and keep what it drew."""
        ...

    def store(self, draft: Draft) -> None:
        """Write the finished sections; the only way to the database."""
        ...

    def find_shared(self, prints: Collection[int]) -> Collection[int]:
        """Note that this draft says the sentences of these prints; return those that others say too.

        Others are the drafts of the same kind and owner for another subject.
        """
        ...

    def enter_stage(self, name: str) -> None:
        """Note that this stage has begun."""
        ...

    def preview(self, section: str, text: str) -> None:
        """Show the text of a section as far as it is written."""
        ...
