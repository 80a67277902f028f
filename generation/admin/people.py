"""People: users, groups, and the tokens of the API."""

from collections.abc import Iterable

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from knox.models import AuthToken
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from generation.admin.base import KnownRowsAdmin, ReadOnlyAdmin
from generation.admin.credits import credits_of
from generation.admin.deletion import EngineDeletes
from generation.engine.verbs.deletion import delete_owners
from generation.models import Funnel, GenerationJob
from settings_app.admin import StaffRequest

for model in (User, Group, AuthToken):  # registered by their own apps, in Django's plain dress
    admin.site.unregister(model)
apps.get_app_config("knox").verbose_name = "People"  # the heading of the pages of tokens, as in the sidebar


class PasswordForm(AdminPasswordChangeForm):  # type: ignore[misc]  # unfold ships no types
    """Writes who is there still: who was deleted meanwhile would be written anew."""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - as Django has it
        user: User = super().save(commit=False)
        if commit:
            user.save(force_update=True)
        return user


@admin.register(User)
class UserAdmin(DjangoUserAdmin, EngineDeletes):  # type: ignore[misc, type-arg]  # unfold ships no types
    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = PasswordForm
    delete_through_engine = staticmethod(delete_owners)
    list_display = ["username", "email", "first_name", "last_name", "is_staff", "credits"]
    list_select_related = ["credit_account"]

    @admin.display(description="Credits", ordering="credit_account__balance")
    def credits(self, user: User) -> str:
        return credits_of(user)

    def jobs_of(self, rows: Iterable[User]) -> QuerySet[GenerationJob]:
        return GenerationJob.objects.filter(funnel__owner__in=[user.pk for user in rows])

    def parts_of(self, rows: Iterable[User]) -> dict[str, int]:
        funnels = Funnel.objects.filter(owner__in=[user.pk for user in rows])
        return {"funnels, with their content": funnels.count(), "jobs": self.jobs_of(rows).count()}


@admin.register(Group)
class GroupAdmin(DjangoGroupAdmin, KnownRowsAdmin):
    pass


@admin.register(AuthToken)
class TokenAdmin(ReadOnlyAdmin):
    """Tokens can be revoked here. They are made by `manage.py api_token`: only its owner shall see one."""

    list_display = ["token_key", "named__name", "user", "created", "named__last_used_at", "expiry"]
    list_select_related = ["user", "named"]
    search_fields = ["token_key", "user__username"]
    date_hierarchy = "created"
    ordering = ["-created"]
    fields = ["token_key", "user", "created", "expiry"]

    def has_delete_permission(self, request: StaffRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm("knox.delete_authtoken")
