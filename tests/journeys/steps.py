"""The steps of the story, each as a visitor takes it: by the words on the page, in her language, never by the bones of the page."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Locator, expect

from bashke.person.casework.queries.words import AGREEMENT, OWNER
from bashke.person.casework.rules import ActionOwner, Agreement
from bashke.person.requests.rules import clean_code

from .browser import Visitor
from .hands import choose, day, follow, open_up, press, sees, sees_not, write, write_day

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


@dataclass(frozen=True)
class Someone:
    """The person of one story: what she says of herself, in Albanian whichever language her page speaks."""

    given: str
    family: str
    born: date
    number: str
    phone: str
    words: str

    @property
    def name(self) -> str:
        return f"{self.given} {self.family}"


# --- 1 · the person asks ------------------------------------------------------------------------------------------


def finds_a_service(ana: Visitor) -> None:
    """What there is near her: a list with distance, cost, languages, steps, free places, and when it was confirmed."""
    words = ana.words
    ana.go("/")
    ana.look("home")
    follow(ana, "Find a service")
    ana.look("find-what")
    choose(ana, words.plainly("child_wellbeing"))
    press(ana, "Continue")
    ana.page.get_by_label(words("In which municipality do you live?")).select_option(label="Shkodër")
    ana.look("find-where")
    press(ana, "Show services")
    name = "Day centre for children" if words.language == "en" else "Qendra ditore për fëmijë"
    card = ana.page.get_by_role("listitem").filter(has=ana.page.get_by_role("link", name=name)).first
    for fact in (
        words("Free of charge"), words("No steps: you can enter with a wheelchair or a pram"), words("Albanian"),
        words("Free places: %(count)s", count=12), "km", words("Confirmed by the service on %(day)s", day=day(ana, date.today())),
    ):  # fmt: skip
        expect(card).to_contain_text(fact, ignore_case=True)
    ana.look("find-list")
    card.get_by_role("link", name=name).first.click()
    ana.look("service")


def asks_for_help(ana: Visitor, someone: Someone, domains: tuple[str, ...]) -> str:
    """One question on each page; at the end a code, a date and the law it comes from. Returns the code."""
    words = ana.words
    follow(ana, "Ask for help")
    ana.look("ask-start")
    follow(ana, "Begin")
    press(ana, "Continue")  # nothing chosen: a clear sentence
    sees(ana, words("Choose at least one. If nothing fits, choose the nearest: you can tell us more in your own words."))
    ana.look("ask-mistake")
    for domain in domains:
        choose(ana, words.plainly(domain))
    press(ana, "Continue")
    ana.page.get_by_label(words("Municipality")).first.select_option(label="Shkodër")
    ana.look("ask-where")
    press(ana, "Continue")
    ana.page.get_by_label(words("Town or village area")).first.select_option(label="Shkodër")
    press(ana, "Continue")
    choose(ana, words("I do, or my family"))
    ana.look("ask-who")
    press(ana, "Continue")
    ana.page.get_by_role("textbox").nth(0).fill(someone.given)
    write(ana, "Family name", someone.family)
    write_day(ana, "Date of birth", someone.born)
    ana.look("ask-name")
    press(ana, "Continue")
    write(ana, "Telephone number", someone.phone)
    ana.look("ask-contact")
    press(ana, "Continue")
    write(ana, "Tell us in your own words", someone.words)
    press(ana, "Continue")
    sees(ana, someone.name, someone.words)
    ana.look("ask-check")
    press(ana, "Send the request")
    return keeps_the_code(ana)


def keeps_the_code(ana: Visitor) -> str:
    """The code, the date, the law, and a sheet to print; then she closes the page on the shared phone."""
    words = ana.words
    sees(ana, words("Your request was sent"), words("You will hear from us"))
    code = re.sub(r"\s", "", ana.page.get_by_label(words("Your code. Keep it: it opens your request.")).inner_text())
    assert clean_code(code), code
    ana.look("asked")
    follow(ana, "One page to print or to save")
    sees(ana, words("This paper does not say what you asked for."))
    ana.look("letter")
    follow(ana, "Back")
    press(ana, "I have kept the code; close this page")
    sees_not(ana, code)
    return code


def opens_her_code(ana: Visitor, code: str) -> None:
    """A wrong code first, then her own as she would type it."""
    ana.go("/follow/")
    write(ana, "Your code", "AAAA-BBBB-CCCC-DDDD")
    press(ana, "Show my request")
    sees(ana, ana.words("This code opens nothing. Check it letter by letter and try again."))
    ana.look("code-wrong")
    write(ana, "Your code", code.lower().replace("-", " "))
    press(ana, "Show my request")
    sees(ana, ana.words("Your request"))


# --- 2, 3 · found in my day, judged, registered --------------------------------------------------------------------


def finds_the_request(besa: Visitor, someone: Someone) -> None:
    besa.go("/desk/")
    besa.look("my-day")
    besa.page.get_by_role("link", name=someone.name).first.click()
    sees(besa, someone.words)
    besa.look("request")


def finds_it_less_urgent(besa: Visitor, flag: str, chosen: str, reason: str) -> None:
    """Down needs a reason, and holds only when a second person agrees."""
    words = besa.words
    choose(besa, words.of("red_flag", flag))
    open_up(besa, "I see it differently")
    besa.page.get_by_label(words("Urgency"), exact=False).first.select_option(label=words.of("triage_class", chosen))
    press(besa, "Set the urgency")
    sees(besa, words("Say why it is less urgent than the signs, or than it was judged before."))
    besa.look("urgency-mistake")
    besa.page.get_by_label(words("Why less urgent than the signs?")).select_option(label=words.of("override_down_reason", reason))
    press(besa, "Set the urgency")
    sees(besa, words("waits for a second person"))
    besa.look("urgency-waits")


def agrees_to_lower(drita: Visitor, someone: Someone) -> None:
    drita.go("/desk/")
    drita.look("supervisor-day")
    row = drita.page.locator("section", has=drita.page.get_by_role("heading", name=drita.words("Lower urgency: a second person decides")))
    row.get_by_role("link", name=someone.name).click()
    press(drita, "I agree: less urgent")
    sees(drita, drita.words("The lower urgency holds now."))
    drita.look("urgency-lowered")


def searches_then_registers(besa: Visitor, someone: Someone) -> None:
    """Nobody like her is known, so she is added, and the case opens."""
    words, page = besa.words, besa.page
    page.reload()
    write(besa, "Personal number", someone.number)
    press(besa, "Search", exact=True)
    sees(besa, words("Nobody like this is known in your municipality."))
    besa.look("search-nobody")
    open_up(besa, "It is somebody new: add the person")
    form = page.locator("form").filter(has=page.get_by_role("button", name=words("Add, register and open the case")))
    expect(form.get_by_label(words("Personal number"))).to_have_value(someone.number)  # nobody types it twice
    choose(besa, words("Female"), within=form)
    press(besa, "Add, register and open the case")
    sees(besa, words("The request is registered and the case is open."), someone.name)
    besa.look("case-new")


# --- 4, 5, 6 · assessment, ledger, plan -----------------------------------------------------------------------------


def assesses(besa: Visitor, ladder: dict[str, int], everything: tuple[str, ...]) -> None:
    """Twelve domains and six questions; what stands low becomes a need."""
    words = besa.words
    follow(besa, "Assess", exact=True)
    for domain in everything:
        rung = ladder.get(domain, 4)
        group = besa.page.get_by_role("group", name=words.of("domain", domain), exact=True)
        group.get_by_label(words.rung(domain, rung)).check()
    for question in ("seeing", "hearing", "walking", "remembering", "self_care", "communicating"):
        group = besa.page.get_by_role("group", name=words.of("washington_question", question))
        group.get_by_label(words.of("washington_answer", "no_difficulty"), exact=True).check()
    besa.look("assessment")
    press(besa, "Save the assessment")
    sees(besa, words("The assessment is saved. The needs it found are in the ledger."))
    for domain in ladder:
        sees(besa, words.rung(domain, ladder[domain]))
    besa.look("case-needs")


def plans(besa: Visitor, goals: dict[str, tuple[str, str]], own_words: str) -> None:
    """For each need a goal, a step to reach, and one thing that somebody does by a day; then the person agrees."""
    words, page = besa.words, besa.page
    follow(besa, "Write the plan")
    for domain, (statement, what) in goals.items():
        part = page.locator("section", has=page.get_by_role("heading", name=words.of("domain", domain), exact=True))
        write(besa, "Goal: what will be different?", statement, within=part)
        choose(besa, f"3 · {words.of('rung', '3')}", within=part)
        action = part.locator("fieldset", has=page.get_by_label(words("What will be done?"))).first
        write(besa, "What will be done?", what, within=action)
        action.get_by_label(words("By whom?")).select_option(label=words.say(lambda: OWNER[ActionOwner.WORKER]))
        action.get_by_label(words("By when?")).fill((date.today() + timedelta(days=21)).isoformat())
    besa.look("plan-draft")
    press(besa, "Save the draft")
    choose(besa, words.say(lambda: AGREEMENT[Agreement.SIGNED]))
    write(besa, "What does the person say about the plan?", own_words)
    besa.look("plan-agree")
    press(besa, "Record the agreement")
    sees(besa, words("The plan is agreed. The person was told and can print it."))
    besa.look("case-plan")


# --- 7, 8 · referral, delivery ---------------------------------------------------------------------------------------


def need_of(besa: Visitor, domain: str) -> Locator:
    """The line of one need in the ledger of the open case."""
    name = besa.words.of("domain", domain)
    return besa.page.get_by_role("listitem").filter(has=besa.page.get_by_role("heading", name=name, exact=True)).last


def refers(besa: Visitor, domain: str, service: str, purpose: str) -> None:
    """One need to one service; the one proposed first is chosen already, and nothing is shared before she agrees."""
    words = besa.words
    need_of(besa, domain).get_by_role("link", name=words("Refer to a service")).click()
    expect(besa.page.get_by_role("radio").first).to_be_checked()
    sees(besa, service)
    write(besa, "What is the service asked to do?", purpose)
    choose(besa, words("The person agrees that this is shared with the service"))
    besa.look("refer")
    press(besa, "Send the referral")
    sees(besa, words("Sent to %(service)s. The clock for the answer runs.", service=service))
    besa.look("case-referred")


def opens_the_referral(manager: Visitor, someone: Someone) -> None:
    manager.go("/referrals/")
    manager.look("inbox")
    manager.page.get_by_role("link", name=someone.name).first.click()
    sees(manager, manager.words("What is asked of you"))
    manager.look("referral")


def declines(ilir: Visitor, someone: Someone, reason: str, said: str) -> None:
    words = ilir.words
    opens_the_referral(ilir, someone)
    open_up(ilir, "Decline with a reason")
    press(ilir, "Decline", exact=False)
    sees(ilir, words("Choose one of the listed reasons."))
    ilir.look("decline-mistake")
    form = ilir.page.locator("form").filter(has=ilir.page.get_by_role("radio"))
    choose(ilir, words.of("decline_reason", reason), within=form)
    write(ilir, "Message to the social worker", said, within=form)
    form.get_by_role("button").click()
    sees(ilir, words("Declined. The social worker sees your reason and looks for another service."))
    ilir.look("declined")


def accepts(manager: Visitor, someone: Someone) -> None:
    opens_the_referral(manager, someone)
    press(manager, "Accept")
    sees(manager, manager.words("Accepted. %(name)s is on your waiting list now.", name=someone.name))
    manager.look("accepted")


def serves(manager: Visitor, someone: Someone, rung: int, domain: str) -> None:
    """A place, a session with its register, and the outcome that moves the need."""
    words = manager.words
    follow(manager, "Open the person's page in your service")
    press(manager, "The person has come: give the place")
    sees(manager, words("%(name)s has a place now.", name=someone.name))
    manager.look("enrolled")
    follow(manager, "Record a session")
    write(manager, "How many minutes?", "45")
    write(manager, "What did you do?", "Biseda e parë")
    choose(manager, words("Came"), within=manager.page.get_by_role("group", name=words("Did the person come?")))
    write(manager, "How is it going?", "Vjen me dëshirë.")
    manager.look("session")
    press(manager, "Save the session")
    sees(manager, words("The session is recorded."))
    manager.look("service-page")
    follow(manager, "End with an outcome")
    manager.page.get_by_role("radio").first.check()
    manager.page.get_by_label(words.rung(domain, rung)).check()
    write(manager, "What changed, in a few sentences", "I mori dokumentet.")
    manager.look("outcome")
    press(manager, "Save the outcome")
    sees(manager, words("Ended. The social worker sees what came of it."))
    manager.look("ended")


# --- 9 · review and closure ------------------------------------------------------------------------------------------


def answers_need(besa: Visitor, case: str, domain: str, became: str, reason: str = "") -> None:
    """Say by hand what became of a need: nothing is left open behind a closed case."""
    words = besa.words
    need_of(besa, domain).get_by_role("link", name=words.of("domain", domain)).first.click()
    besa.look("need")
    choose(besa, words(became))
    if reason:
        besa.page.get_by_label(words("Why can it not be met?")).select_option(label=words.of("unmet_reason", reason))
    press(besa, "Save")
    besa.go(case)


def reviews(besa: Visitor, summary: str) -> None:
    follow(besa, "Review", exact=True)
    write(besa, "What has changed since the last time?", summary)
    besa.look("review")
    press(besa, "Save the review")
    sees(besa, besa.words("The review is saved."))


def proposes_to_close(besa: Visitor, reason: str, outcome: str) -> None:
    words = besa.words
    follow(besa, "Close the case")
    choose(besa, words.of("closure_reason", reason))
    write(besa, "What came of it?", outcome)
    besa.look("close")
    press(besa, "Propose to close")
    sees(besa, words("A closure waits for the supervisor's signature"))
    besa.look("closure-waits")


def signs(drita: Visitor, someone: Someone) -> None:
    words = drita.words
    drita.go("/desk/")
    part = drita.page.locator("section", has=drita.page.get_by_role("heading", name=words("Closures to sign")))
    part.get_by_role("link", name=someone.name).click()
    follow(drita, "Sign or send back")
    drita.look("sign")
    press(drita, "Sign and close the case")
    sees(drita, words("The case is closed."))
    drita.look("case-closed")


# --- 10 · the person looks -------------------------------------------------------------------------------------------


def reads_her_way(ana: Visitor, someone: Someone, outcomes: dict[str, str]) -> None:
    """Finished, who was responsible, every need with its answer and the reason where there is none."""
    words = ana.words
    sees(ana, words("Finished"), words("Who is responsible"), "Besa Gjoka")
    for domain, said in outcomes.items():
        line = ana.page.get_by_role("listitem").filter(has_text=words.of("domain", domain)).filter(has_text=said).first
        expect(line).to_be_visible()
    sees(ana, words.of("closure_reason", "goals_met"))
    ana.look("my-way")
    follow(ana, "Your plan, to read and print")
    sees(ana, words("This plan is yours."), someone.name)
    ana.look("my-plan")
    follow(ana, "Back")


def sees_who_opened_it(ana: Visitor) -> None:
    """Who, in which role, when, and what was done."""
    words = ana.words
    follow(ana, "Who opened your file")
    sees(
        ana, words("Opened your file"), f"Besa Gjoka, {words('social worker')}", f"Drita Leka, {words('supervisor of the social workers')}"
    )
    sees(ana, f"Ilir Prifti, {words('manager of the service')}")
    sees_not(ana, "Vera Kola", "Genc Hoxha")
    ana.look("my-opened")
    follow(ana, "What else was done")
    sees(ana, words("Recorded that you agreed to the plan"), words("Closed your case"))
    ana.look("my-done")
    follow(ana, "Back")


def leaves(ana: Visitor) -> None:
    press(ana, "Leave", exact=True)
    sees(ana, ana.words("You have left. Nobody can see your request on this phone without the code."))
    assert ana.go("/my/") != 200 or ana.page.url.endswith("/follow/"), "the file stays open on a shared phone"
