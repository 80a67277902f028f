"""What is noted in the audit log besides the verbs of jobs: settings, sign-ins, and who may come in."""

from typing import Any

from django.contrib.admin.models import ADDITION, DELETION, LogEntry
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save

from generation.models.deeds import note_deed
from settings_app.models import SettingChange

_OF_PEOPLE = frozenset({"user", "group", "authtoken"})
_DONE = {ADDITION: "added", DELETION: "deleted"}


def listen() -> None:
    """Note from now on what other packages tell; to be called once, when the program starts."""
    post_save.connect(_setting_changed, SettingChange, dispatch_uid="audit of settings")
    post_save.connect(_admin_did, LogEntry, dispatch_uid="audit of the admin")
    user_logged_in.connect(_signed_in, dispatch_uid="audit of sign-ins")


def _setting_changed(instance: SettingChange, *, created: bool, **_: Any) -> None:
    if created:
        told = {"old": instance.old_value, "new": instance.new_value}
        note_deed("setting_changed", target="setting", target_id=instance.key, name=instance.key, **told)


def _admin_did(instance: LogEntry, **_: Any) -> None:
    """People, groups and tokens are the admin's own to change; all else goes through the engine."""
    kind = instance.content_type
    if kind is None or kind.model not in _OF_PEOPLE:
        return
    action = f"{kind.model}_{_DONE.get(instance.action_flag, 'changed')}"
    note_deed(action, target=kind.model, target_id=instance.object_id, name=instance.object_repr)


def _signed_in(user: User, **_: Any) -> None:
    note_deed("signed_in", target="user", target_id=user.pk, name=user.get_username())
