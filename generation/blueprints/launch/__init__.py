"""The launch of an offer by a webinar or a presentation: strategy, deck, pages, messages, in 7 tasks."""

from pathlib import Path

from generation.blueprints.base import Blueprint, TaskSpec
from generation.blueprints.core import CORE_SCHEMA, check_core
from generation.blueprints.launch import messages, pages, strategy
from generation.blueprints.launch.inputs import INPUTS_SCHEMA, check_inputs, subject
from generation.blueprints.launch.offer import check_offer
from generation.blueprints.launch.pieces import plan
from generation.blueprints.launch.prompt_values import prompt_values
from generation.states import Role

_STRATEGY = "Strategy"
_PAGES = "Pages"

_SETTLED = ("marketing_profile", "offer")
_TALK = (*_SETTLED, "deck")  # for what tells of the talk: its course, its example

TASKS = (
    TaskSpec(
        key="marketing_profile",
        title="Marketing profile",
        group=_STRATEGY,
        lane="strategy",
        prompt="marketing_profile.md",
        sections=plan(strategy.marketing_profile),
        role=Role.STRATEGIST,
    ),
    TaskSpec(
        key="offer",
        title="Offer",
        group=_STRATEGY,
        lane="strategy",
        prompt="offer.md",
        sections=plan(strategy.offer),
        needs=("marketing_profile",),
    ),
    TaskSpec(
        key="deck",
        title="Deck structure",
        group="Presentation",
        lane="deck",
        prompt="deck.md",
        sections=plan(strategy.deck),
        needs=_SETTLED,
    ),
    TaskSpec(
        key="enrolment_pages",
        title="Enrolment pages",
        group=_PAGES,
        lane="enrolment",
        prompt="enrolment_pages.md",
        sections=plan(pages.enrolment, pages.thank_you),
        needs=_SETTLED,
    ),
    TaskSpec(
        key="watch_pages",
        title="Watch pages",
        group=_PAGES,
        lane="watch",
        prompt="watch_pages.md",
        sections=plan(pages.watch, pages.replay),
        needs=_TALK,
    ),
    TaskSpec(
        key="registration_pages",
        title="Registration pages",
        group=_PAGES,
        lane="registration",
        prompt="registration_pages.md",
        sections=plan(pages.registration, pages.confirmation),
        needs=_SETTLED,
    ),
    TaskSpec(
        key="follow_up",
        title="AI follow-up sequence",
        group="Follow-up",
        lane="follow_up",
        prompt="follow_up.md",
        sections=plan(messages.follow_up),
        needs=(*_TALK, "enrolment_pages", "watch_pages", "registration_pages"),
    ),
)

BLUEPRINT = Blueprint(
    key="launch",
    title="Launch",
    noun="launch",
    about="A webinar or presentation that sells one offer: the strategy, the deck, six pages, the messages.",
    prompts=Path(__file__).parent / "prompts",
    tasks=lambda inputs: TASKS,
    check_brief=check_core,
    check_inputs=check_inputs,
    inputs_schema=INPUTS_SCHEMA,
    brief_schema=CORE_SCHEMA,
    prompt_values=prompt_values,
    subject=subject,
    check_together=check_offer,
    continue_on_failure=True,
)
