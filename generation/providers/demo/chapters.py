"""A chapter, in the shape that the product's format asks for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generation.providers.demo.contract import BLANK_LINE
from generation.providers.demo.curriculum import Hand, Teaching
from generation.providers.demo.formats import shape_of
from generation.providers.demo.length import Passage, fitted
from generation.providers.demo.material import bank
from generation.providers.demo.voice import Voice

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One chapter to write.

    `slot` is its place among all chapters of the funnel, `first_question` the first of the `questions` it
    may answer, numbered likewise through the funnel, `following` the next chapter's title ("" for the
    last); `named` says that its title is printed above it; `hand` are the texts to copy that a chapter of
    templates gets, each with its use.
    """

    product: str
    number: int
    title: str
    following: str
    form: str
    teaching: Teaching
    slot: int
    first_question: int
    questions: int
    fewest: int
    most: int
    tone: str
    caution: str
    named: bool
    marks: tuple[str, ...] = ()
    hand: Hand = ()


def write_chapter(chapter: Chapter, voice: Voice) -> str:
    """Return the chapter, within its range of words where the material reaches that far."""
    voice = voice.knowing(
        title=chapter.title,
        next_title=chapter.following,
        lens=chapter.teaching.lesson.lens,
    )
    body = _SHAPES[shape_of(chapter.form, chapter.marks)](_Page(chapter=chapter, voice=voice))
    return fitted(body, fewest=chapter.fewest, most=chapter.most)


@dataclass(frozen=True, kw_only=True)
class _Page:
    """The passages that the shapes put together."""

    chapter: Chapter
    voice: Voice

    def opening(self) -> Iterator[Passage]:
        yield from self.headed(self._joined(self.drawn("lenses", "all"), self.told("open")))

    def headed(self, opening: str) -> Iterator[Passage]:
        """The chapter's first words, after its title where nobody prints that, and who the example is."""
        if not self.chapter.named:
            yield Passage(text=f"**{self.chapter.title}**", rank=0)
        yield Passage(text=opening, rank=0)
        if self.chapter.number == 1:
            part = bank("introductions").get(self.chapter.product) or bank("introductions")["any"]
            yield Passage(text=self.voice.tell(part[0], use=self.chapter.teaching.use), rank=0)

    def reasons(self) -> Passage:
        aside = self.drawn("asides", self.chapter.tone)
        return Passage(text=self._joined(self.drawn("links", "all"), self.told("why"), aside), rank=2)

    def frame(self, name: str) -> Passage:
        return Passage(text=self.drawn("frames", name), rank=0)

    def steps(self, mark: str) -> Passage:
        return Passage(
            text="\n".join(
                f"{mark.format(number=number)} **{what}** {how}"
                for number, what, how in self.numbered_steps()
            ),
            rank=0,
        )

    def numbered_steps(self) -> Iterator[tuple[int, str, str]]:
        for number, (what, how) in enumerate(self.chapter.teaching.lesson.steps, start=1):
            yield number, self.said(what), self.said(how)

    def example(self) -> Passage:
        return Passage(text=self.told("example"), rank=1)

    def mistake(self) -> Passage:
        return Passage(text=f"**Where it goes wrong.** {self.told('mistake')}", rank=3)

    def depths(self) -> Iterator[Passage]:
        """Questions a reader may have, and their answers, for a chapter that has room."""
        for place in range(self.chapter.questions):
            number = self.chapter.first_question + place
            yield Passage(text=self.drawn("depth", "all", number=number), rank=4 + place)

    def closing(self) -> Iterator[Passage]:
        yield from self.closed(self.told("now"))

    def closed(self, now: str) -> Iterator[Passage]:
        """The chapter's last words: a caution where one is due, what to do now, and what follows."""
        if self.chapter.caution and self.chapter.number == 1:
            yield Passage(text=self.voice.tell(bank("covers")[self.chapter.caution][0]), rank=0)
        yield Passage(text=f"**Do this now.** {now}", rank=0)
        ending = "next" if self.chapter.following else "last"
        yield Passage(text=self.drawn("closers", ending), rank=0)

    def questions(self) -> Iterator[Passage]:
        lesson = self.chapter.teaching.lesson
        for rank, question in enumerate(lesson.ask):
            yield Passage(text=f"**{self.said(question)}**\n\n{BLANK_LINE}", rank=rank)

    def told(self, name: str) -> str:
        lines = getattr(self.chapter.teaching.lesson, name)
        return self.voice.tell(lines, use=self.chapter.teaching.use)

    def said(self, line: str) -> str:
        return self.voice.say(line, use=self.chapter.teaching.use)

    def drawn(self, name: str, part: str, *, number: int | None = None) -> str:
        return self.voice.draw(bank(name)[part], self.chapter.slot if number is None else number)

    def _joined(self, *texts: str) -> str:
        return " ".join(text for text in texts if text)


def _prose(page: _Page) -> Iterator[Passage]:
    yield from page.opening()
    yield page.reasons()
    yield page.frame("prose")
    yield page.steps("{number}.")
    yield page.example()
    yield page.mistake()
    yield from page.depths()
    yield from page.closing()


def _checklist(page: _Page) -> Iterator[Passage]:
    yield from page.opening()
    yield page.frame("checklist")
    yield page.steps("- [ ]")
    yield page.example()
    yield page.reasons()
    yield page.mistake()
    yield from page.depths()
    yield from page.closing()


def _workbook(page: _Page) -> Iterator[Passage]:
    yield from page.opening()
    yield page.reasons()
    yield page.frame("workbook")
    yield page.steps("{number}.")
    yield page.example()
    yield from page.questions()
    yield page.mistake()
    yield from page.depths()
    yield from page.closing()


def _planner(page: _Page) -> Iterator[Passage]:
    yield from page.opening()
    yield page.reasons()
    yield page.frame("planner")
    yield Passage(text="\n".join(_week(page)), rank=0)
    yield page.steps("{number}.")
    yield page.example()
    yield page.mistake()
    yield from page.depths()
    yield from page.closing()


def _week(page: _Page) -> Iterator[str]:
    """The lines of a table: a day, its date to fill in, the step, a box; the first row is filled in."""
    yield "| Day | Date | Step | Done |"
    yield "| --- | --- | --- | --- |"
    for number, what, _ in page.numbered_steps():
        date, box = ("the 4th", "☑") if number == 1 else ("______", "☐")
        yield f"| {_DAYS[number - 1]} | {date} | {what.rstrip('.')} | {box} |"


def _templates(page: _Page) -> Iterator[Passage]:
    yield from page.headed(page.drawn("templates", "opening"))
    yield page.frame("templates")
    for rank, (script, use) in enumerate(page.chapter.hand):
        text = " ".join(page.voice.say(line, use=use) for line in script.lines)
        when = page.voice.say(script.when, use=use)
        yield Passage(text=f"**{script.title}.** {when}\n\n> {text}", rank=max(0, rank - 3))
    yield from page.depths()
    yield from page.closed(page.drawn("templates", "now"))


_SHAPES: Mapping[str, Callable[[_Page], Iterator[Passage]]] = {
    "prose": _prose,
    "checklist": _checklist,
    "workbook": _workbook,
    "planner": _planner,
    "templates": _templates,
}
