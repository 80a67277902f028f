"""What is asked before something happens, with what it would take."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question; `keep` is the harmless answer and the one Enter gives.

    `takes` says in calls, minutes and money what would follow, "" where that is not known. `held` names
    sections that will keep a person's text. `seen` is what the answer tells of the page it was given on.
    """

    id: str
    title: str
    text: str
    keep: str
    go: str
    address: str
    tone: str = "primary"
    takes: str = ""
    held: tuple[str, ...] = ()
    seen: str = ""


def all_written_again(parts: int, *, has_text: bool) -> str:
    """Return what comes of writing everything again, and of the text there is."""
    kept = " Earlier versions are kept and can be restored." if has_text else ""
    return f"All {parts} parts are written again, from the brief as it is now.{kept}"


def before_generating(
    funnel_id: UUID, *, parts: int, takes: str, anew: bool = False, held: tuple[str, ...] = ()
) -> Question:
    """Return what is asked before a first run of so many parts; `anew` where there is a text already."""
    if anew:
        return Question(
            id="ask-generate",
            title="Regenerate all?",
            text=all_written_again(parts, has_text=True),
            keep="Keep it as it is",
            go="Regenerate all",
            address=reverse("generate", args=[funnel_id]),
            tone="danger",
            takes=takes,
            held=held,
        )
    return Question(
        id="ask-generate",
        title=f"Generate {parts} parts?",
        text="They are written from your brief. You can leave the page; the work goes on without it.",
        keep="Not yet",
        go="Generate",
        address=reverse("generate", args=[funnel_id]),
        takes=takes,
    )
