"""What a blueprint declares: its tasks, what each must yield, and which earlier output each one reads."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

from generation.blueprints.kinds import SECTION_KINDS
from generation.states import Role

Hook = Callable[[Any], Any]  # of the pipeline's Draft, which this layer does not know
CheckTogether = Callable[[Mapping[str, Any], Mapping[str, Any]], Mapping[str, str]]
Mark = Literal["checkbox", "table", "quote", "blank"]


@dataclass(frozen=True, kw_only=True)
class SectionSpec:
    """One piece of text a task must yield. The fields up to `questions` are the request format of
    docs/request-format.md and can fail an attempt; `words` and `role` serve advice only. `kind` is one of
    SECTION_KINDS.

    `words` is the range of the craft rules; `min_words` and `max_words` are its `word_limits`.
    `chapters` asks a cover for a closing list of that many chapter titles, `button` for a line `Button: ...`,
    `questions` for that many headings that are questions. `max_chars` is of the text alone.
    """

    key: str
    kind: str
    title: str
    min_words: int
    max_words: int
    include: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    chapters: int | None = None
    button: bool = False
    tags: int | None = None
    max_tag_chars: int | None = None
    max_title_chars: int | None = None
    max_chars: int | None = None
    questions: int | None = None
    words: tuple[int, int] = (0, 0)
    role: str = ""  # cta, listing, opening, answers, first_slide and last_slide have advice of their own
    is_derived: bool = False  # made by us from the others: no writer answers for it
    picture: tuple[int, int] = (0, 0)  # of a kind that is drawn: its size in pixels, of 16ths

    @property
    def is_written(self) -> bool:
        """Whether a writer wrote it, who can be held to what was asked."""
        return not self.is_derived and not SECTION_KINDS[self.kind].is_picture

    def request(self) -> dict[str, Any]:
        """Return the section as it stands in the prompt's `<request>`: only the fields it uses."""
        always = {
            "key": self.key,
            "kind": self.kind,
            "title": self.title,
            "min_words": self.min_words,
            "max_words": self.max_words,
        }
        optional = {
            "include": list(self.include),
            "marks": list(self.marks),
            "chapters": self.chapters,
            "button": self.button,
            "tags": self.tags,
            "max_tag_chars": self.max_tag_chars,
            "max_title_chars": self.max_title_chars,
            "max_chars": self.max_chars,
            "questions": self.questions,
        }
        return always | {name: value for name, value in optional.items() if value}


def word_limits(words: tuple[int, int]) -> tuple[int, int]:
    """Return the fewest and the most words of a section that should have so many: it may miss by a margin."""
    fewest, most = words
    return math.ceil(fewest * 0.6 / 10) * 10, most * 3 // 2


@dataclass(frozen=True, kw_only=True)
class WrittenSection:
    """A stored section as later tasks and exports read it."""

    key: str
    kind: str
    title: str
    body: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WrittenTask:
    """The stored output of one completed task."""

    key: str
    title: str
    product: str
    sections: tuple[WrittenSection, ...]


@dataclass(frozen=True, kw_only=True)
class Product:
    """What a product is called: its place in the funnel ("Lead magnet"), its name, and what it is.

    `price` is a decimal number as text, in `currency`; both and `url` are "" where nobody said.
    """

    label: str
    name: str
    note: str = ""
    price: str = ""
    currency: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Demand:
    """How much it is wanted: the products it would list, the searches a month, the state of its old text."""

    sku_count: int = 0
    monthly_searches: int = 0
    content: Literal["", "missing", "outdated"] = ""


class SourceError(Exception):
    """A source has no text for us; the message is a sentence for whoever named the source."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a task gathers facts from before it writes; a task's sources are gathered side by side.

    `gather` gets the job's inputs and returns text for the prompt, "" where there is nothing to say; what it
    raises, best a SourceError, is reported under `name` and does not sink the others.
    """

    name: str
    gather: Callable[[Mapping[str, Any]], str]


def _nothing(
    brief: Mapping[str, Any],
    inputs: Mapping[str, Any],
    written: Sequence[WrittenSection],
    *,
    language: str,
) -> tuple[WrittenSection, ...]:
    return ()


@dataclass(frozen=True, kw_only=True)
class TaskSpec:
    """One task: what it is called, whose output it reads (`needs`, task keys), and what it must yield.

    `sections` gets the job's brief, its language, its inputs and the output of `needs`, and answers what
    this task must write. `derive` gets what was written and answers the sections that follow from it by
    rule, which no writer is asked for. `role` says who is asked. `prompt` is a file below the blueprint's
    `prompts/`. Tasks of one `lane` run one after another.
    """

    key: str
    title: str
    group: str
    lane: str
    prompt: str
    sections: "SectionPlan"
    derive: "Derivation" = _nothing
    needs: tuple[str, ...] = ()
    product: str = ""
    role: Role = Role.WRITER
    sources: tuple[Source, ...] = ()


class SectionPlan(Protocol):
    def __call__(
        self,
        brief: Mapping[str, Any],
        inputs: Mapping[str, Any],
        earlier: Sequence[WrittenTask],
        *,
        language: str,
    ) -> tuple[SectionSpec, ...]: ...


class Derivation(Protocol):
    def __call__(
        self,
        brief: Mapping[str, Any],
        inputs: Mapping[str, Any],
        written: Sequence[WrittenSection],
        *,
        language: str,
    ) -> tuple[WrittenSection, ...]: ...


class PromptValues(Protocol):
    def __call__(
        self, brief: Mapping[str, Any], inputs: Mapping[str, Any], task: TaskSpec, *, language: str
    ) -> Mapping[str, Any]: ...


@dataclass(frozen=True, kw_only=True)
class Blueprint:
    """The declared list of tasks for one kind of output.

    `noun` is what one is called in a sentence ("the launch"), `about` says in one what it holds. `tasks`
    answers the tasks for the given inputs, in order, and for no inputs all there can be. `subject` derives
    from the inputs which of many runs side by side this is ("" where a funnel has just one). `check_brief`
    and `check_inputs` return one sentence per field that is missing or wrong, by its dotted path; nothing
    wrong is an empty mapping. `check_together` is asked where both find nothing, and looks at brief and
    inputs side by side; its paths begin with `brief.` or `inputs.`. `demand` derives from the inputs how much
    this is wanted, None where they do not tell. `inputs_schema` and `brief_schema` are JSON Schema; the
    columns of a file of many follow from them. `prompts` is the folder of its prompt files. `prompt_values`
    answers what the prompts may name besides the brief: it gets the snapshot of brief and inputs, the
    language and the task. `products` answers what the products its tasks name are called, nothing where the
    brief is incomplete.
    `settle_titles` gets all that is written and answers it with the titles its sections bear in an export.
    `before` and `after` are hooks around the pipeline: each gets the draft and answers it, changed or not.
    One that `compares_sentences` is told which of its sentences another of its owner's of the same kind says
    too.
    """

    key: str
    title: str
    noun: str
    about: str
    prompts: Path
    tasks: Callable[[Mapping[str, Any]], tuple[TaskSpec, ...]]
    check_brief: Callable[[Mapping[str, Any], str], Mapping[str, str]]
    check_inputs: Callable[[Mapping[str, Any]], Mapping[str, str]]
    inputs_schema: Mapping[str, Any]
    brief_schema: Mapping[str, Any]
    prompt_values: PromptValues
    products: Callable[[Mapping[str, Any], str], Mapping[str, Product]] = lambda brief, language: {}
    settle_titles: Callable[[Sequence[WrittenTask]], tuple[WrittenTask, ...]] = tuple
    subject: Callable[[Mapping[str, Any]], str] = lambda inputs: ""
    demand: Callable[[Mapping[str, Any]], Demand | None] = lambda inputs: None
    before: tuple[Hook, ...] = ()
    after: tuple[Hook, ...] = ()
    check_together: CheckTogether = lambda brief, inputs: {}
    continue_on_failure: bool = False
    compares_sentences: bool = False

    def task(self, key: str, inputs: Mapping[str, Any]) -> TaskSpec:
        """Return the task of that key; raises KeyError where the inputs ask for no such task."""
        return {task.key: task for task in self.tasks(inputs)}[key]
