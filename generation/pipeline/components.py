"""Stage 3: the one call to the provider, and its answer taken apart."""

from dataclasses import replace

from generation.blueprints.base import SectionSpec
from generation.calls import SectionText, Violation
from generation.errors import ContentError, ProviderError
from generation.pipeline.draft import Draft, Tools
from generation.pipeline.parser import parse_answer
from generation.pipeline.preview import Preview
from generation.pipeline.prompts import make_call, make_picture_call
from generation.pipeline.salvage import rejection
from generation.providers.base import StopReason
from generation.states import Role

_REFUSED = "refused"


def nothing_is_wanted(draft: Draft) -> bool:
    """Whether earlier attempts have left every section, so that there is nothing to ask for."""
    return not draft.wanted


def generate_components(draft: Draft, tools: Tools) -> Draft:
    """Return the draft with the sections the provider answered, or the picture it drew.

    Raises ProviderError where it refused, ContentError where the answer was cut off or is out of shape, and
    what `tools.write` and `tools.draw` raise.
    """
    return _draw(draft, tools) if draft.task.role == Role.ILLUSTRATOR else _write(draft, tools)


def _draw(draft: Draft, tools: Tools) -> Draft:
    (spec,) = draft.wanted
    call = make_picture_call(draft, spec)
    try:
        drawn = tools.draw(call)
    except ProviderError as error:
        if error.code != _REFUSED:
            raise
        raise _declined(draft, spec, error) from error
    section = SectionText(key=spec.key, body=call.prompt, fields={"picture": drawn.name})
    return replace(draft, answered=(section,), usage=draft.usage + drawn.usage)


def _write(draft: Draft, tools: Tools) -> Draft:
    preview = Preview(draft.wanted, tools.preview)
    answer = tools.write(make_call(draft), preview.feed)
    draft = replace(draft, answer=answer, usage=draft.usage + answer.usage)
    if answer.stop_reason is StopReason.REFUSED:
        raise _refusal(draft)
    cut_off = answer.stop_reason is StopReason.TRUNCATED
    parsed = parse_answer(answer.text, draft.wanted, cut_off=cut_off)
    draft = replace(draft, answered=parsed.sections)
    if cut_off:
        raise _truncation(draft)
    if parsed.violations:
        raise rejection(draft, parsed.violations)
    return draft


def _declined(draft: Draft, spec: SectionSpec, error: ProviderError) -> ProviderError:
    """Return the refusal with what its owner can do: change the text it is drawn from."""
    drawn_for = (section for task in draft.earlier for section in task.sections if section.key == spec.key)
    called = next((section.title for section in drawn_for), draft.task.title)
    return ProviderError(
        error.code,
        error.sentence,
        advice=f"Change the scene of {called}, then try again.",
        retryable=error.retryable,
        status=error.status,
        limits=error.limits,
        usage=error.usage,
        request_id=error.request_id,
        detail=error.detail,
    )


def _refusal(draft: Draft) -> ProviderError:
    return ProviderError(
        _REFUSED,
        f"The model declined to write {draft.task.title}. Change the brief, or choose another model.",
        retryable=False,
        usage=draft.usage,
        request_id=draft.answer.request_id if draft.answer else "",
    )


def _truncation(draft: Draft) -> ContentError:
    whole = {section.key for section in draft.answered}
    first_lost = next((spec for spec in draft.wanted if spec.key not in whole), draft.wanted[-1])
    message = f"The answer was cut off ({len(whole)} of {len(draft.wanted)} sections were whole)."
    return rejection(draft, (Violation(rule="truncated", section=first_lost.key, message=message),))
