"""Every address of the desk."""

from django.urls import path

from .views import assessing, board, cases, closing, day, intake, papers, people, planning, promises, referring, requests

app_name = "desk"

urlpatterns = [
    path("", day.day, name="day"),
    path("cases/", day.cases, name="cases"),
    path("requests/", requests.queue, name="requests"),
    path("requests/new/", intake.new, name="new"),
    path("requests/<uuid:pk>/", requests.show, name="request"),
    path("requests/<uuid:pk>/receipt/", intake.receipt, name="receipt"),
    path("requests/<uuid:pk>/receipt.pdf", papers.receipt, name="receipt_paper"),
    path("requests/<uuid:pk>/decision.pdf", papers.decision, name="decision_paper"),
    path("requests/<uuid:pk>/code/", intake.code, name="code"),
    path("requests/<uuid:pk>/urgency/", requests.urgency, name="urgency"),
    path("requests/<uuid:pk>/lowering/", requests.lowering, name="lowering"),
    path("requests/<uuid:pk>/register/", requests.register, name="register"),
    path("requests/<uuid:pk>/refuse/", requests.refuse, name="refuse"),
    path("people/", people.search, name="people"),
    path("people/<uuid:pk>/", people.person, name="person"),
    path("people/<uuid:pk>/correct/", people.correct, name="correct"),
    path("people/<uuid:pk>/begin/", people.begin, name="begin"),
    path("enquiries/", people.enquiries, name="enquiries"),
    path("enquiries/ask/", people.enquire, name="enquire"),
    path("enquiries/<uuid:pk>/answer/", people.answer, name="answer"),
    path("needs/<uuid:pk>/", referring.need, name="need"),
    path("needs/<uuid:pk>/refer/", referring.refer, name="refer"),
    path("referrals/<uuid:pk>/withdraw/", referring.withdraw, name="withdraw"),
    path("consents/<uuid:pk>/take-back/", referring.take_back, name="take_back_consent"),
    path("board/", board.board, name="board"),
    path("cases/<uuid:pk>/assign/", board.assign, name="assign"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/assess/", assessing.assess, name="assess"),
    path("cases/<uuid:pk>/plan/", planning.plan, name="plan"),
    path("cases/<uuid:pk>/plan.pdf", papers.plan, name="plan_paper"),
    path("cases/<uuid:pk>/closure.pdf", papers.closure, name="closure_paper"),
    path("cases/<uuid:pk>/agree/", planning.agree, name="agree"),
    path("cases/<uuid:pk>/review/", assessing.review, name="review"),
    path("cases/<uuid:pk>/close/", closing.close, name="close"),
    path("cases/<uuid:pk>/sign/", closing.sign, name="sign"),
    path("cases/<uuid:pk>/take-back/", closing.take_back, name="take_back"),
    path("cases/<uuid:pk>/reopen/", cases.reopen, name="reopen"),
    path("cases/<uuid:pk>/follow-up/", cases.follow_up, name="follow_up"),
    path("promises/", promises.promises, name="promises"),
    path("promises/<str:key>/", promises.promise, name="promise"),
    path("actions/<uuid:pk>/done/", cases.done, name="done"),
]
