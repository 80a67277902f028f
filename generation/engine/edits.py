"""A person's edits: each is a revision of its own, and none is lost to another's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from generation.errors import InvalidRequestError, StaleVersionError
from generation.models import Revision, Section
from generation.pipeline.reading import count_words
from generation.texts import is_blank


@dataclass(frozen=True, kw_only=True)
class SectionEdit:
    """What a person changes of a section; None leaves a part as it is, `fields` replaces those it names."""

    body: str | None = None
    fields: Mapping[str, str | list[str]] | None = None
    title: str | None = None
    locked: bool | None = None


def edit_section(section_id: UUID, edit: SectionEdit, *, author: User, version: int) -> Section:
    """Write the edit over version `version` and return the section.

    A changed text or title becomes a revision by `author`; locking alone does not. Writing the text on offer
    takes the offer. Raises StaleVersionError where the section has moved on, InvalidRequestError for an empty
    text or a field its kind does not have.
    """
    if edit.body is not None and is_blank(edit.body):
        raise InvalidRequestError({"body": "Write a text, or leave `body` out to keep the one there is."})
    with transaction.atomic():
        section = Section.objects.select_for_update().get(pk=section_id)
        if section.version != version:
            raise StaleVersionError(section.version)
        before = section.revisions.get(number=section.version)
        body = before.body if edit.body is None else edit.body
        fields = {**before.fields, **_checked(edit.fields or {}, before.fields)}
        title = section.title if edit.title is None else edit.title
        if edit.locked is not None:
            section.locked = edit.locked
        if (body, fields, title) != (before.body, before.fields, section.title):
            section.version = _write(section, author, body=body, fields=fields)
            section.title, section.edited = title, True
            if section.offered and _is_text_of(section, section.offered, body=body, fields=fields):
                section.offered = None
        section.save(update_fields=["locked", "version", "offered", "title", "edited", "updated_at"])
    return section


def _is_text_of(section: Section, number: int, *, body: str, fields: Mapping[str, Any]) -> bool:
    return section.revisions.filter(number=number, body=body, fields=fields).exists()


def _checked(fields: Mapping[str, Any], known: Mapping[str, Any]) -> Mapping[str, Any]:
    problems = {}
    for name, value in fields.items():
        if name not in known:
            names = ", ".join(known) or "none"
            problems[f"fields.{name}"] = f"This section has no such field; its fields: {names}."
        elif isinstance(value, list) != isinstance(known[name], list):
            wanted = "a list of texts" if isinstance(known[name], list) else "a text"
            problems[f"fields.{name}"] = f"Write {wanted}."
    if problems:
        raise InvalidRequestError(problems)
    return fields


def _write(section: Section, author: User, *, body: str, fields: Mapping[str, Any]) -> int:
    revision = Revision.objects.create(
        section=section,
        number=section.last_number + 1,
        body=body,
        fields=fields,
        words=count_words(body),
        author=author,
    )
    return revision.number
