"""Stage 2: gather everything the writer should know."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from typing import Any

import structlog

from generation.blueprints.base import Source
from generation.languages import LANGUAGES
from generation.pipeline.draft import Context, Draft, Tools

log = structlog.get_logger(__name__)

SOURCE_SECONDS = 30  # a source slower than this is gone on without


def build_context(draft: Draft, tools: Tools) -> Draft:
    """Return the draft with its context, and with the sections this task must yield planned."""
    facts, unreachable = gather(draft.task.sources, draft.inputs)
    return plan(draft, facts=facts, unreachable=unreachable)


def plan(draft: Draft, *, facts: Mapping[str, str], unreachable: tuple[str, ...] = ()) -> Draft:
    """Return the draft with a context of these facts, and with the sections this task must yield."""
    context = Context(
        language_name=LANGUAGES[draft.language],
        brand_voice=_given(draft, "brand_voice") or draft.default_brand_voice,
        keywords=_keywords(_given(draft, "keywords")),
        facts=facts,
        unreachable=unreachable,
    )
    specs = draft.task.sections(draft.brief, draft.inputs, draft.earlier, language=draft.language)
    return replace(draft, context=context, specs=specs)


def gather(
    sources: tuple[Source, ...], inputs: Mapping[str, Any], *, seconds: float = SOURCE_SECONDS
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the text of each source that answered, and the names of those that did not.

    They are asked side by side, so that all of them take as long as the slowest.
    """
    if not sources:
        return {}, ()
    pool = ThreadPoolExecutor(max_workers=len(sources), thread_name_prefix="source")
    asked = {source.name: pool.submit(source.gather, inputs) for source in sources}
    wait(asked.values(), timeout=seconds)
    pool.shutdown(wait=False)
    failed = {name: why for name, future in asked.items() if (why := _why_it_failed(future))}
    for name, why in failed.items():
        log.warning("Source failed", source=name, reason=why)
    return {name: future.result() for name, future in asked.items() if name not in failed}, tuple(failed)


def _why_it_failed(asked: Future[str]) -> str:
    if not asked.done():
        return "took too long"
    return repr(error) if (error := asked.exception()) else ""


def _given(draft: Draft, name: str) -> Any:
    """Return what the inputs of this run say, else the brief."""
    return draft.inputs.get(name) or draft.brief.get(name)


def _keywords(given: Any) -> tuple[str, ...]:
    if isinstance(given, str):
        given = given.split(",")
    return tuple(keyword.strip() for keyword in given or () if keyword.strip())
