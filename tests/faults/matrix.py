"""The access matrix: one row for every address of the system. An address without a row fails the test.

Askers: `nobody` (not signed in), `ana` (her own code), `besa` and `drita` (social worker and supervisor in Shkodër), `mira` (her
directorate's head), `vera` (social worker in Korçë), `luan` (the provider that received the referral), `ilir` (another provider),
`genc` (the ministry). Objects are Shkodër's. A row names who gets the page; the others' answer follows from its area:

    open       everybody
    code       who gave a code; the others are asked for it
    municipality   colleagues named in the row; Vera, who has the same permission: as if it did not exist; the rest of the staff: not allowed
    provider   the provider named in the row; other providers: as if it did not exist; the rest of the staff: not allowed
    staff      signed-in staff named in the row; the rest of the staff: not allowed
    account    pages of sign-in: run as the role that can read no person
"""

from dataclasses import dataclass, field

ASKERS = ("nobody", "ana", "besa", "drita", "mira", "vera", "luan", "ilir", "genc")
STAFF = frozenset(ASKERS) - {"nobody", "ana"}


@dataclass(frozen=True)
class Row:
    """`of` names the object in the address; `posts` addresses are only ever posted to; `hidden` see no difference to nothing."""

    name: str
    area: str
    page: frozenset[str] = frozenset()
    of: str = ""
    posts: bool = False
    hidden: frozenset[str] = frozenset()
    words: tuple[str, ...] = field(default=())  # what stands in the address besides the object


def _(names: str) -> frozenset[str]:
    return frozenset(names.split())


WORKERS, TEAM, OTHERS = _("besa"), _("besa drita"), _("vera")


def team(name: str, of: str = "", page: frozenset[str] = TEAM, hidden: frozenset[str] = OTHERS, *, posts: bool = False) -> Row:
    return Row(name, "municipality", page, of, posts, hidden if of else frozenset(), ())


def served(name: str, of: str, *, posts: bool = False, also: str = "") -> Row:
    return Row(name, "provider", _("luan") | _(also), of, posts, _("ilir"))


OPEN = [
    Row(name, "open", frozenset(ASKERS), of=of, words=words)
    for name, of, words in (
        ("portal:home", "", ()), ("portal:find", "", ()), ("portal:service", "service", ()), ("portal:ask", "", ()),
        ("portal:asked", "", ()), ("portal:letter", "", ()), ("portal:code", "", ()), ("portal:leave", "", ()), ("portal:about", "", ()),
        ("portal:deadlines", "", ()), ("portal:language", "", ("en",)), ("access:demo", "", ()),
        ("access:welcome", "", ("00000000-0000-0000-0000-000000000000", "x")),
    )
]  # fmt: skip

HER_OWN = [Row(f"portal:{name}", "code", _("ana")) for name in ("follow", "opened", "plan", "withdraw")]

DESK = [
    Row("desk:day", "staff", STAFF),
    *[team(f"desk:{name}", page=TEAM | OTHERS) for name in ("cases", "requests", "new", "people", "enquiries", "enquire")],
    *[team(f"desk:{name}", "request") for name in ("request", "receipt", "register")],
    *[team(f"desk:{name}", "request", posts=True) for name in ("code", "urgency", "refuse")],
    team("desk:lowering", "request", frozenset(), _("drita"), posts=True),  # no lowering waits on this request: nothing there even for her
    *[team(f"desk:{name}", "person") for name in ("person", "correct")],
    team("desk:begin", "person", posts=True),
    team("desk:answer", "enquiry", _("drita"), frozenset()),
    *[team(f"desk:{name}", "need") for name in ("need", "refer")],
    team("desk:withdraw", "referral", posts=True),
    team("desk:board", "", _("drita")),
    team("desk:assign", "case", _("drita"), frozenset()),
    *[team(f"desk:{name}", "case") for name in ("case", "assess", "plan", "agree", "review", "close", "follow_up", "reopen")],
    team("desk:sign", "closing", _("drita"), frozenset()),
    team("desk:take_back", "closing", posts=True),
    team("desk:done", "action", posts=True),
    Row("desk:promises", "staff", _("mira")),
    Row("desk:promise", "staff", _("mira"), words=("request.acknowledge",)),
]

COUNTS = [Row("cockpit:counts", "staff", _("drita mira genc"))]

PROVIDERS = [
    Row("referrals:inbox", "staff", TEAM | OTHERS | _("luan ilir")),
    Row("referrals:show", "provider", _("luan besa drita"), "referral", hidden=_("ilir vera")),
    served("referrals:answer", "referral", posts=True),
    Row("delivery:services", "staff", _("luan ilir")),
    served("delivery:service", "service"),
    served("delivery:confirm", "service", posts=True),
    served("delivery:session", "service"),
    served("delivery:enrolment", "enrolment"),
    served("delivery:enrol", "enrolment", posts=True),
    served("delivery:end", "enrolment"),
    served("directory:edit", "service"),
]

# Mira heads the directorate in Shkodër; Luan and Ilir manage their own providers and may not touch her workers.
MANAGES = [
    Row("access:roles", "staff", STAFF),
    *[Row(f"access:{name}", "staff", _("mira luan ilir")) for name in ("staff", "staff_add")],
    *[
        Row(f"access:{name}", "staff", _("mira"), of, posts, _("luan ilir"))
        for name, of, posts in (
            ("worker", "worker", False), ("post_give", "worker", True), ("staff_invite", "worker", True), ("post_end", "post", True),
        )
    ],
]  # fmt: skip

ACCOUNT = [
    Row(name, "account", words=("1",) if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"} else ())
    for name in (
        "access:posts", "access:no_post", "account_login", "account_logout", "account_inactive", "account_change_password", "account_set_password", "account_reauthenticate",
        "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn", "mfa_reauthenticate_webauthn",
        "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_login_webauthn",
    )
]  # fmt: skip

MATRIX: list[Row] = [*OPEN, *HER_OWN, *DESK, *COUNTS, *PROVIDERS, *MANAGES, *ACCOUNT]
