"""The picture a section is shown with: what was drawn for it, or its finished slide as it reads now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from generation.engine.exporting.published import load_content
from generation.exports.finished import FinishedSlide, finished_slides
from generation.exports.shelves import CAROUSEL_SLIDES
from generation.models import Funnel, Revision, Section
from generation.pictures.kept import fetch, media_type_of

_DRAWN = "picture"
PICTURED = CAROUSEL_SLIDES | {_DRAWN}
"""The kinds of sections that are shown with a picture."""

_PNG = "image/png"


@dataclass(frozen=True, kw_only=True)
class ShownPicture:
    """`version` is another wherever the bytes are; `read` answers them."""

    version: str
    media_type: str
    read: Callable[[], bytes]


def picture_of(section: Section, *, number: int | None = None) -> ShownPicture | None:
    """Return the picture of what the section shows, or of its revision of that number.

    None where it has none: its kind has no pictures, or this one is not there any more. A finished slide is
    always that of now.
    """
    if section.kind in CAROUSEL_SLIDES:
        slides = _slides(section.funnel, section.blueprint, section.subject)
        return _of_slide(slides[section.key]) if section.key in slides else None
    revision = section.revisions.filter(number=number or section.version).first()
    name = _name_in(revision) if revision else ""
    return _of_name(name) if name else None


def versions_of_pictures(funnel: Funnel, revisions: Iterable[Revision]) -> Mapping[UUID, str]:
    """Return the version of each section's picture by the section; those that have none are left out.

    All are of one kind of output and one subject.
    """
    versions: dict[UUID, str] = {}
    slides: Mapping[str, FinishedSlide] | None = None
    for revision in revisions:
        section = revision.section
        if section.kind in CAROUSEL_SLIDES:
            slides = _slides(funnel, section.blueprint, section.subject) if slides is None else slides
            if section.key in slides:
                versions[section.pk] = slides[section.key].fingerprint
        elif name := _name_in(revision):
            versions[section.pk] = name
    return versions


def _slides(funnel: Funnel, blueprint: str, subject: str) -> Mapping[str, FinishedSlide]:
    content = load_content(funnel, blueprint=blueprint, subject=subject)
    return {slide.key: slide for slide in finished_slides(content)}


def _name_in(revision: Revision) -> str:
    return str(revision.fields.get("picture") or "") if revision.section.kind == _DRAWN else ""


def _of_slide(slide: FinishedSlide) -> ShownPicture:
    return ShownPicture(version=slide.fingerprint, media_type=_PNG, read=lambda: slide.as_png(slide.fetch()))


def _of_name(name: str) -> ShownPicture | None:
    try:
        data = fetch(name)
    except FileNotFoundError:
        return None
    return ShownPicture(version=name, media_type=media_type_of(name), read=lambda: data)
