"""Good answers in the product's format, built from a prompt's `<request>` alone, and ways to spoil them.

Knows the format as docs/request-format.md states it, and none of the product's code, so that the two can
disagree in a test.
"""

import json
import random
import re
from collections.abc import Callable, Mapping
from typing import Any

SEPARATOR = "===SECTION_BREAK==="

Sections = dict[str, str]
Spoiler = Callable[[Sections], str]

_REQUEST = re.compile(r"<request>\s*(\{.*?\})\s*</request>", re.DOTALL)
_WHO = ("A writer", "The client", "Your reader", "A busy owner", "The team", "One designer", "A good host")
_DOES = ("keeps", "checks", "writes", "plans", "finds", "moves", "answers", "reads", "opens", "shares")
_WHAT = (
    "the short list",
    "the first draft",
    "every message",
    "the weekly plan",
    "a clear page",
    "the next step",
)
_WHEN = ("before lunch", "on Monday morning", "after the call", "in ten minutes", "at the end of the day")
_WHY = ("so that nothing waits", "because it saves an hour", "and then stops", "while the kettle boils")


def read_request(prompt: str) -> dict[str, Any]:
    """Return what stands in the prompt's last `<request>`; a prompt without one asks for no sections."""
    found = _REQUEST.findall(prompt)
    request: dict[str, Any] = json.loads(found[-1]) if found else {"language": "en", "sections": []}
    return request


def write_sections(request: Mapping[str, Any]) -> Sections:
    """Return the asked sections by key, each with its heading line; always the same for the same request."""
    return {spec["key"]: f"### {spec['key']}\n{_write(spec)}" for spec in request["sections"]}


def join(sections: Sections) -> str:
    return f"\n{SEPARATOR}\n".join(sections.values())


def without_separators(sections: Sections) -> str:
    return "\n\n".join(sections.values())


def missing_section(sections: Sections) -> str:
    return join(dict(list(sections.items())[:-1]))


def empty_section(sections: Sections) -> str:
    key = next(iter(sections))
    return join(sections | {key: f"### {key}\n"})


def placeholder_left(sections: Sections) -> str:
    key = next(iter(sections))
    return join(sections | {key: f"{sections[key]}\n\nThen write to [insert your name here] about it."})


def extra_section(sections: Sections) -> str:
    return join(sections | {"surprise": "### surprise\nNobody asked for this piece of text."})


def duplicated_section(sections: Sections) -> str:
    return join(sections) + f"\n{SEPARATOR}\n{next(iter(sections.values()))}"


def too_short(sections: Sections) -> str:
    key = next(iter(sections))
    return join(sections | {key: f"### {key}\nToo short."})


def _write(spec: Mapping[str, Any]) -> str:
    body = _body(spec)
    match spec["kind"]:
        case "email":
            return f"Subject: A note on {spec['title']}\nPreview: What to do with it this week\n\n{body}"
        case "listing" | "bundle":
            return f"{_listing_head(spec)}\n\n{body}"
        case kind if kind in _HEADS:
            return f"{_HEADS[kind].format(title=spec['title'])}\n\n{body}"
    return body


_SENT = "Send: Two days later, 09:00\nWhy: So that nobody is left waiting."
_HEADS = {
    "slide": "Title: {title} in one line\nNotes: You know this day, and so do I. Let us look at it together.",
    "hero": "Headline: {title} in one line\nSubhead: What a visitor reads second.",
    "block": "Headline: {title} in one line",
    "faq": "Headline: {title} in one line",
    "timed_email": f"{_SENT}\nSubject: A note on {{title}}\nPreview: What to do with it this week",
    "short_message": _SENT,
    "carousel_slide": "Headline: {title} in one line\nScene: A table by a window, as for {title}.",
    "caption": "Hashtags: calm, inbox",
    "meta": "Title: {title} in one line\nDescription: What people find there, in a sentence.",
}


def _listing_head(spec: Mapping[str, Any]) -> str:
    tags = [f"tag {number}"[: spec.get("max_tag_chars", 20)] for number in range(1, spec.get("tags", 13) + 1)]
    lines = [
        f"Title: {'A plain working guide'[: spec.get('max_title_chars', 140)]}",
        f"Tags: {', '.join(tags)}",
    ]
    if spec["kind"] == "bundle":
        lines.append("Short description: All parts together, at one price.")
    return "\n".join(lines)


def _body(spec: Mapping[str, Any]) -> str:
    parts = [f"Look for {text} and keep it near." for text in spec.get("include", ())]
    parts += [_MARKS[mark] for mark in spec.get("marks", ())]
    parts += [f"### What about point {number}?" for number in range(1, spec.get("questions", 0) + 1)]
    tail = []
    if spec.get("button"):
        tail.append("Button: Read it now")
    if spec.get("chapters"):
        tail.append(
            "Chapters:\n" + "\n".join(f"{n}. Step number {n}" for n in range(1, spec["chapters"] + 1))
        )
    wanted = (3 * spec["min_words"] + spec["max_words"]) // 4
    written = len(" ".join(parts + tail).split())
    return "\n\n".join(_paragraphs(f"{spec['key']} {spec['title']}", wanted - written) + parts + tail)


_MARKS = {
    "checkbox": "- [ ] Clear the first message of the day",
    "table": "| Day | Task |\n| --- | --- |\n| Monday | Plan the week |",
    "quote": "> Thank you for the note, and I will answer on Tuesday.",
    "blank": "My own answer: ____________________",
}


def _paragraphs(seed: str, words: int) -> list[str]:
    """Return English filler of about so many words, at least one sentence."""
    choose = random.Random(seed).choice
    sentences: list[str] = []
    count = 0
    while not sentences or count < words:
        sentence = f"{choose(_WHO)} {choose(_DOES)} {choose(_WHAT)} {choose(_WHEN)} {choose(_WHY)}."
        sentences.append(sentence)
        count += len(sentence.split())
    return [" ".join(sentences[start : start + 4]) for start in range(0, len(sentences), 4)]
