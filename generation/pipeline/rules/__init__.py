"""The rules of good output: the contract, which can fail an attempt, and the advice, which cannot."""

from generation.calls import Violation
from generation.pipeline.rules import (
    advice,
    carousels,
    contract,
    language,
    pages,
    placeholders,
    structured_data,
)
from generation.pipeline.rules.base import Piece, Rule

CONTRACT: tuple[Rule, ...] = (
    contract.too_short,
    contract.too_long,
    contract.bad_fields,
    contract.bad_tags,
    contract.bad_button,
    contract.missing_text,
    contract.missing_mark,
    contract.too_many_characters,
    contract.missing_questions,
    contract.separator_left,
    contract.request_left,
    placeholders.placeholder,
    language.wrong_language,
)

ADVICE: tuple[Rule, ...] = (
    advice.word_range,
    advice.filler_phrase,
    advice.ai_mention,
    advice.filler_text,
    advice.zero_price,
    advice.heading_repeated,
    advice.chapters_unread,
    advice.late_keyword,
    advice.tag_repeated,
    advice.exclamation_marks,
    advice.subject_in_capitals,
    advice.long_subject,
    advice.preview_repeats_subject,
    advice.link_times,
    pages.title_without_keyword,
    pages.headline_without_keyword,
    pages.keyword_comes_late,
    pages.second_main_heading,
    pages.bare_answer,
    pages.crowded_keyword,
    carousels.long_hook,
    carousels.crowded_slide,
    carousels.second_action,
    carousels.words_in_scene,
    carousels.many_hashtags,
    carousels.spaced_hashtag,
)

DERIVED: tuple[Rule, ...] = (structured_data.bad_structured_data,)
"""Advice on what we made ourselves from the sections that were written."""

_FOR_WRITERS = (contract.too_short, contract.too_long, language.wrong_language)
FOR_PERSONS: tuple[Rule, ...] = (*(rule for rule in CONTRACT if rule not in _FOR_WRITERS), *ADVICE)
"""What is said of a text that a person wrote: all but the limits that `word_range` speaks of more kindly, and
the language, which they know."""


def broken(rules: tuple[Rule, ...], piece: Piece) -> tuple[Violation, ...]:
    """Return every violation of these rules by the piece, in the rules' order."""
    return tuple(violation for rule in rules for violation in rule(piece))
