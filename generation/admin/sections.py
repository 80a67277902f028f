"""Sections and their revisions: the content, to be read; it is edited on the funnel's own pages."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString

from generation.admin.base import ReadOnlyAdmin, ReadOnlyInline, word_filter
from generation.admin.shown import link_to, preformatted, pretty_json, yes_or_no
from generation.blueprints import BLUEPRINTS
from generation.blueprints.called import called_in_full
from generation.blueprints.kinds import SECTION_KINDS
from generation.models import Revision, Section

_SWITCHES = tuple(yes_or_no(name, name.capitalize()) for name in ("edited", "locked", "retired"))


def writer_of(revision: Revision) -> str:
    """Return who wrote a revision; the attempt goes with its job's record, and the text stays."""
    if revision.author_id is not None:
        return str(revision.author)
    return f"Galley, {revision.attempt}" if revision.attempt_id is not None else "Galley"


class RevisionInline(ReadOnlyInline):
    model = Revision
    per_page = 20
    fields = ["version", "writer", "words", "created_at"]
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        queryset: QuerySet[Revision] = super().get_queryset(request)
        return queryset.select_related("attempt", "author").only(
            "section", "number", "words", "created_at", "attempt__number", "author__username"
        )

    @admin.display(description="Version")
    def version(self, revision: Revision) -> SafeString:
        return link_to(revision, revision.number)

    @admin.display(description="Written by")
    def writer(self, revision: Revision) -> str:
        return writer_of(revision)


@admin.register(Section)
class SectionAdmin(ReadOnlyAdmin):
    list_display = [
        *("title", "funnel_name", "blueprint", "subject", "task_key", "kind", "version", "offered"),
        *(*_SWITCHES, "updated_at"),
    ]
    list_filter = [
        word_filter("blueprint", "blueprint", [blueprint.key for blueprint in BLUEPRINTS]),
        *("edited", "locked", "retired"),
        word_filter("kind", "kind", SECTION_KINDS),
    ]
    list_select_related = ["funnel"]
    search_fields = ["id", "funnel__id", "funnel__name", "subject", "title", "key", "task_key"]
    search_help_text = "Section or funnel id, funnel, subject, title, or key"
    date_hierarchy = "updated_at"
    ordering = ["-updated_at"]
    inlines = [RevisionInline]
    fields = [
        *("funnel", "blueprint", "subject", "task_key", "key", "kind", "title", "position", "version"),
        *("offered", *_SWITCHES, "created_at", "updated_at", "shown_text"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Section]:
        queryset: QuerySet[Section] = super().get_queryset(request)
        return queryset.defer("funnel__brief")

    @admin.display(description="Funnel", ordering="funnel__name")
    def funnel_name(self, section: Section) -> str:
        return section.funnel.name

    @admin.display(description="Text that is shown")
    def shown_text(self, section: Section) -> str:
        revision = section.revisions.filter(number=section.version).first()
        return preformatted(revision.body) if revision else ""


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    list_display = ["section", "funnel_name", "number", "writer", "words", "created_at"]
    list_select_related = ["section__funnel", "attempt", "author"]
    search_fields = ["section__id", "section__title", "section__funnel__name", "author__username"]
    search_help_text = "Section id or title, funnel, or author"
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
    fields = ["section", "number", "writer", "words", "created_at", "fields_shown", "text", "advice_shown"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        queryset: QuerySet[Revision] = super().get_queryset(request)
        return queryset.defer(
            *("body", "fields", "advice", "section__funnel__brief"),
            *(f"attempt__{name}" for name in ("stages", "settings", "violations", "detail")),
        )

    @admin.display(description="Funnel", ordering="section__funnel__name")
    def funnel_name(self, revision: Revision) -> str:
        return called_in_full(revision.section)

    @admin.display(description="Written by")
    def writer(self, revision: Revision) -> str:
        return writer_of(revision)

    @admin.display(description="Fields")
    def fields_shown(self, revision: Revision) -> str:
        return pretty_json(revision.fields)

    @admin.display(description="Text")
    def text(self, revision: Revision) -> str:
        return preformatted(revision.body)

    @admin.display(description="Advice")
    def advice_shown(self, revision: Revision) -> str:
        return pretty_json(revision.advice)
