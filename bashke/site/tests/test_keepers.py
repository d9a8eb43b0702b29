"""Which of pgBackRest's backups must stay, and when a program is no program."""

import pytest

from bashke.site.backups import pgbackrest

WEEK = ["1F", "1I", "2I", "3I"]


@pytest.mark.parametrize(
    ("labels", "keep", "wholes"),
    [
        (["1F"], 7, 1),
        (WEEK, 2, 1),
        ([*WEEK, "4F"], 1, 1),
        ([*WEEK, "4F"], 2, 2),
        ([*WEEK, "4F", "5I"], 2, 1),
        ([*WEEK, "4F", "5F"], 2, 2),
        ([*WEEK, "4F", "5F"], 3, 3),
    ],
)
def test_whole_backups_stay_as_long_as_a_wanted_one_builds_on_them(labels: list[str], keep: int, wholes: int) -> None:
    assert pgbackrest.needed(labels, keep) == wholes


def test_pgbackrest_is_used_only_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    for wish, why in (("", "not installed"), ("off", "says off"), ("/nowhere/else", "names /nowhere/else")):
        monkeypatch.setenv("BASHKE_PGBACKREST", wish)
        with pytest.raises(pgbackrest.NotUsable, match=why):
            pgbackrest.named()
