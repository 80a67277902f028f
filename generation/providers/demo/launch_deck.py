"""The slides of a launch: as many as are asked for, the most needed first, in the order of the talk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generation.providers.demo.launch import MOVES_TOLD, Launch, Step
from generation.providers.demo.launch_lines import LONGEST, is_filled, named_line
from generation.providers.demo.material import Paragraph, bank
from generation.providers.demo.voice import Voice

_TITLE, _SPARE, _NEEDS, _POINT = "Title: ", "Spare: ", "Needs: ", "- "
_HOW_SPARE, _EXAMPLE_SPARE = 2, 1  # how easily the slides of a step can be spared; its claim never is


@dataclass(frozen=True, kw_only=True)
class Slide:
    """One slide: what is said and what is shown. The higher `spare`, the sooner it is left out."""

    title: str
    notes: tuple[str, ...]
    points: tuple[str, ...] = ()
    spare: int = 0


def write_slides(launch: Launch) -> Mapping[str, str]:
    """Return the text of each slide by the key of its section."""
    chosen = _chosen(list(_talk(launch)), launch.slides)
    return {f"slide_{number}": _written(slide) for number, slide in enumerate(chosen, start=1)}


def _chosen(slides: Sequence[Slide], count: int) -> list[Slide]:
    """Return that many slides in their order, those that can be spared left out first."""
    places = sorted(range(len(slides)), key=lambda place: slides[place].spare)[:count]
    return [slides[place] for place in sorted(places)]


def _talk(launch: Launch) -> Iterator[Slide]:
    """Every slide there could be, in the order of the talk."""
    voice, parts = launch.voice, bank("launch_deck")
    for name in ("opening", "situation", "turn", "overview"):
        yield from _told(voice, parts[name])
    for number, step in enumerate(launch.steps):
        yield from _step(launch.voice.knowing(step=step.title, lens=step.lesson.lens), step, number)
    for name in ("recap", "offer", "close"):
        yield from _told(voice, parts[name])


def _told(voice: Voice, part: Sequence[Paragraph]) -> Iterator[Slide]:
    return (_slide(voice, paragraph) for paragraph in part if _has_what_it_needs(voice, paragraph))


def _has_what_it_needs(voice: Voice, paragraph: Paragraph) -> bool:
    needed = [line.removeprefix(_NEEDS) for line in paragraph if line.startswith(_NEEDS)]
    return all(voice.values[slot] for slot in needed)


def _step(voice: Voice, step: Step, number: int) -> Iterator[Slide]:
    """The slides of one step: what it claims, how it is done, the example, and a question to the viewers."""
    parts, lesson = bank("launch_deck"), step.lesson
    moves = lesson.steps[:MOVES_TOLD]
    yield _framed(voice, parts["claim"][number], (*lesson.open, *lesson.why[:-1]), step)
    yield _framed(
        voice,
        parts["how"][number],
        tuple(line for move in moves for line in move),
        step,
        points=tuple(what for what, _ in moves),
        spare=_HOW_SPARE,
    )
    yield _framed(voice, parts["example"][number], lesson.example, step, spare=_EXAMPLE_SPARE)
    yield _framed(voice, parts["ask"][number], lesson.ask[1:], step)


def _framed(
    voice: Voice,
    frame: Paragraph,
    lines: Sequence[str],
    step: Step,
    *,
    points: Sequence[str] = (),
    spare: int = 0,
) -> Slide:
    """Return the slide whose notes are the frame's words, then these lines of the step's lesson."""
    slide = _slide(voice, frame)
    return Slide(
        title=slide.title,
        notes=(*slide.notes, *(voice.say(line, use=step.use) for line in lines)),
        points=tuple(voice.say(line, use=step.use).rstrip(".") for line in points),
        spare=spare or slide.spare,
    )


def _slide(voice: Voice, paragraph: Paragraph) -> Slide:
    """Return the slide that a paragraph of the bank tells: its title, what is said, its points."""
    filled = [line for line in paragraph if is_filled(line, voice)]
    title = next(line for line in filled if line.startswith(_TITLE))
    spare = next((int(line.removeprefix(_SPARE)) for line in filled if line.startswith(_SPARE)), 0)
    spoken = [line for line in filled if not line.startswith((_TITLE, _SPARE, _NEEDS, _POINT))]
    return Slide(
        title=voice.say(title.removeprefix(_TITLE)),
        notes=tuple(voice.say(line) for line in spoken),
        points=tuple(_points(voice, filled)),
        spare=spare,
    )


def _points(voice: Voice, lines: Sequence[str]) -> Iterator[str]:
    """Yield what is shown; a slot may hold several points, one a line."""
    for line in lines:
        if line.startswith(_POINT):
            yield from voice.say(line.removeprefix(_POINT)).splitlines()


def _written(slide: Slide) -> str:
    points = "\n".join(f"{_POINT}{point}" for point in slide.points)
    return "\n\n".join(
        [f"{named_line('Title', slide.title)}\nNotes: {_spoken(slide.notes)}", *filter(None, [points])]
    )


def _spoken(sentences: Sequence[str]) -> str:
    """Return as many of the sentences, from the first on, as notes may be long."""
    notes = ""
    for sentence in sentences:
        if len(notes) + len(sentence) >= LONGEST["Notes"]:
            break
        notes = f"{notes} {sentence}".strip()
    return notes
