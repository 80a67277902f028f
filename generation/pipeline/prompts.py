"""From a draft to the call that asks for its sections, or its picture."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from generation.blueprints.base import SectionSpec, TaskSpec, WrittenSection, WrittenTask
from generation.blueprints.kinds import field_name
from generation.pipeline.draft import Draft
from generation.providers.base import Block, Call, PictureCall


def make_call(draft: Draft) -> Call:
    """Return the call for the sections `draft` still wants.

    `system` and the first block are the same bytes in every task of a job, and each earlier task's block is
    the same wherever it appears, so that the provider's prompt cache serves the shared beginning.
    """
    return Call(
        system=_system(draft.blueprint.prompts),
        blocks=(_brief_block(draft), *_written_blocks(draft.earlier), Block(text=_task_text(draft))),
        model=draft.model,
        max_output_tokens=draft.max_output_tokens,
    )


def make_picture_call(draft: Draft, spec: SectionSpec) -> PictureCall:
    """Return the call for that picture: its prompt is the task's own, and nothing besides."""
    return PictureCall(prompt=_own_text(draft), size=spec.picture, model=draft.model)


def _brief_block(draft: Draft) -> Block:
    # The values of the first task, whichever is being written: what differs between tasks cannot get in here.
    first_task = draft.blueprint.tasks(draft.inputs)[0]
    text = _template(draft.blueprint.prompts, "brief.md").render(_values(draft, first_task))
    return Block(text=text, cache=True)


def _written_blocks(earlier: tuple[WrittenTask, ...]) -> tuple[Block, ...]:
    last = len(earlier) - 1
    return tuple(Block(text=_written(task), cache=place == last) for place, task in enumerate(earlier))


def _written(task: WrittenTask) -> str:
    title = task.title.replace('"', "&quot;")
    sections = "\n\n".join(_written_section(section) for section in task.sections)
    return f'<written task="{task.key}" title="{title}">\n{sections}\n</written>'


def _written_section(section: WrittenSection) -> str:
    fields = [f"{field_name(key)}: {_line(value)}" for key, value in section.fields.items()]
    opening = "\n".join([f"### {section.key}: {section.title}", *fields])
    separator = "\n\n" if fields else "\n"
    return closed(f"{opening}{separator}{section.body}", "written")


def _line(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list | tuple) else str(value)


def _task_text(draft: Draft) -> str:
    closing = _template(Path(__file__).parent, "closing.md").render(
        facts=draft.context.facts,
        unreachable=draft.context.unreachable,
        complaints=draft.complaints,
        note=draft.note,
        request=request_block(draft.language, draft.wanted),
    )
    return f"{_own_text(draft)}\n\n{closing.strip()}"


def _own_text(draft: Draft) -> str:
    """Return what the task's own file says: it may name the earlier output too, by task and section."""
    earlier = {task.key: {section.key: section for section in task.sections} for task in draft.earlier}
    own = {"task": draft.task, "sections": draft.wanted, "earlier": earlier, "note": draft.note}
    template = _template(draft.blueprint.prompts, draft.task.prompt)
    return template.render(_values(draft, draft.task) | own).strip()


def _values(draft: Draft, task: TaskSpec) -> dict[str, Any]:
    return {
        "brief": draft.brief,
        "language": draft.language,
        "language_name": draft.context.language_name,
        "brand_voice": draft.context.brand_voice,
        **draft.blueprint.prompt_values(draft.brief, draft.inputs, task, language=draft.language),
    }


def request_block(language: str, specs: tuple[SectionSpec, ...]) -> str:
    """Return what every prompt ends with: the list of the sections it wants."""
    return f"<request>\n{request_json(language, specs)}\n</request>"


def request_json(language: str, specs: tuple[SectionSpec, ...]) -> str:
    """Return what stands between `<request>` and `</request>`: one section a line."""
    lines = ",\n  ".join(_json(spec.request(), indent=None) for spec in specs)
    return f'{{"language": {_json(language)}, "sections": [\n  {lines}]}}'


def closed(text: str, tag: str) -> str:
    """Return `text` so that it cannot close the tag it is put in, in any letters, nor open a request."""
    return re.sub(rf"<(\s*/\s*{tag}\b|\s*/?\s*request\b)", r"<\\\1", text, flags=re.IGNORECASE)


def _json(value: Any, indent: int | None = 2) -> str:
    """Return JSON as a model reads it best; `<\\/` is JSON for `</`, so no value can close its tag."""
    return json.dumps(value, ensure_ascii=False, indent=indent).replace("</", "<\\/")


@cache
def _system(folder: Path) -> str:
    return (folder / "system.md").read_text(encoding="utf-8").strip()


@cache
def _template(folder: Path, name: str) -> Template:
    return _environment(folder).get_template(name)


@cache
def _environment(folder: Path) -> Environment:
    """Return the folder's templates: a name that is not given raises, values are put in as they are."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - the output is read by a model, not by a browser
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {"tojson": _json, "closed": closed}
    return environment
