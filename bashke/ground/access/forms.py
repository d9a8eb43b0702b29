"""Choosing a password, adding a worker, giving and ending a post."""

from datetime import date
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp import forms as app
from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _

from bashke.ground.design.forms import DayField, Radios

from .models import Worker
from .permissions import ROLES
from .rules import Kind

# What allauth says on our pages, named here so that it has its Albanian words: the library brings none.
SAID_BY_ALLAUTH = (
    gettext_lazy("The username and/or password you specified are not correct."),
    gettext_lazy("Too many failed login attempts. Try again later."),
    gettext_lazy("Please type your current password."),
    gettext_lazy("Incorrect password."),
    gettext_lazy("You must type the same password each time."),
    gettext_lazy("Incorrect code."),
    gettext_lazy("You cannot deactivate two-factor authentication."),
    gettext_lazy("Use your password"),
    gettext_lazy("Use authenticator app or code"),
    gettext_lazy("Use a security key"),
)


class Quiet:
    """allauth's forms with our labels and without placeholders: a placeholder is gone when one needs it."""

    LABELS: ClassVar[dict[str, Any]] = {
        "login": _("User name"),
        "password": _("Password"),
        "oldpassword": _("Your password now"),
        "password1": _("Your new password"),
        "password2": _("The same password again"),
        "code": _("The six digits, or a recovery code"),
    }
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.LABELS.get(name, field.label)


class SignInForm(Quiet, account.LoginForm):  # type: ignore[misc]
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class ChangePasswordForm(Quiet, account.ChangePasswordForm):  # type: ignore[misc]
    """The old password once, the new one twice."""


class FirstPasswordForm(Quiet, account.SetPasswordForm):  # type: ignore[misc]
    """A password for who signs in with a passkey alone."""


class ReauthenticateForm(Quiet, account.ReauthenticateForm):  # type: ignore[misc]
    """The password again, before the way of signing in is changed."""


class SecondStepForm(Quiet, second_step.AuthenticateForm):  # type: ignore[misc]
    """Six digits or a recovery code, while signing in."""


class SecondStepAgainForm(Quiet, second_step.ReauthenticateForm):  # type: ignore[misc]
    """Six digits or a recovery code, before the way of signing in is changed."""


class SetUpAppForm(Quiet, app.ActivateTOTPForm):  # type: ignore[misc]
    """The first six digits of a new app."""

    LABELS: ClassVar[dict[str, Any]] = {"code": _("The six digits")}


class WelcomeForm(forms.Form):
    """A worker's own password, twice."""

    password1 = forms.CharField(
        label=_("Your new password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )
    password2 = forms.CharField(
        label=_("The same password again"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, worker: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.worker = worker
        self.fields["password1"].help_text = " ".join(password_validators_help_texts())

    def clean_password1(self) -> str:
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.worker)
        return password

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "password1" in given and given["password1"] != given.get("password2"):
            self.add_error("password2", ValidationError(_("The two passwords are not the same. Type both again."), code="differ"))
        return given


class PostForm(forms.Form):
    """Which role, from which day. Roles that exist in this kind of institution only."""

    role = forms.ChoiceField(label=_("Role"), widget=Radios(), error_messages={"required": _("Choose a role.")})
    valid_from = DayField(label=_("From"), help_text=_("The first day on which she may sign in with this role."))

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        kwargs["initial"] = {"valid_from": timezone.localdate()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        fitting = [role for role in ROLES.values() if role.kind == kind]
        field: Any = self.fields["role"]
        field.choices = [(role.code, gettext(role.name)) for role in fitting]
        field.widget.hints = {role.code: gettext(role.description) for role in fitting}


class WorkerForm(PostForm):
    """A new colleague: one account each, never shared."""

    name = forms.CharField(label=_("Given and family name"), max_length=120, error_messages={"required": _("Write the name.")})
    username = forms.CharField(
        label=_("User name"), max_length=60, help_text=_("Small letters, digits, dots. She signs in with it."),
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        validators=[RegexValidator(r"^[a-z0-9._-]+$", _("Use only small letters a–z, digits, dots and hyphens."), code="letters")],
        error_messages={"required": _("Write a user name.")},
    )  # fmt: skip
    email = forms.EmailField(label=_("Work e-mail"), required=False)
    phone = forms.CharField(
        label=_("Work phone"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "govuk-input--width-20"}),
    )
    field_order = ("name", "username", "email", "phone", "role", "valid_from")


class TokenForm(forms.Form):
    """A new token: what it is for."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=60, help_text=_("For example: the weekly report, or the program on my computer."),
        error_messages={"required": _("Give the key a name, so that you know later what it is for.")},
    )  # fmt: skip


class EndForm(forms.Form):
    """The last day of a post."""

    valid_to = DayField(label=_("Last day"))
    leaves = forms.BooleanField(
        label=_("End it although she still has open cases"), required=False,
        help_text=_("The people then stand on the supervisor's list of those who have nobody."),
    )  # fmt: skip

    def __init__(self, *args: Any, began: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"valid_to": timezone.localdate()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["valid_to"].earliest = began  # type: ignore[attr-defined]
