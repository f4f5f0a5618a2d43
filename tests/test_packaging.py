"""The small files that bring OnRecord onto a machine: Makefile, Dockerfile, compose.yaml, .ci/run.

No Docker engine and no network: the Dockerfile's own lines are read, and its install steps are run in a fresh virtual
environment that borrows the libraries of this one, so that every requirement must be met already.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

ROOT: Final = Path(__file__).parents[1]
PROJECT: Final[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TORCH: Final = next(need for need in PROJECT["project"]["dependencies"] if need.startswith("torch=="))
PREFIX: Final = "/opt/onrecord"


def run(
    command: list[str], folder: Path, env: Mapping[str, str] | None = None, path: str = os.defpath
) -> subprocess.CompletedProcess[str]:
    """Run ``command`` in ``folder`` with no variable but ``PATH``, a home and ``env``; text out, no standard input."""
    settings = {"PATH": path, "HOME": str(folder), "LC_ALL": "C.UTF-8", **(env or {})}
    return subprocess.run(
        command, cwd=folder, env=settings, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


# --- Dockerfile ---------------------------------------------------------------------------------------------------


def stages() -> list[list[tuple[str, str]]]:
    """Return the Dockerfile as its stages, each a list of (keyword, what follows it)."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    joined = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    found: list[list[tuple[str, str]]] = []
    for line in filter(str.strip, joined.splitlines()):
        keyword, _, rest = line.partition(" ")
        if keyword == "FROM":
            found.append([])
        found[-1].append((keyword, rest.strip()))
    return found


def the(keyword: str) -> str:
    """Return what follows ``keyword`` in the final stage, where it stands once."""
    (only,) = [rest for word, rest in stages()[-1] if word == keyword]
    return only


def environment(stage: list[tuple[str, str]]) -> dict[str, str]:
    """Return what the stage's ARG and ENV lines set."""
    pairs = [shlex.split(rest) for keyword, rest in stage if keyword in {"ARG", "ENV"}]
    return dict(pair.split("=", 1) for line in pairs for pair in line)


@dataclass(frozen=True)
class Image:
    """What the Dockerfile makes, below a folder of the test: ``env`` is the final stage's."""

    prefix: Path
    env: dict[str, str]

    @property
    def packages(self) -> Path:
        (found,) = self.prefix.glob("lib/python*/site-packages")
        return found

    def onrecord(self, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        (entry,) = json.loads(the("ENTRYPOINT"))
        env = {**self.env, "HF_HUB_OFFLINE": "1"}
        return run([str(self.prefix / "bin" / entry), *arguments], folder, env, env["PATH"])


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Image]:
    """Run the build stage line by line, with its folders put below a temporary one."""
    folder = tmp_path_factory.mktemp("image")
    prefix, source = folder / "prefix", folder / "source"
    source.mkdir()

    def placed(env: dict[str, str]) -> dict[str, str]:
        home = {name: value.replace(PREFIX, str(prefix)).replace("/data", str(folder)) for name, value in env.items()}
        return home | {"PATH": home["PATH"].replace("$PATH", f"{Path(sys.executable).parent}:{os.defpath}")}

    env = placed(environment(stages()[0]))
    # Nothing may be fetched, and pip's own settings on this machine do not count.
    env |= {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull}
    for keyword, rest in stages()[0]:
        if keyword == "COPY":
            *names, _ = rest.split()
            for name in names:
                _copy(ROOT / name, source / name)
        elif keyword == "RUN":
            # An isolated build would fetch hatchling; it comes with what the tests need.
            command = rest.replace(PREFIX, str(prefix)).replace("pip install", "pip install --no-build-isolation")
            done = run(["/bin/sh", "-c", command], source, env, env["PATH"])
            assert done.returncode == 0, f"{rest}\n{done.stdout}\n{done.stderr}"
            _borrow_libraries(prefix)
    shutil.rmtree(source)
    yield Image(prefix, placed(environment(stages()[-1])))
    shutil.rmtree(folder)  # the model alone is half a gigabyte


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def _borrow_libraries(prefix: Path) -> None:
    """Let the new environment see this one's libraries. Editable installs are not seen: a .pth in a .pth's folder."""
    for packages in prefix.glob("lib/python*/site-packages"):
        (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
        for old in packages.glob("setuptools*"):  # Python 3.11 makes environments with one that is too old for torch
            shutil.rmtree(old)


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    done = run([str(Path(sys.executable).with_name("hadolint")), "--no-color", "Dockerfile"], ROOT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_install_steps_bring_the_command(image: Image, tmp_path: Path) -> None:
    done = image.onrecord(tmp_path, "--help")
    assert done.returncode == 0, done.stderr
    (command,) = json.loads(the("CMD"))
    assert re.search(rf"^  {command} ", done.stdout, re.MULTILINE)
    assert (image.packages / "bot" / "cli.py").is_file()


def test_a_missing_archive_is_one_line(image: Image, tmp_path: Path) -> None:
    done = image.onrecord(tmp_path, "list", "--data", "nowhere")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"onrecord: nowhere: .*`onrecord add .*\n", done.stderr)


@pytest.mark.parametrize("package", PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
def test_every_file_of_a_package_is_installed(image: Image, package: str) -> None:
    def files(folder: Path) -> set[Path]:
        found = (file.relative_to(folder) for file in (folder / package).rglob("*") if file.is_file())
        return {file for file in found if "__pycache__" not in file.parts}

    assert files(image.packages) == files(ROOT)


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        ("corpus/samples/oic/*", 1),
        ("corpus/samples/us-state-dept/*.md", 60),
        ("corpus/record/migrations/versions/*.py", 1),
        ("index/trained/evidence.json", 1),
        ("bot/locales/**/fr*.po", 1),
        ("bot/locales/**/ar*.po", 1),
        ("bot/simulator/bot-api.json", 1),
        ("bot/simulator/page/index.html", 1),
        ("bot/simulator/page/*.js", 2),
    ],
)
def test_what_is_no_code_is_installed_too(image: Image, pattern: str, least: int) -> None:
    assert len(list(image.packages.glob(pattern))) >= least


def test_the_installed_command_answers_with_the_model_made_at_build_time(image: Image, tmp_path: Path) -> None:
    cache = Path(image.env["ONRECORD_CACHE"])
    before = sorted(cache.rglob("*"))
    added = image.onrecord(tmp_path, "add", str(image.packages / "corpus" / "samples" / "oic"), "--data", "here")
    assert added.returncode == 0, added.stderr
    question = "Quelle résolution sur la coopération entre l'ONU et l'OCI a été adoptée ?"
    asked = image.onrecord(tmp_path, "ask", question, "--json", "--data", "here")
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["question"] == question
    assert any(path.name == "model.safetensors" for path in before)
    assert sorted(cache.rglob("*")) == before


def test_the_container_runs_the_bot_as_nobody_in_particular() -> None:
    env = environment(stages()[-1])
    (made,) = [rest for keyword, rest in stages()[-1] if keyword == "RUN"]
    assert the("STOPSIGNAL") == "SIGTERM"
    assert [json.loads(the("ENTRYPOINT")), json.loads(the("CMD"))] == [[*PROJECT["project"]["scripts"]], ["bot"]]
    assert int(the("USER")) > 0
    assert f"useradd --uid {the('USER')} " in made
    assert the("VOLUME") == env["ONRECORD_DATA"] == "/data"
    assert "HF_HUB_OFFLINE" not in env


def test_nothing_but_what_is_copied_gets_into_the_build() -> None:
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    copied = {name for keyword, rest in stages()[0] if keyword == "COPY" for name in rest.split()[:-1]}
    assert "*" in lines
    assert {line[1:] for line in lines if line.startswith("!")} == copied
    assert "**/.env" in lines


@pytest.mark.parametrize(("state", "healthy"), [("01", True), ("08", False), ("02", False)])
def test_healthy_is_an_open_connection(tmp_path: Path, state: str, *, healthy: bool) -> None:
    (tmp_path / "tcp").write_text(
        "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
        "   0: 0B00007F:9D01 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        1 101 1 0\n"
        f"   1: 020011AC:C001 DCA79A95:01BB {state} 00000000:00000000 02:00000000 00000000 10001        1 2 1 0\n",
        encoding="ascii",
    )
    command = json.loads(the("HEALTHCHECK").partition("CMD ")[2])
    done = run([word.replace("/proc/net", str(tmp_path)) for word in command], tmp_path)  # tcp6 is not there
    assert (done.returncode == 0) is healthy


def test_compose_keeps_the_bot_in_bounds() -> None:
    told = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    bot = told["services"]["bot"]
    assert bot["build"] == "."
    assert bot["env_file"] == [{"path": ".env", "required": False}]
    assert bot["volumes"] == [f"data:{the('VOLUME')}"]
    assert "data" in told["volumes"]
    assert bot["restart"] == "unless-stopped"
    assert bot["stop_grace_period"] == "30s"
    assert bot["read_only"] is True
    assert bot["tmpfs"] == ["/tmp"]  # noqa: S108 - the container's own
    assert bot["cap_drop"] == ["ALL"]
    assert bot["security_opt"] == ["no-new-privileges:true"]
    inside = environment(stages()[-1])
    assert bot["environment"].items() <= inside.items()  # a .env made for this machine must not move them
    watch = told["services"]["watch"]
    own = {"command": ["watch"], "profiles": ["watch"], "healthcheck": {"disable": True}}
    assert watch == {**bot, **own}


# --- Makefile, hooks and CI ---------------------------------------------------------------------------------------

MAKE: Final = shutil.which("make")
needs_make = pytest.mark.skipif(MAKE is None, reason="no make on the PATH")

# Stands for a Python of the right version, and for the one in .venv; what is installed is written down.
STUB: Final = """#!/bin/sh
case "$*" in
*version_info*) ;;
*ensurepip*) [ ! -e no-venv ] ;;
--version) echo Python 3.12.0 ;;
"-m venv --clear .venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
"-m pip --version") ;;
*) echo "$*" >>calls; [ ! -e broken ] || exit 1
   printf '#!/bin/sh\\necho "onrecord $*"\\n' >.venv/bin/onrecord; chmod +x .venv/bin/onrecord ;;
esac
"""


@dataclass(frozen=True)
class Workplace:
    """A folder with the Makefile, pyproject.toml and stubs for Python in ``bin``."""

    folder: Path

    def stub(self, name: str, text: str = STUB) -> None:
        file = self.folder / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        file.chmod(0o755)

    def make(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        path = f"{self.folder / 'bin'}:{os.defpath}"
        return run([str(MAKE), *arguments], self.folder, env, path)

    def installs(self) -> list[str]:
        calls = self.folder / "calls"
        return calls.read_text(encoding="utf-8").splitlines() if calls.exists() else []


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    place = Workplace(tmp_path)
    for name in ("python3.13", "python3.11", "python3", "python"):
        place.stub(name, "#!/bin/sh\nexit 127\n")  # as the shims of pyenv do for a version that is off
    place.stub("python3.12")
    return place


@needs_make
@pytest.mark.parametrize(
    ("env", "dotenv", "command"),
    [
        ({}, "", "try --port 8080"),
        ({"ONRECORD_TOKEN": " "}, "", "try --port 8080"),
        ({}, "ONRECORD_TOKEN=\n# ONRECORD_TOKEN=1:secret\nMY_ONRECORD_TOKEN=1:secret\n", "try --port 8080"),
        ({"ONRECORD_TOKEN": "1:secret"}, "", "bot"),
        ({"ONRECORD_TOKEN": ""}, "ONRECORD_TOKEN=1:secret\n", "bot"),
        ({}, "ONRECORD_DATA=x\nexport ONRECORD_TOKEN = '1:secret'\n", "bot"),
    ],
)
def test_make_run_goes_to_telegram_with_a_token(
    workplace: Workplace, env: dict[str, str], dotenv: str, command: str
) -> None:
    (workplace.folder / ".env").write_text(dotenv, encoding="utf-8")
    done = workplace.make("-n", "run", **env)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f".venv/bin/onrecord {command}"
    assert "secret" not in done.stdout + done.stderr


@needs_make
def test_make_run_installs_once_and_says_so(workplace: Workplace) -> None:
    first, second = workplace.make("run", "PORT=8081"), workplace.make("run")
    assert first.stdout.splitlines()[0] == "Making .venv with Python 3.12.0…"
    assert first.stdout.splitlines()[1].startswith("Installing OnRecord")
    assert first.stdout.splitlines()[2:] == ["onrecord try --port 8081"]
    assert second.stdout.splitlines() == ["onrecord try --port 8080"]
    assert [call.partition("--disable-pip-version-check ")[2] for call in workplace.installs()] == ["--editable ."]
    os.utime(workplace.folder / ".venv" / ".installed", (0, 0))  # pyproject.toml is newer
    workplace.make("setup")
    assert len(workplace.installs()) == 2


@needs_make
def test_what_failed_to_install_is_installed_again(workplace: Workplace) -> None:
    (workplace.folder / "broken").touch()
    assert workplace.make("setup").returncode
    (workplace.folder / "broken").unlink()
    assert workplace.make("setup").returncode == 0
    assert len(workplace.installs()) == 2


@needs_make
def test_torch_comes_from_another_index_when_one_is_named(workplace: Workplace) -> None:
    assert workplace.make("setup", "TORCH_INDEX=https://example.org/cpu").returncode == 0
    first, second = workplace.installs()
    assert first.endswith(f" --no-deps --index-url https://example.org/cpu {TORCH}")
    assert second.endswith(" --editable .")


@needs_make
@pytest.mark.parametrize(
    ("flaw", "cure"), [("no-venv", "python3.12 has no venv module: .*python3-venv"), ("", "Python 3.11, 3.12 or 3.13")]
)
def test_a_missing_python_is_one_line_with_its_cure(workplace: Workplace, flaw: str, cure: str) -> None:
    if flaw:
        (workplace.folder / flaw).touch()
    else:
        workplace.stub("python3.12", "#!/bin/sh\nexit 1\n")
    done = workplace.make("setup")
    assert done.returncode
    told, *rest = done.stderr.splitlines()
    assert re.search(cure, told)
    assert all(line.startswith("make: ") for line in rest)


@needs_make
def test_make_alone_lists_what_there_is(workplace: Workplace) -> None:
    done = workplace.make()
    assert re.findall(r"^make ([a-z]+) ", done.stdout, re.MULTILINE) == [
        "help",
        "run",
        "setup",
        "test",
        "bench",
        "soak",
        "train",
        "clean",
    ]


@needs_make
def test_make_test_is_all_that_ci_checks(workplace: Workplace) -> None:
    done = workplace.make("-n", "test")
    tools = ["ruff check .", "ruff format --check .", "mypy", "lint-imports", "hadolint Dockerfile", "python -m pytest"]
    assert [line.strip() for line in done.stdout.splitlines()[-len(tools) :]] == [f".venv/bin/{tool}" for tool in tools]


@pytest.mark.parametrize("apt", ["exit 0", "echo no such package >&2; exit 100"])
def test_ci_runs_the_tests_whether_or_not_a_browser_can_be_installed(tmp_path: Path, apt: str) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in ("bash", "dirname", "timeout", "tail"):
        (tools / tool).symlink_to(shutil.which(tool) or tool)
    for name, does in {"apt-get": apt, "id": "echo 0", "make": 'echo "make $* CI=$CI"'}.items():
        (tools / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    done = run([str(ROOT / ".ci" / "run")], tmp_path, path=str(tools))
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "make test CI=true")
    assert ("warning: no Chromium" in done.stderr) is ("100" in apt)


def test_commit_hooks_take_the_tools_of_the_environment() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["repo"] for repo in config["repos"]] == ["local"]
    hooks = config["repos"][0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    for tool in [hook["entry"].split()[0] for hook in hooks]:
        assert tool.startswith(".venv/bin/")
        assert Path(sys.executable).with_name(Path(tool).name).is_file()
