"""Words and citations follow the language of the page."""

from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from bashke.ground.law.queries import choices, cite, due, figure, holidays_in, kinds, label, sentence, term, terms
from bashke.ground.law.rules import TIRANE, NotAllowed, UnknownTerm

DAY = date(2026, 3, 2)


def test_a_label_speaks_the_language_of_the_page() -> None:
    with override("en"):
        assert label("domain", "housing") == "Housing"
    with override("sq"):
        assert label("domain", "housing") == "Strehimi"


def test_choices_made_in_one_language_are_shown_in_another() -> None:
    with override("en"):
        pairs = dict(choices("unmet_reason"))
    with override("sq"):
        assert str(pairs["no_place"]) == "Shërbimi nuk ka vende të lira"


def test_a_word_that_is_no_longer_offered_can_still_be_read() -> None:
    assert terms("service_type", on=date(2017, 1, 1)) == []
    assert term("service_type", "day").en == "Day centre"


@pytest.mark.parametrize(("kind", "code"), [("mood", "good"), ("domain", "mood")])
def test_a_word_nobody_wrote_is_an_error(kind: str, code: str) -> None:
    with pytest.raises(UnknownTerm):
        term(kind, code)


def test_the_kinds_are_known() -> None:
    assert {"domain", "service_type", "red_flag", "refusal_reason", "helpline"} <= set(kinds())


def test_a_citation_gives_the_amount_and_the_law_in_words() -> None:
    with override("en"):
        assert cite("appeal.admin", DAY) == "30 days (Law 44/2015, Code of Administrative Procedure)"
    with override("sq"):
        assert cite("appeal.admin", DAY) == "30 ditë (Ligji 44/2015 “Kodi i Procedurave Administrative”)"
        assert cite("request.register", DAY).startswith("1 ditë pune (")


def test_a_refusal_is_translated_with_its_parameters() -> None:
    name = figure("appeal.admin", DAY).name
    broken = NotAllowed("%(figure)s is fixed by law; a municipality cannot promise another time.", figure=name)
    with override("sq"):
        assert sentence(broken) == broken.sentence()
        assert broken.sentence().startswith("Koha për ankim administrativ") and "fixed" not in broken.sentence()
    with override("en"):
        assert "is fixed by law" in broken.sentence()


def test_a_clock_started_before_the_year_ends_knows_the_holidays_of_the_next() -> None:
    asked = datetime(2025, 12, 30, 9, tzinfo=UTC)
    assert due("request.acknowledge", asked) == datetime(2026, 1, 5, 23, 59, 59, tzinfo=TIRANE)


def test_the_holidays_of_a_year_lie_in_it() -> None:
    assert date(2026, 1, 1) in holidays_in(2026)
    assert {day.year for day in holidays_in(2026)} == {2026}
