"""What is noted in the audit log besides the verbs: settings, sign-ins, and who may come in."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from knox.models import AuthToken

from generation.acting import who_acts
from generation.models.deeds import note_deed
from settings_app.models import SettingChange

_TOLD_OF_A_USER = ("username", "email", "password", "is_active", "is_staff", "is_superuser")
_DONE_TO_MANY = frozenset({"post_add", "post_remove", "post_clear"})


def listen() -> None:
    """Note from now on what is changed elsewhere; to be called once, when the program starts."""
    post_save.connect(_setting_changed, SettingChange, dispatch_uid="audit of settings")
    user_logged_in.connect(_signed_in, dispatch_uid="audit of sign-ins")
    pre_save.connect(_user_changed, User, dispatch_uid="audit of users changed")
    for model in (User, Group, AuthToken):
        post_save.connect(_added, model, dispatch_uid=f"audit of {model.__name__} added")
        post_delete.connect(_deleted, model, dispatch_uid=f"audit of {model.__name__} deleted")
    for rights in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(_rights_changed, rights, dispatch_uid=f"audit of {rights.__name__}")


def _setting_changed(instance: SettingChange, *, created: bool, **_: Any) -> None:
    if created:
        told = {"old": instance.old_value, "new": instance.new_value}
        note_deed("setting_changed", target="setting", target_id=instance.key, name=instance.key, **told)


def _signed_in(user: User, **_: Any) -> None:
    note_deed("signed_in", target="user", target_id=user.pk, name=user.get_username())


def _user_changed(instance: User, *, update_fields: Any, **_: Any) -> None:
    """Name what a person changed; single fields are saved by Django itself, when somebody signs in."""
    if not who_acts() or instance._state.adding or update_fields:
        return
    before = User.objects.filter(pk=instance.pk).values(*_TOLD_OF_A_USER).first() or {}
    changed = [name for name, value in before.items() if getattr(instance, name) != value]
    if changed:
        _note("changed", instance, fields=changed)


def _rights_changed(instance: User | Group, *, action: str, **_: Any) -> None:
    if action in _DONE_TO_MANY and isinstance(instance, User | Group):
        _note("changed", instance, fields=["rights"])


def _added(instance: Any, *, created: bool, **_: Any) -> None:
    if created:
        _note("added", instance)


def _deleted(instance: Any, **_: Any) -> None:
    _note("deleted", instance)


def _note(done: str, row: Any, **data: Any) -> None:
    kind = row._meta.model_name
    if isinstance(row, AuthToken):  # its own name holds the digest that is looked up
        note_deed(f"token_{done}", target="token", target_id=row.token_key, name=row.user.get_username())
    else:
        note_deed(f"{kind}_{done}", target=kind, target_id=row.pk, name=str(row), **data)
