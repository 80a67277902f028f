"""A launch's sections: each from the bank of its key, with its named lines before its text."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from generation.providers.demo.asked import Asked, Wanted
from generation.providers.demo.contract import held_to
from generation.providers.demo.launch import Launch
from generation.providers.demo.launch_deck import write_slides
from generation.providers.demo.launch_lines import put_in_lines
from generation.providers.demo.material import Part, bank
from generation.providers.demo.voice import Voice

_BANKS = ("launch_strategy", "launch_pages", "launch_messages")


def write_launch(asked: Asked) -> Callable[[Wanted], str]:
    """Return what writes each of the sections."""
    launch = Launch(asked=asked)
    slides = write_slides(launch)
    return partial(_section, launch, slides)


def _section(launch: Launch, slides: Mapping[str, str], wanted: Wanted) -> str:
    voice = launch.voice.knowing(title=wanted.title, stack=_stack(launch))
    text = slides.get(wanted.key) or put_in_lines(_part(launch, wanted), voice)
    return held_to(wanted, text, voice)


def _part(launch: Launch, wanted: Wanted) -> Part:
    key = wanted.key
    if key == "bonuses":
        key = "bonuses_given" if launch.bonuses else "bonuses_none"
    banks = (bank(name) for name in _BANKS)
    return next((parts[key] for parts in banks if key in parts), ())


def _stack(launch: Launch) -> str:
    """Return the offer as a table: what is inside, what comes with it, and the price of the whole."""
    voice = launch.voice
    return "\n".join(
        [
            "| What | What it gives you |",
            "| --- | --- |",
            *_rows(launch, voice),
            *(
                f"| {_cell(bonus)} | comes with {_cell(voice.values['product'])} |"
                for bonus in launch.bonuses
            ),
            voice.say("| **{product}** | **{price}** |"),
        ]
    )


def _rows(launch: Launch, voice: Voice) -> Iterator[str]:
    gives = [voice.say(paragraph[0]) for paragraph in bank("launch_pages")["stack_rows"]]
    for title, text in zip(launch.chapters or [step.title for step in launch.steps], gives, strict=False):
        yield f"| {_cell(title)} | {text} |"


def _cell(text: str) -> str:
    return text.replace("|", "/")
