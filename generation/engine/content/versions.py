"""The history of a section: its revisions, those of one sitting together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet, TextField
from django.db.models.functions import MD5, Cast, Concat

from generation.models import Revision, Section

MOST_APART = timedelta(minutes=10)
"""What a person saves within this of their last save belongs to the same sitting."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """A revision, without its text; `same_as` is the first one that read the same, None for a new text."""

    revision: Revision
    same_as: int | None

    @property
    def number(self) -> int:
        return self.revision.number


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """Revisions that are one line of the history, the newest first; an attempt's is always alone."""

    versions: tuple[Version, ...]

    @property
    def newest(self) -> Version:
        return self.versions[0]

    @property
    def earlier(self) -> tuple[Version, ...]:
        return self.versions[1:]


def list_sittings(section: Section) -> list[Sitting]:
    """Return the section's history, the newest first."""
    sittings: list[list[Version]] = []
    for version in _versions(_revisions(section)):
        if sittings and _goes_on(sittings[-1][-1], version):
            sittings[-1].append(version)
        else:
            sittings.append([version])
    return [Sitting(versions=tuple(reversed(sitting))) for sitting in reversed(sittings)]


def _revisions(section: Section) -> QuerySet[Revision]:
    """Its revisions, the oldest first, each with a digest of its text instead of the text."""
    text = Concat("body", Cast("fields", TextField()), output_field=TextField())
    return (
        Revision.objects.filter(section=section)
        .select_related("author", "attempt")
        .annotate(digest=MD5(text))
        .only(
            *("section_id", "number", "words", "created_at", "author__username"),
            *("attempt__provider", "attempt__model", "attempt__number", "attempt__round"),
        )
        .order_by("number")
    )


def _versions(revisions: Iterable[Revision]) -> Sequence[Version]:
    first: dict[str, int] = {}
    versions = []
    for revision in revisions:
        digest = str(vars(revision)["digest"])
        versions.append(Version(revision=revision, same_as=first.get(digest)))
        first.setdefault(digest, revision.number)
    return versions


def _goes_on(before: Version, version: Version) -> bool:
    """Whether the later version is more of the same person's typing. Going back to a text begins anew."""
    if version.revision.author_id is None or version.revision.author_id != before.revision.author_id:
        return False
    if version.same_as is not None or before.same_as is not None:
        return False
    return version.revision.created_at - before.revision.created_at <= MOST_APART
