"""What is told to people by e-mail and webhook: to look at, and to send again. Secrets are not among it."""

from django.contrib import admin
from django.db.models import QuerySet

from generation.admin.actions import OperatedAdmin
from generation.admin.base import ReadOnlyAdmin, word_filter
from generation.engine.outbox.upkeep import send_again
from generation.models import Delivery, Webhook
from generation.states import Channel, DeliveryStatus
from settings_app.admin import StaffRequest


@admin.register(Delivery)
class DeliveryAdmin(OperatedAdmin):
    list_display = ["created_at", "user", "channel", "about", "webhook", "status", "tries", "why"]
    list_filter = [
        word_filter("status", "status", DeliveryStatus),
        word_filter("channel", "channel", Channel),
    ]
    list_select_related = ["user", "webhook"]
    search_fields = ["user__username", "error", "detail"]
    search_help_text = "User, or error"
    ordering = ["-created_at"]
    fields = [
        *("id", "user", "channel", "webhook", "about", "job", "run", "payload", "status", "tries"),
        *("next_try_at", "error", "detail", "created_at", "sent_at"),
    ]
    actions = ["tell_again"]

    @admin.display(description="error", ordering="error")
    def why(self, delivery: Delivery) -> str:
        """Return the reason that only staff may know, where there is one."""
        return delivery.detail or delivery.error

    @admin.action(description="Send again", permissions=["operate"])
    def tell_again(self, request: StaffRequest, queryset: QuerySet[Delivery]) -> None:
        self.perform_each(request, queryset, send_again, done="sent again")


@admin.register(Webhook)
class WebhookAdmin(ReadOnlyAdmin):
    """Of an address only the host is shown: what follows may be a secret of the receiver's."""

    list_display = ["host", "owner", "is_on", "off_because", "created_at"]
    list_select_related = ["owner"]
    search_fields = ["owner__username"]
    search_help_text = "User"
    ordering = ["-created_at"]
    fields = [
        *("host", "owner", "tells_completed", "tells_failed", "tells_batches"),
        *("is_on", "off_because", "created_at"),
    ]
