"""What is asked before something happens, with what it would take."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question; `keep` is the harmless answer and the one Enter gives.

    `takes` says in calls, minutes and money what would follow, "" where that is not known. `held` names
    sections that will keep a person's text.
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


def before_generating(funnel_id: UUID, *, parts: int, takes: str) -> Question:
    """Return what is asked before a first run of so many parts."""
    return Question(
        id="ask-generate",
        title=f"Generate {parts} parts?",
        text="They are written from your brief. You can leave the page; the work goes on without it.",
        keep="Not yet",
        go="Generate",
        address=reverse("generate", args=[funnel_id]),
        takes=takes,
    )
