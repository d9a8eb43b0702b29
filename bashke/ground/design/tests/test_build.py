"""The build finds Node, skips what has not changed, and says in a sentence what is missing."""

from pathlib import Path

import pytest

from bashke.ground.design import build as building


def test_nothing_is_built_when_nothing_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "BUILT", tmp_path)
    monkeypatch.setattr(building, "find_node", lambda node: pytest.fail("looked for Node"))
    (tmp_path / ".stamp").write_text(building._fingerprint(building._sources()))
    building.build()


def test_without_node_the_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "_on_path", lambda: None)
    monkeypatch.setattr(building, "_from_wheel", lambda: None)
    with pytest.raises(building.BuildFailed, match="uv sync --group frontend"):
        building.find_node()


def test_an_old_node_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v16.20.0\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setattr(building, "_on_path", lambda: None)
    monkeypatch.setattr(building, "_from_wheel", lambda: None)
    with pytest.raises(building.BuildFailed):
        building.find_node(tmp_path)


def test_new_files_replace_old_ones_and_leftovers_go(tmp_path: Path) -> None:
    out, target = tmp_path / "work" / "out", tmp_path / "built"
    (out / "fonts").mkdir(parents=True)
    (out / "app.css").write_text("new")
    (out / "fonts" / "a.woff2").write_text("font")
    target.mkdir()
    (target / "app.css").write_text("old")
    (target / "gone.css").write_text("old")
    building._publish(tmp_path / "work", target, "stamp")
    assert (target / "app.css").read_text() == "new"
    assert (target / "fonts" / "a.woff2").exists()
    assert not (target / "gone.css").exists()
    assert (target / ".stamp").read_text() == "stamp"


def test_the_lock_names_no_registry_and_no_host_to_fetch_from() -> None:
    assert '"resolved"' not in (building.ROOT / "package-lock.json").read_text()
    assert "registry" not in (building.ROOT / ".npmrc").read_text().replace("omit-lockfile-registry-resolved", "")


def test_no_source_of_the_pages_loads_from_another_host() -> None:
    for path in [*building.ASSETS.rglob("*.*"), *(building.HERE / "templates").rglob("*.html")]:
        text = path.read_text().replace("http://www.w3.org/2000/svg", "").replace("https://sq.wikipedia.org/", "")
        assert "http:" not in text, path
        assert "https:" not in text, path
