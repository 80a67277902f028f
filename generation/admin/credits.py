"""Credits: what everybody has, the ledger's lines, and the one form that writes one: to grant, or to take."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from generation.admin.base import ReadOnlyAdmin, word_filter
from generation.admin.shown import link_to
from generation.blueprints.called import called_in_full
from generation.engine.allowances.accounts import started_today
from generation.engine.allowances.ledger import grant
from generation.errors import NotAllowedError
from generation.models import CreditAccount, CreditEntry
from generation.states import CreditKind
from generation.texts import wrong_with_text
from settings_app.admin import StaffRequest

_MOST = 1_000_000_000
_TWO_CLICKS = timedelta(seconds=10)
_GRANTS = 0x6761_6C02  # of the locks that are for whoever wants them, ours for grants


class GrantForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the type checker alone
    amount = forms.IntegerField(
        min_value=-_MOST,
        max_value=_MOST,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text="Below zero takes credits away, at most as many as there are.",
    )
    note = forms.CharField(
        max_length=200, widget=UnfoldAdminTextInputWidget, help_text="Why. The person reads it too."
    )

    class Meta:
        model = CreditEntry
        fields = ["owner", "amount", "note"]

    def clean_amount(self) -> int:
        amount: int = self.cleaned_data["amount"]
        if amount == 0:
            raise forms.ValidationError("Write how many credits to give, or to take.")
        return amount

    def clean(self) -> dict[str, Any]:
        """Refuse what was written a moment ago: somebody clicked twice. They wait here for each other."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and self.instance._state.adding:
            _wait_for_turn(given["owner"])
            lately = CreditEntry.objects.filter(**given, at__gt=timezone.now() - _TWO_CLICKS)
            if lately.exists():
                raise forms.ValidationError(
                    "The same was written a moment ago. Wait ten seconds to repeat it."
                )
        return given

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if wrong := wrong_with_text(note):
            raise forms.ValidationError(wrong)
        return note


def _wait_for_turn(owner: User) -> None:
    """Let one form for this person be looked at at a time, until the transaction of the admin's page ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_GRANTS, owner.pk])


@admin.register(CreditEntry)
class CreditEntryAdmin(ReadOnlyAdmin):
    """Lines are never changed and never deleted; what was wrong is set right by another."""

    form = GrantForm
    list_display = ["at", "owner", "kind", "amount", "job_link", "run", "note", "by"]
    list_filter = [word_filter("kind", "kind", CreditKind)]
    list_select_related = ["owner", "by", "job__funnel"]
    search_fields = ["owner__username", "owner__email", "note", "job__id"]
    search_help_text = "Owner, note, or job id"
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]
    autocomplete_fields = ["owner"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CreditEntry]:
        queryset: QuerySet[CreditEntry] = super().get_queryset(request)
        return queryset.defer("job__brief", "job__inputs", "job__funnel__brief")

    def get_fields(self, request: HttpRequest, obj: CreditEntry | None = None) -> list[str]:
        if obj is None:
            return ["owner", "amount", "note"]
        return ["owner", "kind", "amount", "job_link", "run", "note", "by", "at"]

    @admin.display(description="Job")
    def job_link(self, entry: CreditEntry) -> SafeString | str:
        return link_to(entry.job, called_in_full(entry.job)) if entry.job else ""

    def has_add_permission(self, request: StaffRequest) -> bool:
        return request.user.has_perm("generation.add_creditentry")

    def save_model(self, request: StaffRequest, obj: CreditEntry, *_: Any) -> None:
        entry = grant(obj.owner, obj.amount, note=obj.note, by=request.user)
        obj.pk, obj.kind = entry.pk, entry.kind

    def add_view(
        self, request: StaffRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            response: HttpResponse = super().add_view(request, form_url, extra_context)
        except NotAllowedError as refusal:
            messages.error(request, refusal.message)
            return HttpResponseRedirect(request.get_full_path())
        return response


@admin.register(CreditAccount)
class CreditAccountAdmin(ReadOnlyAdmin):
    list_display = ["owner", "balance", "begun_today", "give"]
    list_select_related = ["owner"]
    search_fields = ["owner__username", "owner__email"]
    ordering = ["owner__username"]
    fields = ["owner", "balance", "begun_today"]
    readonly_fields = fields

    def get_list_display(self, request: StaffRequest) -> list[str]:
        """Who may not grant is shown no way to it."""
        may_grant = request.user.has_perm("generation.add_creditentry")
        return [name for name in self.list_display if name != "give" or may_grant]

    @admin.display(description="Jobs begun today")
    def begun_today(self, account: CreditAccount) -> int:
        return started_today(account)

    @admin.display(description="Grant")
    def give(self, account: CreditAccount) -> SafeString:
        return grant_link(account.owner)


def grant_link(owner: User) -> SafeString:
    """Return the way to the form that gives this person credits."""
    return format_html(
        '<a href="{}?owner={}">Grant or take</a>', reverse("admin:generation_creditentry_add"), owner.pk
    )


def credits_of(user: User) -> str:
    """Return a person's balance; a dash for who has no account yet. Have the account loaded."""
    account = getattr(user, "credit_account", None)
    return f"{account.balance:,}" if account else "\N{EN DASH}"
