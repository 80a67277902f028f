"""A person's edits: each is a revision of its own, and none is lost to another's."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from generation.blueprints.kinds import SECTION_KINDS
from generation.calls import SectionText
from generation.engine.content.advice import advise
from generation.engine.content.derived import follow
from generation.errors import InvalidRequestError, StaleVersionError
from generation.models import Revision, Section
from generation.pipeline.reading import count_read
from generation.texts import is_blank

LONGEST_TEXT = 200_000
_DRAWN = "picture"


@dataclass(frozen=True, kw_only=True)
class SectionEdit:
    """What a person changes of a section; None leaves a part as it is, `fields` replaces those it names."""

    body: str | None = None
    fields: Mapping[str, str | list[str]] | None = None
    title: str | None = None
    locked: bool | None = None


def edit_section(section_id: UUID, edit: SectionEdit, *, author: User, version: int) -> Section:
    """Write the edit over version `version` and return the section.

    A changed text or title becomes a revision by `author`, with the advice on it; locking alone does not.
    Writing the text on offer takes the offer. Raises StaleVersionError where the section has moved on,
    InvalidRequestError for a field its kind does not have, and for an empty text where that has to have one.
    """
    before = _revision(section_id, version)
    if edit.body is not None and is_blank(edit.body) and not _may_lack_text(before.section):
        raise InvalidRequestError({"body": "Write a text, or leave `body` out to keep the one there is."})
    text = _edited(before, edit)
    advice = _advice_on(text, before)
    with _locked(section_id, version) as section:
        title = section.title if edit.title is None else edit.title
        if edit.locked is not None:
            section.locked = edit.locked
        if _differs(text, before) or title != section.title:
            section.title = title
            _write(section, text, advice, author)
    return section


def restore_revision(section_id: UUID, number: int, *, author: User, version: int) -> Section:
    """Write an earlier text, or the one on offer, anew over version `version`, title and all.

    Returns the section, unchanged where that is what it shows. Raises Revision.DoesNotExist where the
    section has no such revision, and StaleVersionError.
    """
    wanted = Revision.objects.get(section=section_id, number=number)
    before = _revision(section_id, version)
    lines = {name: wanted.fields.get(name, value) for name, value in before.fields.items()}
    text = SectionText(key=before.section.key, body=wanted.body, fields=lines)
    with _locked(section_id, version) as section:
        title = wanted.title or section.title
        if _differs(text, before) or title != section.title or number == section.offered:
            section.title = title
            _write(section, text, wanted.advice, author)
    return section


def decline_offer(section_id: UUID, number: int, *, author: User, version: int) -> Section:
    """Keep the text of version `version` instead of revision `number`, which is on offer.

    It is written once more, by `author`, so that it is the newest. Raises StaleVersionError where the section
    has moved on or another text is on offer.
    """
    before = _revision(section_id, version)
    with _locked(section_id, version) as section:
        if section.offered != number:
            raise StaleVersionError(section.version)
        _write(section, _text_of(before), before.advice, author)
        section.offered = None
    return section


def _revision(section_id: UUID, version: int) -> Revision:
    """Return what the person saw. It never changes, so it is read without a lock."""
    revisions = Revision.objects.select_related("section__funnel")
    found = revisions.filter(section=section_id, number=version).first()
    if found is None:
        raise StaleVersionError(Section.objects.get(pk=section_id).version)
    return found


@contextmanager
def _locked(section_id: UUID, version: int) -> Iterator[Section]:
    """Lend the section, locked and still at that version; what is changed of it is saved."""
    with transaction.atomic():
        section = Section.objects.select_for_update().get(pk=section_id)
        if section.version != version:
            raise StaleVersionError(section.version)
        yield section
        section.save(update_fields=["locked", "version", "offered", "title", "edited", "updated_at"])
        if section.version != version:
            follow(section)


def _may_lack_text(section: Section) -> bool:
    """Whether it can be its named lines alone; one of a kind that is declared no more keeps a text."""
    kind = SECTION_KINDS.get(section.kind)
    return kind is not None and kind.may_lack_text


def _text_of(revision: Revision) -> SectionText:
    return SectionText(key=revision.section.key, body=revision.body, fields=revision.fields)


def _edited(before: Revision, edit: SectionEdit) -> SectionText:
    body = before.body if edit.body is None else edit.body
    fields = {**before.fields, **_checked(edit.fields or {}, before.fields, before.section)}
    return SectionText(key=before.section.key, body=body, fields=fields)


def _differs(text: SectionText, before: Revision) -> bool:
    return (text.body, text.fields) != (before.body, before.fields)


def _advice_on(text: SectionText, before: Revision) -> Sequence[Mapping[str, Any]]:
    if not _differs(text, before):
        noted: Sequence[Mapping[str, Any]] = before.advice
        return noted
    return [asdict(violation) for violation in advise(before.section, text)]


def _checked(fields: Mapping[str, Any], known: Mapping[str, Any], section: Section) -> Mapping[str, Any]:
    problems = {}
    for name, value in fields.items():
        if name not in known:
            names = ", ".join(known) or "none"
            problems[f"fields.{name}"] = f"This section has no such field; its fields: {names}."
        elif isinstance(value, list) != isinstance(known[name], list):
            wanted = "a list of texts" if isinstance(known[name], list) else "a text"
            problems[f"fields.{name}"] = f"Write {wanted}."
        elif name == _DRAWN and not _is_drawn(section, value):
            problems[f"fields.{name}"] = "A picture is drawn, not written; regenerate its part for another."
    if problems:
        raise InvalidRequestError(problems)
    return fields


def _is_drawn(section: Section, name: str | list[str]) -> bool:
    """Whether this picture was drawn for the section; anybody could name another's."""
    return section.revisions.filter(fields__picture=name).exists()


def _write(section: Section, text: SectionText, advice: Sequence[Mapping[str, Any]], author: User) -> None:
    """Write the text as the newest revision, which is shown; writing the one on offer takes the offer."""
    number = section.last_number + 1
    if section.offered and _is_text_of(section, section.offered, text):
        section.offered = None
    Revision.objects.create(
        section=section,
        number=number,
        title=section.title,
        body=text.body,
        fields=text.fields,
        words=count_read(section.kind, text.body, text.fields),
        advice=advice,
        author=author,
    )
    section.version, section.edited = number, True


def _is_text_of(section: Section, number: int, text: SectionText) -> bool:
    return section.revisions.filter(number=number, body=text.body, fields=text.fields).exists()
