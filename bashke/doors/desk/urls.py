"""Every address of the desk."""

from django.urls import path

from .views import (
<<<<<<< HEAD
=======
    appeals,
>>>>>>> a129b4a (The team: suggestions and one press, absences, hand-overs, relations, appeals, and who has nobody)
    assessing,
    board,
    cases,
    closing,
    day,
<<<<<<< HEAD
    documents,
=======
>>>>>>> a129b4a (The team: suggestions and one press, absences, hand-overs, relations, appeals, and who has nobody)
    exports,
    intake,
    papers,
    people,
    planning,
    promises,
    referring,
    requests,
<<<<<<< HEAD
=======
    team,
>>>>>>> a129b4a (The team: suggestions and one press, absences, hand-overs, relations, appeals, and who has nobody)
)

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
    path("referrals/<uuid:pk>/link/", referring.link, name="link"),
    path("consents/<uuid:pk>/take-back/", referring.take_back, name="take_back_consent"),
    path("board/", board.board, name="board"),
    path("board/nobody/", team.nobody, name="nobody"),
    path("absences/", team.absences, name="absences"),
    path("absences/<uuid:pk>/back/", team.back, name="back"),
    path("team/<uuid:pk>/hand-over/", team.hand_over, name="hand_over"),
    path("requests/<uuid:pk>/give/", team.give, name="give"),
    path("requests/<uuid:pk>/withdraw/", requests.withdraw, name="request_withdraw"),
    path("requests/<uuid:pk>/appeal/", appeals.appeal, name="appeal"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/<uuid:pk>/", appeals.decide, name="decide"),
    path("people/<uuid:pk>/relation/", team.relation, name="relation"),
    path("relations/<uuid:pk>/end/", team.relation_end, name="relation_end"),
    path("cases/<uuid:pk>/end/", closing.end, name="end"),
    path("cases/<uuid:pk>/assign/", board.assign, name="assign"),
    path("cases/<uuid:pk>/", cases.case, name="case"),
    path("cases/<uuid:pk>/assess/", assessing.assess, name="assess"),
    path("cases/<uuid:pk>/plan/", planning.plan, name="plan"),
    path("cases/<uuid:pk>/plan.pdf", papers.plan, name="plan_paper"),
    path("cases/<uuid:pk>/closure.pdf", papers.closure, name="closure_paper"),
    path("cases/<uuid:pk>/agree/", planning.agree, name="agree"),
    path("cases/<uuid:pk>/review/", assessing.review, name="review"),
    path("cases/<uuid:pk>/documents/", documents.documents, name="documents"),
    path("documents/<uuid:pk>/", documents.document, name="document"),
    path("documents/<uuid:pk>/remove/", documents.remove, name="remove_document"),
    path("cases/<uuid:pk>/close/", closing.close, name="close"),
    path("cases/<uuid:pk>/sign/", closing.sign, name="sign"),
    path("cases/<uuid:pk>/take-back/", closing.take_back, name="take_back"),
    path("cases/<uuid:pk>/reopen/", cases.reopen, name="reopen"),
    path("cases/<uuid:pk>/follow-up/", cases.follow_up, name="follow_up"),
    path("exports/", exports.exports, name="exports"),
    path("exports/new/", exports.new, name="export_new"),
    path("exports/ledger/", exports.ledger, name="export_ledger"),
    path("exports/<uuid:pk>/decide/", exports.decide, name="export_decide"),
    path("exports/<uuid:pk>/file/", exports.file, name="export_file"),
    path("promises/", promises.promises, name="promises"),
    path("promises/<str:key>/", promises.promise, name="promise"),
    path("actions/<uuid:pk>/done/", cases.done, name="done"),
]
