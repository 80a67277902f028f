"""A web page that people find by searching: its components by type, and what search engines read of it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generation.blueprints.base import Blueprint, TaskSpec
from generation.blueprints.core import CORE_SCHEMA, check_core
from generation.blueprints.page.inputs import INPUTS_SCHEMA, check_inputs, demand, page_type, subject
from generation.blueprints.page.prompt_values import prompt_values
from generation.blueprints.page.sections import plan_page
from generation.blueprints.page.sources import SOURCES
from generation.blueprints.page.structured_data import structured_data


def _tasks(inputs: Mapping[str, Any]) -> tuple[TaskSpec, ...]:
    """Return the one task: a page is written in a single call, so that it is done in half a minute."""
    return (
        TaskSpec(
            key="page",
            title=page_type(inputs).title,
            group="Page",
            lane="page",
            prompt="page.md",
            sections=plan_page,
            derive=structured_data,
            sources=SOURCES,
        ),
    )


BLUEPRINT = Blueprint(
    key="page",
    title="Web page",
    noun="page",
    about="A category, product or landing page or a blog post for its keywords, ready for search engines.",
    prompts=Path(__file__).parent / "prompts",
    tasks=_tasks,
    check_brief=check_core,
    check_inputs=check_inputs,
    inputs_schema=INPUTS_SCHEMA,
    brief_schema=CORE_SCHEMA,
    prompt_values=prompt_values,
    subject=subject,
    demand=demand,
    compares_sentences=True,
)
