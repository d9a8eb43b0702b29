"""Every address of the system. Each has a row in the access matrix (tests/faults/matrix.py)."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, URLResolver, include, path

from bashke.ground.access.views import SecondStep

# Of allauth only what our workers need: nobody signs up alone, resets a password by e-mail or changes an address.
account_urls = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/first/", account.password_set, name="account_set_password"),
    path("again/", account.reauthenticate, name="account_reauthenticate"),
    path("second-step/", include([
        path("", SecondStep.as_view(), name="mfa_index"),
        path("sign-in/", mfa.authenticate, name="mfa_authenticate"),
        path("again/", mfa.reauthenticate, name="mfa_reauthenticate"),
        path("app/", totp.activate_totp, name="mfa_activate_totp"),
        path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
        path("codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
        path("codes/new/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
        path("codes/file/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
        path("keys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
        path("keys/again/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
        path("keys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
        path("keys/<int:pk>/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
        path("keys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
        path("keys/sign-in/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    ])),
]  # fmt: skip

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("bashke.doors.portal.urls")),
    path("desk/", include("bashke.doors.desk.urls")),
    path("api/", include("bashke.doors.api.urls")),
    path("counts/", include("bashke.doors.cockpit.urls")),
    path("referrals/", include("bashke.person.referrals.urls")),
    path("delivery/", include("bashke.person.delivery.urls")),
    path("incidents/", include("bashke.person.incidents.urls")),
    path("delivered/", include("bashke.person.units.urls")),
    path("places/", include("bashke.person.bookings.urls")),
    path("registers/", include("bashke.person.registers.urls")),
    path("services/", include("bashke.ground.directory.urls")),
    path("", include("bashke.ground.access.urls")),
    path("account/", include(account_urls)),
    path("", include("bashke.site.probes")),
]
