"""Stage 1: can this draft be written at all."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generation.errors import InputError
from generation.languages import DEFAULT_LANGUAGE, LANGUAGES
from generation.pipeline.draft import Draft, Tools


def validate(draft: Draft, tools: Tools) -> Draft:
    return check(draft)


def check(draft: Draft) -> Draft:
    """Return the draft with its language settled.

    Raises InputError where the language is not one we write, the brief or the inputs are incomplete, or a
    task this one needs has no output.
    """
    draft = replace(draft, language=draft.language or DEFAULT_LANGUAGE)
    if problems := list(_problems(draft)):
        raise InputError(" ".join(problems))
    return draft


def _problems(draft: Draft) -> Iterator[str]:
    if draft.language not in LANGUAGES:
        yield f"Unsupported language: {draft.language}. Galley writes {', '.join(LANGUAGES)}."
        return
    blueprint = draft.blueprint
    apart = [
        *blueprint.check_brief(draft.brief, draft.language).items(),
        *blueprint.check_inputs(draft.inputs).items(),
    ]
    yield from _named(apart or blueprint.check_together(draft.brief, draft.inputs).items())
    written = {task.key for task in draft.earlier}
    for key in draft.task.needs:
        if key not in written:
            yield f"{draft.task.title} needs the text of {key}, which is not written yet."


def _named(problems: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"{path}: {sentence}" for path, sentence in problems)
