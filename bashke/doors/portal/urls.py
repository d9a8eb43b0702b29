"""Every address of the public face. None carries anything about a person: the draft and the code live in the session."""

from django.urls import path

from .views import (
    about,
    ask,
    asked,
    code,
    consents,
    contact,
    data,
    deadlines,
    find,
    follow,
    groups,
    home,
    language,
    messages,
    opened,
    papers,
    plan,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("find/", find.find, name="find"),
    path("services/<int:pk>/", find.service, name="service"),
    path("ask/", ask.start, name="ask"),
    path("ask/<slug:step>/", ask.step, name="ask"),
    path("asked/", asked.asked, name="asked"),
    path("asked/letter/", asked.letter, name="letter"),
    path("asked/letter.pdf", papers.letter, name="letter_paper"),
    path("follow/", code.code, name="code"),
    path("my/", follow.follow, name="follow"),
    path("my/opened/", opened.opened, name="opened"),
    path("my/plan/", plan.plan, name="plan"),
    path("my/receipt.pdf", papers.receipt, name="receipt_paper"),
    path("my/decision.pdf", papers.decision, name="decision_paper"),
    path("my/plan.pdf", papers.plan, name="plan_paper"),
    path("my/closure.pdf", papers.closure, name="closure_paper"),
    path("my/consents/", consents.consents, name="consents"),
    path("my/consents/<uuid:pk>/take-back/", consents.take_back, name="take_back"),
    path("my/data/", data.data, name="data"),
    path("my/data/ask/<slug:kind>/", data.ask, name="data_ask"),
    path("my/data/<uuid:pk>/take-back/", data.take_back, name="data_back"),
    path("my/data/<uuid:pk>/copy/", data.copy, name="data_copy"),
    path("my/data/<uuid:pk>/copy.json", data.file, name="data_file"),
    path("my/messages/", messages.messages, name="messages"),
    path("my/contact/", contact.contact, name="contact"),
    path("my/counts/", groups.groups, name="groups"),
    path("my/withdraw/", follow.withdraw, name="withdraw"),
    path("leave/", code.leave, name="leave"),
    path("about/", about.about, name="about"),
    path("deadlines/", deadlines.deadlines, name="deadlines"),
    path("language/<slug:code>/", language.language, name="language"),
]
