"""The forms of people's pages."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import (
    AuthenticationForm,
    BaseUserCreationForm,
    PasswordChangeForm,
    PasswordResetForm,
    SetPasswordForm,
    UserCreationForm,
)
from django.contrib.auth.models import User

from generation.models import NamedToken, Preferences
from generation.states import About

_NEEDS = "At least eight characters: not digits alone, not a common one, and nothing out of your name."
_AGAIN = "The same once more, so that no slip locks you out."

_letter_box = ThreadPoolExecutor(max_workers=1, thread_name_prefix="letter-box")


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": "This username and password do not belong together. Capital letters count in both.",
        "inactive": "This account is closed.",
    }


class _PasswordInWords(forms.Form):
    """Says in a sentence what Django says in a list, which has no place in a hint."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if name.endswith("password1"):
                field.help_text = _NEEDS
            elif name.endswith("password2"):
                field.label, field.help_text = "Password again", _AGAIN


class _OfWhoIsThere:
    """Writes who is there still: who was deleted meanwhile would be written anew."""

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002 - as Django has it
        user: User = super().save(commit=False)  # type: ignore[misc]  # of the form it is mixed into
        if commit:
            user.save(force_update=True)
        return user


class SignUpForm(_PasswordInWords, UserCreationForm):  # type: ignore[type-arg]  # generic in the stubs alone
    """An account of one's own. The address is needed: without it a forgotten password is lost for good."""

    email = forms.EmailField(
        label="Email",
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="For a new password, should you forget yours.",
    )

    class Meta(BaseUserCreationForm.Meta):
        fields = ("username", "email")
        help_texts = {"username": "Letters, digits and @ . + - _, at most 150."}


class ForgottenPasswordForm(PasswordResetForm):
    """Sends a link to whoever has this address, and tells nobody whether anybody does.

    The mail is written and sent by another thread: an answer that came later for a known address would tell.
    """

    def send_mail(self, *args: Any, **options: Any) -> None:
        _letter_box.submit(super().send_mail, *args, **options)


class NewPasswordForm(_OfWhoIsThere, _PasswordInWords, SetPasswordForm):  # type: ignore[type-arg]
    """A new password for who came by a link."""


class ChangePasswordForm(_OfWhoIsThere, _PasswordInWords, PasswordChangeForm):
    """A new password for who knows the old one."""


class ProfileForm(_OfWhoIsThere, forms.ModelForm):  # type: ignore[type-arg]
    """Who one is. Whoever has the address can set a new password, so changing it takes the present one.

    An account without a password is mailed no link either, and changes its address without one.
    """

    current_password = forms.CharField(
        label="Your password",
        required=False,
        strip=False,
        help_text="Needed only when the address changes.",
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    class Meta:
        model = User
        fields = ("first_name", "last_name", "email")
        labels = {"email": "Email"}
        help_texts = {"email": "For a link when you forget your password, and what you choose to be told."}
        widgets = {
            "first_name": forms.TextInput({"autocomplete": "given-name"}),
            "last_name": forms.TextInput({"autocomplete": "family-name"}),
            "email": forms.EmailInput({"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not self.instance.has_usable_password():
            del self.fields["current_password"]

    @property
    def needs_password(self) -> bool:
        return "current_password" in self.fields and "email" in self.changed_data

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        password = self.cleaned_data.get("current_password")  # nothing where it could not be read
        if self.needs_password and not self.instance.check_password(password):
            self.fields["current_password"].required = True
            self.add_error("current_password", "Give your password to change the address.")
        return given


class TokenForm(forms.Form):
    """What a token is called, so that its owner knows which to revoke."""

    name = forms.CharField(
        label="Name of the new token",
        widget=forms.TextInput({"autocomplete": "off", "maxlength": NamedToken.LONGEST_NAME}),
        help_text="Such as the program that will use it.",
        error_messages={"required": "Name the program that will use it."},
    )


class NotificationsForm(forms.ModelForm):  # type: ignore[type-arg]
    """How one wants to be told. Without an `address` the choices of letters stand, and cannot be made."""

    class Meta:
        model = Preferences
        fields = ("notify_in_browser", "mail_when_ready", "mail_when_failed")
        labels = {
            "notify_in_browser": "Tell me in the browser when a funnel is ready or has failed",
            "mail_when_ready": "Write to me when a funnel is ready",
            "mail_when_failed": "Write to me when a run has failed",
        }

    def __init__(self, *args: Any, address: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("mail_when_ready", "mail_when_failed"):
            self.fields[name].disabled = not address


class WebhookForm(forms.Form):
    """Where a new webhook leads, and what it is told."""

    url = forms.CharField(
        label="Address of the new webhook",
        widget=forms.URLInput({"autocomplete": "off", "placeholder": "https://shop.example/galley"}),
        help_text="It must be reached from the internet, by https.",
        error_messages={"required": "Write the address your program listens at."},
    )
    completed = forms.BooleanField(label="when a funnel is ready", required=False, initial=True)
    failed = forms.BooleanField(label="when a run has failed", required=False, initial=True)
    batches = forms.BooleanField(label="when a batch has ended", required=False, initial=True)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if settings.ENV.webhooks_to_private_addresses:
            self.fields["url"].help_text = "Any address that this server reaches, by https or http."

    @property
    def events(self) -> list[str]:
        chosen = {About.COMPLETED: "completed", About.FAILED: "failed", About.BATCH_ENDED: "batches"}
        return [event for event, name in chosen.items() if self.cleaned_data[name]]

    def clean(self) -> dict[str, Any] | None:
        given = super().clean()
        if not self.events:
            self.add_error("completed", "Choose at least one.")
        return given
