"""Stage 2: gather everything the writer should know."""

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import structlog

from generation.blueprints.base import Source, SourceError
from generation.languages import LANGUAGES
from generation.pipeline.draft import Context, Draft, Tools

log = structlog.get_logger(__name__)

_NONE: Mapping[str, str] = MappingProxyType({})

SOURCE_SECONDS = 30  # a source slower than this is gone on without


def build_context(draft: Draft, tools: Tools) -> Draft:
    """Return the draft with its context, and with the sections this task must yield planned."""
    facts, unreachable = gather(draft.task.sources, draft.inputs)
    return plan(draft, facts=facts, unreachable=unreachable)


def plan(draft: Draft, *, facts: Mapping[str, str], unreachable: Mapping[str, str] = _NONE) -> Draft:
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
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the text of each source that had something to say, and of those that failed why, in a sentence.

    They are asked side by side, so that all of them take as long as the slowest.
    """
    if not sources:
        return {}, {}
    pool = ThreadPoolExecutor(max_workers=len(sources), thread_name_prefix="source")
    asked = {source.name: pool.submit(source.gather, inputs) for source in sources}
    wait(asked.values(), timeout=seconds)
    pool.shutdown(wait=False)
    failed = {name: why for name, future in asked.items() if (why := _why_it_failed(name, future))}
    told = {name: text for name, future in asked.items() if name not in failed and (text := future.result())}
    return told, failed


def _why_it_failed(name: str, asked: Future[str]) -> str:
    """Return what whoever named the source is told, and log why; "" for one that answered."""
    if not asked.done():
        log.warning("Source failed", source=name, reason="took too long")
        return "It took too long."
    if not (error := asked.exception()):
        return ""
    log.warning("Source failed", source=name, reason=repr(error))
    return str(error) if isinstance(error, SourceError) else "It could not be read."


def _given(draft: Draft, name: str) -> Any:
    """Return what the inputs of this run say, else the brief."""
    return draft.inputs.get(name) or draft.brief.get(name)


def _keywords(given: Any) -> tuple[str, ...]:
    if isinstance(given, str):
        given = given.split(",")
    return tuple(keyword.strip() for keyword in given or () if keyword.strip())
