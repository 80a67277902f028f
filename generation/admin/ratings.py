"""What people think of finished jobs."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from generation.admin.base import ReadOnlyAdmin, word_filter
from generation.blueprints.called import called_in_full
from generation.models import JobRating


@admin.register(JobRating)
class RatingAdmin(ReadOnlyAdmin):
    list_display = ["updated_at", "funnel_name", "stars_shown", "comment_in_short"]
    list_filter = [word_filter("stars", "stars", ["1", "2", "3", "4", "5"])]
    list_select_related = ["job__funnel"]
    search_fields = ["job__id", "job__funnel__name", "comment"]
    search_help_text = "Job id, funnel, or words of the comment"
    ordering = ["-updated_at"]
    fields = ["job", "stars_shown", "comment", "created_at", "updated_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[JobRating]:
        queryset: QuerySet[JobRating] = super().get_queryset(request)
        return queryset.defer("job__brief", "job__inputs", "job__funnel__brief")

    @admin.display(description="Funnel", ordering="job__funnel__name")
    def funnel_name(self, rating: JobRating) -> str:
        return called_in_full(rating.job)

    @admin.display(description="Stars", ordering="stars")
    def stars_shown(self, rating: JobRating) -> str:
        return f"{'★' * rating.stars}{'☆' * (5 - rating.stars)}"

    @admin.display(description="Comment")
    def comment_in_short(self, rating: JobRating) -> str:
        return rating.comment[:200]
