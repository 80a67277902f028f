"""A whole launch by the demo writer, through the real pipeline and without a database."""

from collections.abc import Mapping
from typing import Any

from generation.blueprints import get_blueprint
from generation.blueprints.base import WrittenSection, WrittenTask
from generation.pipeline import run_pipeline
from generation.pipeline.draft import Draft, FinishedSection
from tests.support.demo_funnel import DemoTools
from tests.support.funnels import sample

LAUNCH = "calm-inbox-launch"
REGISTER, WATCH = "https://shop.example/register", "https://shop.example/watch"

Launch = dict[str, tuple[FinishedSection, ...]]


def launch_inputs(**changes: Any) -> dict[str, Any]:
    """Return the fewest inputs a launch of the calm-inbox sample needs, with these changes."""
    return {"registration_url": REGISTER, "watch_url": WATCH} | changes


def write_launch(
    brief: Mapping[str, Any] | None = None,
    inputs: Mapping[str, Any] | None = None,
    *,
    tools: DemoTools | None = None,
    note: str = "",
) -> Launch:
    """Return the finished sections of all tasks, by task; of the sample unless told."""
    blueprint, tools, whole = get_blueprint("launch"), tools or DemoTools(), sample(LAUNCH)
    written: dict[str, WrittenTask] = {}
    finished: Launch = {}
    for task in blueprint.tasks({}):
        draft = Draft(
            blueprint=blueprint,
            task=task,
            brief=whole["brief"] if brief is None else brief,
            inputs=whole["inputs"] if inputs is None else inputs,
            language="en",
            earlier=tuple(written[key] for key in task.needs),
            note=note,
            default_brand_voice="Plain",
        )
        finished[task.key] = run_pipeline(draft, tools, record=lambda stage: None).sections
        sections = tuple(map(_written, finished[task.key]))
        written[task.key] = WrittenTask(key=task.key, title=task.title, product="", sections=sections)
    return finished


def text_of(launch: Launch) -> str:
    """Return everything it says, named lines included, in order."""
    return "\n\n".join(
        "\n".join([section.spec.key, *map(str, section.fields.values()), section.body])
        for sections in launch.values()
        for section in sections
    )


def _written(section: FinishedSection) -> WrittenSection:
    return WrittenSection(
        key=section.spec.key,
        kind=section.spec.kind,
        title=section.spec.title,
        body=section.body,
        fields=section.fields,
    )
