# SPDX-License-Identifier: MIT
"""One stage of scripts/test: runs commands, keeps their whole output in a log, counts what passed and failed."""
import pathlib
import re
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
LOGS = ROOT / "build/test-logs"
ERROR_LINES, MOST_LINES = 12, 80  # of a failure, and of all failures of a stage, in the report


class Stage:
    """`passed`, `failed` and `unsteady` (lines) are what the report is made of; `times` says what took how long."""

    def __init__(self, name: str):
        LOGS.mkdir(parents=True, exist_ok=True)
        self.name, self.passed, self.failed = name, 0, 0
        self.unsteady: list[str] = []
        self.times: list[tuple[str, float]] = []
        self.path = LOGS / f"{name}.log"
        self.log = open(self.path, "w", encoding="utf-8", errors="replace")

    def run(self, what: str, command: str) -> int:
        """A shell command in the root of the project, output to the log."""
        begun = time.monotonic()
        self.log.write(f"\n$ {command}\n")
        self.log.flush()
        code = subprocess.run(["bash", "-c", command], cwd=ROOT, stdout=self.log, stderr=subprocess.STDOUT,
                              stdin=subprocess.DEVNULL).returncode
        self.times.append((what, time.monotonic() - begun))
        return code

    def step(self, what: str, command: str) -> bool:
        """What passes or fails as a whole: a build, a check."""
        good = self.run(what, command) == 0
        self.count(1 if good else 0, 0 if good else 1, what)
        return good

    def build(self, preset: str, target: str = "") -> bool:
        """Configures where that was not done, and builds a target of a preset."""
        what = f"build of {target or 'all'} of preset {preset}"
        return self.step(what, f"cmake --preset {preset} && cmake --build --preset {preset}"
                               + (f" --target {target}" if target else ""))

    def counted(self, what: str, command: str, counts_of):
        """A test program that prints its own counts. No counts, or a bad exit without a failure, is a failure."""
        mark = self.log.tell()
        code = self.run(what, command)
        with open(self.path, encoding="utf-8", errors="replace") as text:
            text.seek(mark)
            plain = re.sub(r"\x1b\[[0-9;]*m", "", text.read())
        self.unsteady += re.findall(r"^unsteady: (.*)", plain, re.M)
        passed, failed = counts_of(plain)
        if passed + failed == 0 or (code != 0 and failed == 0):
            failed += 1
        self.count(passed, failed, what)

    def count(self, passed: int, failed: int, what: str):
        self.passed += passed
        self.failed += failed
        if failed:
            print(f"  FAILED {what} (see {self.path.relative_to(ROOT)})", flush=True)

    def report(self, seconds: float):
        """The stage's line, what took how long, and why it failed, so that a CI page without the log file is enough."""
        self.log.close()
        parts = ", ".join(f"{what} {took:.0f} s" for what, took in self.times if took >= 0.5)
        print(f"{self.name}: {self.passed} passed, {self.failed} failed ({seconds:.0f} s{': ' + parts if parts else ''})")
        for line in self.unsteady:
            print(f"  unsteady: {line}")
        if self.failed:
            print("  " + "\n  ".join(failures_of(self.path)))
        print(end="", flush=True)


def failures_of(path: pathlib.Path) -> list[str]:
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    wanted = re.compile(r"error:|FAILED|^\s*not ok|AssertionError|^lint:|^FAIL|ERROR:|runtime error|  error: |CMake Error")
    # An error of several lines is told in them, not in the one that announces it.
    shown = {j for i, line in enumerate(lines) if wanted.search(line)
             for j in range(i, i + (ERROR_LINES if line.rstrip().endswith("error: |-") else 1)) if j < len(lines)}
    found = [lines[i][:240] for i in sorted(shown)]
    return (found[:MOST_LINES] or lines[-15:]) if found or lines else ["(no output)"]


# ---- what the programs print at their end

def catch_counts(text: str) -> tuple[int, int]:
    """Catch2's last lines, v2 and v3."""
    found = re.findall(r"All tests passed \([\d,]+ assertions? in ([\d,]+) test cases?\)", text)
    if found:
        return int(found[-1].replace(",", "")), 0
    found = re.findall(r"test cases:\s*(\d+)([^\n]*)", text)
    if not found:
        return 0, 0
    total, rest = int(found[-1][0]), found[-1][1]
    failed = re.search(r"(\d+) failed", rest)
    passed = re.search(r"(\d+) passed", rest)
    failed = int(failed[1]) if failed else 0
    return (int(passed[1]) if passed else total - failed), failed


def node_counts(text: str) -> tuple[int, int]:
    """node --test with the tap reporter; a skipped or unfinished test is a failed one."""
    number = lambda key: sum(int(n) for n in re.findall(rf"^# {key} (\d+)", text, re.M))
    return number("pass"), number("fail") + number("skipped") + number("cancelled") + number("todo")


def plain_counts(text: str) -> tuple[int, int]:
    found = re.findall(r"^(\d+) passed, (\d+) failed", text, re.M)
    return (int(found[-1][0]), int(found[-1][1])) if found else (0, 0)
