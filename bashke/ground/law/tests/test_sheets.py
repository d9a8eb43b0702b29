"""The sheets are complete, quotable and bilingual; a sheet that is not says where."""

from datetime import date
from typing import Any

import pytest

from bashke.ground.law.queries import all_figures, all_terms, anchors, term, terms
from bashke.ground.law.queries.papers import all_sources
from bashke.ground.law.rules import (
    ANSWERS,
    SURE_ENOUGH,
    BadSheet,
    Text,
    TriageClass,
    Unit,
    promise_is_allowed,
    read_figures,
    read_sources,
    read_terms,
)

SOURCES = {"law": Text("Ligji", "Law")}
ROW = {
    "key": "a.b", "value": 5, "unit": "days", "citation": "law", "certainty": 90, "valid_from": date(2020, 1, 1),
    "sq": "Afat", "en": "Deadline",
}  # fmt: skip
TERMS = [row for rows in all_terms().values() for row in rows]


def every_text(value: Any) -> list[Text]:
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple):
        return [text for inner in value for text in every_text(inner)]
    return [text for inner in value.values() for text in every_text(inner)] if hasattr(value, "values") else []


@pytest.mark.parametrize("row", all_figures(), ids=lambda row: row.key)
def test_every_figure_is_quotable_in_both_languages(row: Any) -> None:
    assert row.sq and row.en and row.citation.sq and row.citation.en
    assert 0 <= row.certainty <= 100
    assert row.configurable or row.certainty >= SURE_ENOUGH


@pytest.mark.parametrize("row", TERMS, ids=lambda row: f"{row.kind}.{row.code}")
def test_every_word_is_quotable_in_both_languages(row: Any) -> None:
    texts = [row.label, row.citation, *every_text(row.hint), *every_text(row.extra)]
    assert all(text.sq.strip() and text.en.strip() for text in texts)
    assert 0 <= row.certainty <= 100
    assert row.configurable or row.certainty >= SURE_ENOUGH


def test_every_source_is_cited_or_kept_for_a_page() -> None:
    citations = [row.citation for row in all_figures()] + [row.citation for row in TERMS]
    cited = {text.en.split(", article")[0].split(", point")[0] for text in citations}
    uncited = {name for name, text in all_sources().items() if text.en not in cited}
    assert uncited <= {"law_9669_2006", "law_57_2019"}


def test_every_figure_that_may_be_promised_keeps_its_own_bound() -> None:
    figures = {row.key: row for row in all_figures()}
    for row in figures.values():
        if row.bound:
            assert promise_is_allowed(row.clock, figures[row.bound].clock), row.key
            assert figures[row.bound].valid_from <= row.valid_from, row.key
        assert row.bound or not (row.promisable and row.configurable), f"{row.key} may be promised without limit"


def test_the_time_a_person_has_to_appeal_cannot_be_promised_away() -> None:
    assert [row.key for row in all_figures() if row.key in {"appeal.admin", "appeal.court"} and row.promisable] == []


def test_there_are_twelve_domains_each_with_a_ladder_of_five_rungs() -> None:
    domains = terms("domain")
    assert len(domains) == 12
    for domain in domains:
        assert list(anchors(domain.code)) == [1, 2, 3, 4, 5]
        assert domain.extra["plain"].sq and domain.extra["symbol"]


def test_no_two_anchors_of_the_ladder_read_alike() -> None:
    cells = [text for domain in terms("domain") for text in anchors(domain.code).values()]
    assert len({cell.sq for cell in cells}) == len({cell.en for cell in cells}) == 60


def test_an_anchor_is_one_sentence() -> None:
    for domain in terms("domain"):
        for text in anchors(domain.code).values():
            assert all(words.endswith(".") and words[:-1].count(". ") == 0 for words in (text.sq, text.en)), text


def test_every_service_type_belongs_to_a_family_and_serves_known_domains() -> None:
    domains, families = {row.code for row in terms("domain")}, {row.code for row in terms("service_family")}
    for row in terms("service_type"):
        assert row.extra["family"] in families
        assert row.extra["domains"] and set(row.extra["domains"]) <= domains


def test_every_domain_is_served_by_some_service_type() -> None:
    served = {domain for row in terms("service_type") for domain in row.extra["domains"]}
    assert served == {row.code for row in terms("domain")}


def test_every_red_flag_has_a_class_and_shows_numbers_that_exist() -> None:
    for row in terms("red_flag"):
        assert TriageClass(row.extra["class"]) is not TriageClass.ROUTINE
        for code in row.extra.get("helplines", ()):
            assert term("helpline", code)


def test_every_triage_class_has_words_and_a_clock() -> None:
    assert {row.code for row in terms("triage_class")} == {kind.value for kind in TriageClass}
    keys = {row.key for row in all_figures()}
    assert all(row.extra["figure"] in keys for row in terms("triage_class"))


@pytest.mark.parametrize("kind", ["closure_reason", "decline_reason", "refusal_reason"])
def test_every_reason_for_a_no_says_whether_an_appeal_is_printed(kind: str) -> None:
    assert all(isinstance(row.extra["appeal"], bool) for row in terms(kind))


def test_every_refusal_against_the_persons_wish_prints_the_appeal() -> None:
    silent = {row.code for row in terms("refusal_reason") if not row.extra["appeal"]}
    assert silent == {"person_does_not_agree", "withdrawn", "duplicate"}
    assert all(row.extra["appeal"] for row in terms("closure_reason") if row.extra["ends_help"])


def test_every_appeal_route_has_a_known_deadline_or_none() -> None:
    keys = {row.key for row in all_figures()}
    deadlines = {row.code: row.extra["deadline"] for row in terms("appeal_route")}
    assert len(deadlines) == 6 and deadlines["administrative"] == "appeal.admin"
    assert {key for key in deadlines.values() if key} <= keys


def test_the_six_questions_have_the_four_answers_in_order() -> None:
    assert len(terms("washington_question")) == 6
    assert tuple(row.code for row in terms("washington_answer")) == ANSWERS


def test_there_are_ten_standard_areas_and_ten_groups_by_law() -> None:
    assert (len(terms("standard_area")), len(terms("beneficiary_group"))) == (10, 10)


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"value": "five"}, "whole number"),
        ({"value": True}, "whole number"),
        ({"value": -1}, "whole number"),
        ({"unit": "fortnights"}, "fortnights"),
        ({"citation": "hearsay"}, "sources.yaml does not know"),
        ({"certainty": 101}, "0 to 100"),
        ({"certainty": None}, "0 to 100"),
        ({"certainty": 79}, "must be configurable"),
        ({"valid_from": "soon"}, "must be a day"),
        ({"valid_to": date(2019, 1, 1)}, "ends before it begins"),
        ({"en": ""}, "'en' is missing"),
        ({"sq": None}, "'sq' is missing"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_bad_figure_is_named_with_its_sheet_and_its_fault(changed: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadSheet, match=rf"clocks.yaml: a\.b: .*{problem}"):
        read_figures("clocks.yaml", {"figures": [{**ROW, **changed}]}, SOURCES)


def test_two_rows_of_one_figure_may_follow_each_other_but_not_overlap() -> None:
    old, new = {**ROW, "valid_to": date(2021, 12, 31)}, {**ROW, "value": 4, "valid_from": date(2022, 1, 1)}
    assert [row.value for row in read_figures("s", {"figures": [old, new]}, SOURCES)] == [5, 4]
    with pytest.raises(BadSheet, match="same day"):
        read_figures("s", {"figures": [ROW, new]}, SOURCES)


@pytest.mark.parametrize("content", [{}, {"figures": []}, {"figures": [3]}, {"figures": [{"value": 3}]}])
def test_a_sheet_without_rows_or_keys_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(BadSheet, match=r"clocks.yaml: figures"):
        read_figures("clocks.yaml", content, SOURCES)


def test_the_article_or_point_becomes_part_of_the_citation() -> None:
    article, point = (read_figures("s", {"figures": [{**ROW, **where}]}, SOURCES)[0].citation for where in ({"article": 5}, {"point": 2}))
    assert (article, point) == (Text("Ligji, neni 5", "Law, article 5"), Text("Ligji, pika 2", "Law, point 2"))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ({"reason": []}, "list of rows"),
        ({"basis": {"mood": 1}, "reason": [{"code": "x"}]}, "mood"),
        ({"reason": [{"sq": "a", "en": "b"}]}, "without code"),
        ({"reason": [{"code": "x", "sq": "a", "en": "b"}] * 2}, "written twice"),
        ({"reason": [{"code": "x", "sq": "a", "en": "b", "plain": {"sq": "a"}}]}, "needs sq and en"),
        ({"reason": [{"code": "x", "sq": "a", "en": "b", "hint": "a"}]}, "needs sq and en"),
    ],
)
def test_a_bad_word_list_is_refused(content: dict[str, Any], problem: str) -> None:
    basis = {"citation": "law", "certainty": 90, "valid_from": date(2020, 1, 1)}
    with pytest.raises(BadSheet, match=problem):
        read_terms("reasons.yaml", {"basis": basis, **content}, SOURCES)


def test_a_source_needs_both_languages() -> None:
    with pytest.raises(BadSheet, match=r"sources.yaml: kpa"):
        read_sources("sources.yaml", {"kpa": {"sq": "Kodi"}})


def test_what_a_sheet_says_cannot_be_changed_afterwards() -> None:
    with pytest.raises(TypeError):
        term("domain", "housing").extra["ladder"][1] = "x"


def test_units_that_are_no_clock_make_no_clock() -> None:
    ages = [row for row in all_figures() if row.unit is Unit.YEARS]
    assert ages and not any(row.is_clock for row in ages)
