"""Who may open what: one row for every address, in plain sight. A new address without a row fails the tests.

Columns: the address · whose object it shows (None: no object) · who may · what GET and POST answer those who may, for an object of
their own in any state. What everybody else gets follows from the guard:

    staff     signed in without the permission: 403 · not signed in: to the sign-in page · without the second step: to that step
    code      without the code of a request: to the page that asks for it
    public    nobody is turned away
    token     the door for programs: without a staff token 401, a browser's cookie or a person's code counts as nothing; without the permission 403
    signin    allauth's own pages, which run as the sign-in role: not signed in: to the sign-in page

For an object that is not theirs, those who may get, byte for byte, what they get for one that does not exist.
"""

from dataclasses import dataclass

ROLES = ("nobody", "person", "besa", "drita", "mira", "vera", "ilir", "luan", "genc", "lule", "half")
PEOPLE = {
    "nobody": "not signed in", "person": "Ana, with the code of her whole file", "besa": "social worker, Shkodër", "drita": "supervisor, Shkodër",
    "mira": "director, Shkodër", "vera": "social worker, Korçë", "ilir": "manager of a provider", "luan": "manager of another provider",
    "genc": "ministry", "lule": "data protection officer, Shkodër", "half": "Besa before her second step",
}  # fmt: skip
STAFF = frozenset({"besa", "drita", "mira", "vera", "ilir", "luan", "genc", "lule"})
WORKERS = frozenset({"besa", "drita", "vera"})
SUPERVISOR = frozenset({"drita"})
DIRECTOR = frozenset({"mira"})
REGISTER = SUPERVISOR | DIRECTOR
OFFICER = frozenset({"lule"})
PROVIDERS = frozenset({"ilir", "luan"})
EVERYBODY = frozenset(ROLES)
PERSON = frozenset({"person"})

OPENS, GOES_ON, NO_SUCH_METHOD = frozenset({200}), frozenset({302}), frozenset({405})
ASKS_AGAIN = frozenset({200, 422})  # the form comes back with what is wrong
SAYS_NOTHING = frozenset({422})  # what was sent lacks its fields
ACTS = frozenset({200, 302, 422})  # done, or the form comes back, as the state allows


@dataclass(frozen=True)
class Row:
    """One address. `gets` and `posts` are statuses for those who may; an own object may be in any state."""

    name: str
    kind: str | None
    may: frozenset[str]
    gets: frozenset[int] = OPENS
    posts: frozenset[int] = OPENS  # a page that takes no POST shows itself again
    guard: str = "staff"
    arguments: tuple[str, ...] = ()
    ends_session: bool = False


MATRIX = [
    # --- the public face: open to anybody, tells nobody anything about a person
    Row("portal:home", None, EVERYBODY, guard="public"),
    Row("portal:find", None, EVERYBODY, posts=NO_SUCH_METHOD, guard="public"),
    Row("portal:service", "service", EVERYBODY, gets=frozenset({200, 404}), posts=NO_SUCH_METHOD, guard="public"),  # closed: 404
    Row("portal:ask", None, EVERYBODY, posts=frozenset({302, 409}), guard="public"),  # 409: a file or a desk is open in this browser
    Row("portal:ask", None, EVERYBODY, posts=frozenset({422, 409}), guard="public", arguments=("what",)),
    Row("portal:asked", None, EVERYBODY, gets=frozenset({404}), posts=NO_SUCH_METHOD, guard="public"),
    Row("portal:letter", None, EVERYBODY, gets=frozenset({404}), posts=NO_SUCH_METHOD, guard="public"),
    Row("portal:letter_paper", None, EVERYBODY, gets=frozenset({404}), posts=NO_SUCH_METHOD, guard="public"),
    Row("portal:code", None, EVERYBODY, posts=frozenset({422}), guard="public"),
    Row("portal:about", None, EVERYBODY, posts=NO_SUCH_METHOD, guard="public"),
    Row("portal:deadlines", None, EVERYBODY, posts=NO_SUCH_METHOD, guard="public"),
    Row("portal:language", None, EVERYBODY, gets=GOES_ON, posts=frozenset({302, 405}), guard="public", arguments=("en",)),
    Row("portal:leave", None, EVERYBODY, posts=GOES_ON, guard="public", ends_session=True),
    # --- for the machines that watch, asked straight from this machine; from elsewhere there is no such page (bashke/site/tests)
    Row("probes:live", None, EVERYBODY, posts=NO_SUCH_METHOD, guard="public"),
    Row("probes:ready", None, EVERYBODY, posts=NO_SUCH_METHOD, guard="public"),
    Row("probes:metrics", None, EVERYBODY, posts=NO_SUCH_METHOD, guard="public"),
    Row("referrals:by_link", None, EVERYBODY, gets=frozenset({404, 429}), posts=frozenset({404, 429}), guard="public", arguments=("a-guess",)),
    # --- with the code of a request
    Row("portal:follow", None, PERSON, posts=NO_SUCH_METHOD, guard="code"),
    Row("portal:opened", None, PERSON, posts=NO_SUCH_METHOD, guard="code"),
    Row("portal:plan", None, PERSON, posts=NO_SUCH_METHOD, guard="code"),
    Row("portal:team", None, PERSON, posts=NO_SUCH_METHOD, guard="code"),
    Row("portal:receipt_paper", None, PERSON, posts=NO_SUCH_METHOD, guard="code"),
    Row("portal:decision_paper", None, PERSON, gets=frozenset({200, 302}), posts=NO_SUCH_METHOD, guard="code"),  # 302: not there yet
    Row("portal:plan_paper", None, PERSON, gets=frozenset({200, 302}), posts=NO_SUCH_METHOD, guard="code"),
    Row("portal:closure_paper", None, PERSON, gets=frozenset({200, 302}), posts=NO_SUCH_METHOD, guard="code"),
    Row("portal:withdraw", None, PERSON, posts=GOES_ON, guard="code"),
    Row("portal:messages", None, PERSON, posts=ASKS_AGAIN, guard="code"),
    Row("portal:documents", None, PERSON, posts=NO_SUCH_METHOD, guard="code"),
    Row("portal:document", "her_document", PERSON, gets=frozenset({200, 404}), posts=NO_SUCH_METHOD, guard="code"),  # 404: it was removed
    Row("portal:contact", None, PERSON, posts=ASKS_AGAIN, guard="code"),
    Row("portal:groups", None, PERSON, posts=ASKS_AGAIN, guard="code"),
    Row("portal:consents", None, PERSON, posts=NO_SUCH_METHOD, guard="code"),
    Row("portal:take_back", "consent", PERSON, gets=NO_SUCH_METHOD, posts=GOES_ON, guard="code"),
    Row("portal:data", None, PERSON, posts=NO_SUCH_METHOD, guard="code"),
    Row("portal:data_ask", None, PERSON, posts=ACTS, guard="code", arguments=("copy",)),
    Row("portal:data_back", "data_request", PERSON, gets=NO_SUCH_METHOD, posts=GOES_ON, guard="code"),
    Row("portal:data_copy", "data_request", PERSON, gets=frozenset({200, 302}), posts=NO_SUCH_METHOD, guard="code"),  # 302: there is none
    Row("portal:data_file", "data_request", PERSON, gets=frozenset({200, 302}), posts=NO_SUCH_METHOD, guard="code"),
    # --- the desk
    Row("desk:day", None, STAFF, gets=frozenset({200, 302}), posts=frozenset({200, 302})),  # others are sent to their own first page
    Row("desk:cases", None, WORKERS, posts=ASKS_AGAIN),
    Row("desk:requests", None, WORKERS, posts=ASKS_AGAIN),
    Row("desk:search_remove", "search", WORKERS, gets=NO_SUCH_METHOD, posts=frozenset({302, 404})),  # 404: she removed it
    Row("desk:new", None, WORKERS, posts=ASKS_AGAIN),
    Row("desk:people", None, WORKERS, posts=ASKS_AGAIN),
    Row("desk:enquiries", None, WORKERS),
    Row("desk:enquire", None, WORKERS, gets=GOES_ON, posts=ASKS_AGAIN),
    Row("desk:board", None, SUPERVISOR),
    Row("desk:request", "request", WORKERS),
    Row("desk:receipt", "request", WORKERS, gets=frozenset({200, 302}), posts=frozenset({200, 302})),  # 302: a tip has none
    Row("desk:receipt_paper", "request", WORKERS, posts=NO_SUCH_METHOD),
    Row("desk:decision_paper", "request", WORKERS, gets=frozenset({200, 404}), posts=NO_SUCH_METHOD),  # 404: nothing is decided yet
    Row("desk:code", "request", WORKERS, gets=GOES_ON, posts=GOES_ON),
    Row("desk:urgency", "request", WORKERS, gets=GOES_ON, posts=ACTS),
    Row("desk:lowering", "request", SUPERVISOR, gets=GOES_ON, posts=frozenset({302, 404})),  # 404: no lowering waits
    Row("desk:register", "request", WORKERS, gets=ASKS_AGAIN, posts=ASKS_AGAIN),
    Row("desk:refuse", "request", WORKERS, gets=GOES_ON, posts=ASKS_AGAIN),
    Row("desk:person", "person", WORKERS),
    Row("desk:household", "person", WORKERS),
    Row("desk:household_add", "person", WORKERS, posts=ASKS_AGAIN),
    Row("desk:household_move", "person", WORKERS, gets=frozenset({200, 302}), posts=ACTS),  # 302: she has no household
    Row("desk:member", "membership", WORKERS, posts=ASKS_AGAIN),
    Row("desk:tie_end", "tie", WORKERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:correct", "person", WORKERS, posts=ASKS_AGAIN),
    Row("desk:same", "person", WORKERS),
    Row("desk:pairs", None, WORKERS),
    Row("desk:pair", "pair", WORKERS, posts=frozenset({400})),  # the button says which decision
    Row("desk:contact", "person", WORKERS, posts=ASKS_AGAIN),
    Row("desk:groups", "person", WORKERS, posts=ASKS_AGAIN),
    Row("desk:data_ask", "person", WORKERS, posts=ASKS_AGAIN),
    Row("desk:rest_open", "person", WORKERS, gets=frozenset({200, 302}), posts=frozenset({302, 422})),  # 302: it does not rest, or is open
    Row("desk:data", None, SUPERVISOR | OFFICER),
    Row("desk:data_request", "data_request", SUPERVISOR | OFFICER, posts=ASKS_AGAIN),  # 200: it was answered already
    Row("desk:data_copy", "data_request", SUPERVISOR, gets=frozenset({200, 302}), posts=frozenset({200, 302})),  # 302: there is none
    Row("desk:over", None, SUPERVISOR | OFFICER),
    Row("desk:over_keep", "erasure", SUPERVISOR | OFFICER, posts=ASKS_AGAIN),
    Row("desk:over_propose", "erasure", SUPERVISOR, posts=GOES_ON),
    Row("desk:over_sign", "erasure", OFFICER, posts=GOES_ON),
    Row("desk:rest_end", "data_request", SUPERVISOR, gets=frozenset({200, 404}), posts=frozenset({200, 404, 422})),  # 404: nothing rests
    Row("desk:begin", "person", WORKERS, gets=GOES_ON, posts=GOES_ON),
    Row("desk:answer", "enquiry", SUPERVISOR, gets=GOES_ON, posts=ACTS),
    Row("desk:need", "need", WORKERS, posts=ASKS_AGAIN),
    Row("desk:refer", "need", WORKERS, posts=ASKS_AGAIN),
    Row("desk:assign", "case", SUPERVISOR, posts=ASKS_AGAIN),
    Row("desk:nobody", None, SUPERVISOR),
    Row("desk:absences", None, WORKERS, posts=ASKS_AGAIN),
    Row("desk:back", "absence", WORKERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:abilities", None, WORKERS),
    Row("desk:ability", "worker", SUPERVISOR, posts=ASKS_AGAIN),
    Row("desk:training", "worker", SUPERVISOR, posts=ASKS_AGAIN),
    Row("desk:strike_training", "training", SUPERVISOR, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:hand_over", "worker", SUPERVISOR, posts=ASKS_AGAIN),
    Row("desk:give", "request", SUPERVISOR, posts=frozenset({400})),  # the button names the worker
    Row("desk:request_withdraw", "request", WORKERS, gets=GOES_ON, posts=GOES_ON),
    Row("desk:messages", "request", WORKERS, gets=frozenset({200, 302}), posts=ACTS),  # 302: a tip has nobody who could read
    Row("desk:settle", "request", WORKERS, gets=NO_SUCH_METHOD, posts=frozenset({302, 422})),
    Row("desk:appeal", "request", WORKERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:appeals", None, SUPERVISOR | DIRECTOR),
    Row("desk:decide", "appeal", SUPERVISOR | DIRECTOR, posts=ASKS_AGAIN),
    Row("desk:relation", "person", WORKERS, posts=ASKS_AGAIN),
    Row("desk:relation_end", "relation", SUPERVISOR, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:end", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:case", "case", WORKERS),
    Row("desk:assess", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:plan", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:together", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:place_end", "place", WORKERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:proposal", "proposal", WORKERS, posts=ASKS_AGAIN),
    Row("desk:conference_new", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:conference", "conference", WORKERS, posts=ASKS_AGAIN),
    Row("desk:minutes_paper", "conference", WORKERS, gets=frozenset({200, 404}), posts=NO_SUCH_METHOD),  # 404: not signed yet
    Row("desk:dissent", "invitation_to", WORKERS | PROVIDERS, posts=ASKS_AGAIN),
    Row("desk:conference_plan", "conference", WORKERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:conference_off", "conference", WORKERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:plans", None, WORKERS | PROVIDERS),
    Row("desk:slice", "seat", WORKERS | PROVIDERS),
    Row("desk:slice_join", "seat", WORKERS | PROVIDERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:slice_note", "seat", WORKERS | PROVIDERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING),
    Row("desk:slice_propose", "seat", WORKERS | PROVIDERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING),
    Row("desk:slice_leave", "seat", WORKERS | PROVIDERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING),
    Row("desk:plan_paper", "case", WORKERS, gets=frozenset({200, 404}), posts=NO_SUCH_METHOD),  # 404: there is no plan
    Row("desk:closure_paper", "case", WORKERS, gets=frozenset({200, 404}), posts=NO_SUCH_METHOD),  # 404: the case is open
    Row("desk:agree", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:assessment", "assessment", WORKERS),
    Row("desk:visit_new", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:visit", "visit", WORKERS, posts=ASKS_AGAIN),
    Row("desk:visit_move", "visit", WORKERS, gets=GOES_ON, posts=ASKS_AGAIN),
    Row("desk:visit_off", "visit", WORKERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:review", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:documents", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:document", "document", WORKERS, gets=frozenset({200, 302}), posts=NO_SUCH_METHOD),  # 302: it was removed
    Row("desk:remove_document", "document", WORKERS, posts=ASKS_AGAIN),
    Row("desk:close", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:sign", "case", SUPERVISOR, posts=ACTS),
    Row("desk:take_back", "case", WORKERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:protect_request", "request", WORKERS, posts=ASKS_AGAIN),
    Row("desk:protect_case", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:readers", "case", WORKERS, gets=frozenset({404}), posts=frozenset({404})),  # of an ordinary case there is no team
    Row("desk:safe", "case", WORKERS, gets=frozenset({404}), posts=frozenset({404})),
    Row("desk:leave_team", "member", WORKERS, gets=NO_SUCH_METHOD, posts=frozenset({302, 404})),  # 404 for a colleague who is not on it
    Row("desk:coordinate", "member", WORKERS, gets=NO_SUCH_METHOD, posts=frozenset({302, 404})),
    Row("desk:track", "file", WORKERS, gets=frozenset({200, 404}), posts=frozenset({200, 404})),  # 404 for a colleague who is not on the team
    Row("desk:danger", "file", WORKERS, gets=frozenset({200, 404}), posts=frozenset({200, 404, 422})),
    Row("desk:way_back", "file", WORKERS, gets=frozenset({200, 404}), posts=frozenset({200, 404, 422})),
    Row("desk:way_back_answer", "wish", WORKERS, gets=NO_SUCH_METHOD, posts=frozenset({302, 404})),
    Row("desk:step_done", "step", WORKERS, gets=NO_SUCH_METHOD, posts=frozenset({302, 404})),
    Row("desk:emergency", "person", WORKERS, posts=ASKS_AGAIN),
    Row("desk:emergencies", None, OFFICER),
    Row("desk:judge", "opening", OFFICER, posts=ASKS_AGAIN),
    Row("desk:reopen", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:follow_up", "case", WORKERS, posts=ASKS_AGAIN),
    Row("desk:done", "action", WORKERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("desk:exports", None, WORKERS),
    Row("desk:export_new", None, WORKERS, posts=ASKS_AGAIN),
    Row("desk:export_decide", "export", SUPERVISOR | DIRECTOR, gets=GOES_ON, posts=GOES_ON),
    Row("desk:export_file", "export", WORKERS, gets=GOES_ON, posts=frozenset({200, 302, 404})),  # 404: a colleague's
    Row("desk:export_ledger", None, DIRECTOR | OFFICER),
    Row("desk:promises", None, DIRECTOR),
    Row("desk:promise", None, DIRECTOR, posts=ASKS_AGAIN, arguments=("request.acknowledge",)),
    # --- a municipality's own register
    Row("registers:imports", None, REGISTER, posts=ASKS_AGAIN),
    Row("registers:show", "import", REGISTER, gets=frozenset({200, 302}), posts=frozenset({200, 302})),  # without columns: to choose them
    Row("registers:columns", "import", REGISTER, gets=frozenset({200, 302}), posts=ACTS),
    Row("registers:progress", "import", REGISTER),
    Row("registers:confirm", "import", REGISTER, gets=GOES_ON, posts=GOES_ON),
    Row("registers:abandon", "import", REGISTER, gets=GOES_ON, posts=GOES_ON),
    Row("registers:again", "import", REGISTER, gets=GOES_ON, posts=GOES_ON),
    Row("registers:problems", "import", REGISTER),
    Row("registers:decide", "problem", SUPERVISOR, gets=GOES_ON, posts=GOES_ON),
    # --- counts
    Row("cockpit:counts", None, frozenset({"drita", "mira", "genc"})),
    # --- the provider
    Row("referrals:inbox", None, WORKERS | PROVIDERS),
    Row("referrals:show", "referral", WORKERS | PROVIDERS),
    Row("referrals:sheet_paper", "referral", WORKERS | PROVIDERS, posts=NO_SUCH_METHOD),
    Row("referrals:answer", "referral", PROVIDERS, gets=GOES_ON, posts=ACTS),
    Row("delivery:services", None, PROVIDERS),
    Row("delivery:service", "service", PROVIDERS),
    Row("delivery:confirm", "service", PROVIDERS, gets=GOES_ON, posts=GOES_ON),
    Row("delivery:offer", "service", PROVIDERS, gets=GOES_ON, posts=GOES_ON),
    Row("delivery:session", "service", PROVIDERS, posts=ASKS_AGAIN),
    Row("delivery:week", "service", PROVIDERS, posts=ASKS_AGAIN),
    Row("delivery:enrolment", "enrolment", PROVIDERS),
    Row("delivery:enrol", "enrolment", PROVIDERS, gets=GOES_ON, posts=ACTS),
    Row("delivery:one_session", "enrolment", PROVIDERS, gets=frozenset({200, 302}), posts=ACTS),
    Row("delivery:pass_on", "enrolment", PROVIDERS, gets=GOES_ON, posts=ACTS),
    Row("delivery:end", "enrolment", PROVIDERS, gets=frozenset({200, 302}), posts=ACTS),
    # --- what was delivered in a month
    Row("units:delivered", None, PROVIDERS | REGISTER, posts=NO_SUCH_METHOD),
    Row("units:file", None, PROVIDERS | REGISTER, posts=NO_SUCH_METHOD),
    Row("units:service", "service", PROVIDERS | REGISTER, gets=frozenset({200, 404}), posts=NO_SUCH_METHOD),  # 404: served nobody of hers
    Row("units:close", "service", PROVIDERS, gets=NO_SUCH_METHOD, posts=frozenset({302, 422})),
    # --- incidents in a service
    Row("incidents:incidents", None, WORKERS | PROVIDERS),
    Row("incidents:report", "service", PROVIDERS, posts=ASKS_AGAIN),
    Row("incidents:show", "incident", WORKERS | PROVIDERS),
    Row("incidents:seen", "incident", WORKERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("incidents:step", "incident", WORKERS | PROVIDERS, gets=GOES_ON, posts=frozenset({422, 200})),  # 200: it is closed
    # --- emergency places
    Row("bookings:places", None, WORKERS, posts=ASKS_AGAIN),
    Row("bookings:book", "person", WORKERS, posts=ASKS_AGAIN),
    Row("bookings:guests", None, PROVIDERS),
    Row("bookings:show", "booking", WORKERS | PROVIDERS),
    Row("bookings:address", "booking", WORKERS, gets=NO_SUCH_METHOD, posts=frozenset({200, 302})),  # 302: it ended
    Row("bookings:arrived", "booking", WORKERS | PROVIDERS, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("bookings:end", "booking", WORKERS | PROVIDERS, gets=GOES_ON, posts=frozenset({422, 200})),  # 200: it has ended
    Row("directory:edit", "service", PROVIDERS, posts=ASKS_AGAIN),
    # --- for programs, each with its worker's token; a body that says nothing is refused by name
    Row("api:openapi", None, EVERYBODY, posts=NO_SUCH_METHOD, guard="public"),
    Row("api:docs", None, EVERYBODY, posts=NO_SUCH_METHOD, guard="public"),
    Row("api:nothing", None, EVERYBODY, gets=frozenset({404}), posts=frozenset({404}), guard="public", arguments=("a/guess",)),
    Row("api:words", None, STAFF, posts=NO_SUCH_METHOD, guard="token", arguments=("domain",)),
    Row("api:day", None, WORKERS, posts=NO_SUCH_METHOD, guard="token"),
    Row("api:cases", None, WORKERS, posts=NO_SUCH_METHOD, guard="token"),
    Row("api:requests", None, WORKERS, posts=SAYS_NOTHING, guard="token"),
    Row("api:save_search", None, WORKERS, posts=SAYS_NOTHING, guard="token"),
    Row("api:search_rows", "search", WORKERS, gets=frozenset({200, 404}), posts=NO_SUCH_METHOD, guard="token"),  # 404: she removed it
    Row("api:remove_search", "search", WORKERS, gets=NO_SUCH_METHOD, posts=frozenset({200, 404, 409}), guard="token"),  # 404: gone; 409: a colleague's
    Row("api:search_people", None, WORKERS, gets=NO_SUCH_METHOD, posts=frozenset({409}), guard="token"),
    Row("api:inbox", None, WORKERS | PROVIDERS, posts=NO_SUCH_METHOD, guard="token"),
    Row("api:services", None, WORKERS | PROVIDERS, posts=NO_SUCH_METHOD, guard="token"),
    Row("api:case", "case", WORKERS, posts=NO_SUCH_METHOD, guard="token"),
    Row("api:need", "need", WORKERS, posts=NO_SUCH_METHOD, guard="token"),
    Row("api:one_request", "request", WORKERS, posts=NO_SUCH_METHOD, guard="token"),
    Row("api:person", "person", WORKERS, posts=NO_SUCH_METHOD, guard="token"),
    Row("api:referral", "referral", WORKERS | PROVIDERS, posts=NO_SUCH_METHOD, guard="token"),
    Row("api:register_of", "service", PROVIDERS, posts=NO_SUCH_METHOD, guard="token"),
    Row("api:urgency", "request", WORKERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:lowering", "request", SUPERVISOR, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:refuse", "request", WORKERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:register", "request", WORKERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:open_case", "person", WORKERS, gets=NO_SUCH_METHOD, posts=frozenset({201, 409}), guard="token"),
    Row("api:assess", "case", WORKERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:move", "need", WORKERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:refer", "need", WORKERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:write_plan", "case", WORKERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:agree_plan", "plan", WORKERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:done", "action", WORKERS, gets=NO_SUCH_METHOD, posts=frozenset({200, 409}), guard="token"),
    Row("api:review", "case", WORKERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:propose_closure", "case", WORKERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:return_closure", "closure", WORKERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:sign_closure", "closure", SUPERVISOR, gets=NO_SUCH_METHOD, posts=frozenset({200, 409}), guard="token"),
    Row("api:accept", "referral", PROVIDERS, gets=NO_SUCH_METHOD, posts=frozenset({200, 409}), guard="token"),
    Row("api:decline", "referral", PROVIDERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:enrol", "enrolment", PROVIDERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    Row("api:record_session", "service", PROVIDERS, gets=NO_SUCH_METHOD, posts=SAYS_NOTHING, guard="token"),
    # --- what closes a referral to its provider: after the provider's rows, which look at open ones
    Row("desk:send_on", "referral", WORKERS, gets=GOES_ON, posts=GOES_ON),
    Row("desk:link", "referral", WORKERS, gets=GOES_ON, posts=frozenset({200, 302})),
    Row("desk:withdraw", "referral", WORKERS, gets=GOES_ON, posts=GOES_ON),
    Row("desk:take_back_consent", "consent", WORKERS, gets=GOES_ON, posts=GOES_ON),
    # --- staff and their accounts
    Row("access:tokens", None, STAFF, posts=ASKS_AGAIN),
    Row("access:token_end", "token", STAFF, gets=NO_SUCH_METHOD, posts=GOES_ON),
    Row("access:staff", None, DIRECTOR | PROVIDERS),
    Row("access:staff_add", None, DIRECTOR | PROVIDERS, posts=ASKS_AGAIN),
    Row("access:roles", None, STAFF),
    Row("access:worker", "worker", DIRECTOR | PROVIDERS),
    Row("access:post_give", "worker", DIRECTOR | PROVIDERS, gets=GOES_ON, posts=ACTS),
    Row("access:staff_invite", "worker", DIRECTOR | PROVIDERS, gets=GOES_ON),
    Row("access:post_end", "post", DIRECTOR | PROVIDERS, gets=GOES_ON, posts=ACTS),
    Row("access:demo", None, EVERYBODY, gets=frozenset({404}), posts=frozenset({404}), guard="public"),  # outside demo mode there is no such page
    Row("access:posts", None, STAFF | {"half"}, posts=frozenset({400}), guard="signin"),
    Row("access:by_email", None, STAFF | {"half"}, gets=GOES_ON, posts=GOES_ON, guard="signin"),
    Row("access:no_post", None, EVERYBODY, gets=frozenset({403}), posts=frozenset({403}), guard="public"),
    Row("access:welcome", "invitation", frozenset(), guard="public"),  # a link that is none: 404 whoever it names
    # --- allauth, for whoever signs in or keeps her second steps
    Row("account_login", None, EVERYBODY, gets=frozenset({200, 302}), posts=frozenset({200, 302}), guard="public"),
    Row("account_logout", None, EVERYBODY, gets=frozenset({200, 302}), posts=GOES_ON, guard="public", ends_session=True),
    Row("account_inactive", None, EVERYBODY, posts=NO_SUCH_METHOD, guard="public"),
    *[
        Row(name, None, STAFF | {"half"}, frozenset({200, 302, 403, 404}), frozenset({200, 302, 403, 404, 405}), guard="signin")
        for name in (
            "account_change_password", "account_set_password", "account_reauthenticate", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp",
            "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
            "mfa_reauthenticate_webauthn", "mfa_add_webauthn",
        )
    ],
    Row("mfa_authenticate", None, EVERYBODY, gets=GOES_ON, posts=GOES_ON, guard="public"),  # only in the middle of signing in
    Row("mfa_login_webauthn", None, EVERYBODY, gets=frozenset({200, 302}), posts=frozenset({200, 302, 429}), guard="public"),
    Row("mfa_edit_webauthn", "key", frozenset(), guard="signin"),  # nobody in the story has a key: another's second step opens for nobody
    Row("mfa_remove_webauthn", "key", frozenset(), guard="signin"),
]  # fmt: skip
