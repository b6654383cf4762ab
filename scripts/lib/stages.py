# SPDX-License-Identifier: MIT
"""The stages of scripts/test, in the order in which they run: cheap ones and those that find most come first."""
import os
from typing import Callable

from stage import Stage, catch_counts, node_counts, plain_counts

HOSTILE = ["tests/data/hostile", "tests/data/hostile-more"]  # the second corpus is our own, of the same form
# Only the run whose branches are reported writes down what was counted.
PROFILE = "LLVM_PROFILE_FILE=build/asan/unit_tests.profraw "


def on_a_display(command: str) -> str:
    """Under a virtual display that survives its clients, with software OpenGL."""
    return f'xvfb-run -a -s "-screen 0 1280x1024x24 -noreset" env LIBGL_ALWAYS_SOFTWARE=1 {command}'


def node_test(files: str) -> str:
    return f"node --test --test-reporter=tap {files}"


def lint(stage: Stage, full: bool):
    stage.step("lint", "scripts/lint")


def native(stage: Stage, full: bool):
    """One build for all that runs natively: clang with sanitizers and counters of branches."""
    if not stage.build("asan"):
        return
    stage.counted("unit tests", PROFILE + "build/asan/unit_tests", catch_counts)
    stage.step("every branch of login and gate", "scripts/coverage --from build/asan/unit_tests.profraw")
    stage.counted("ui tests", "build/asan/ui_tests", catch_counts)
    stage.counted("platform tests", "LSAN_OPTIONS=suppressions=tests/support/lsan.supp build/asan/platform_tests '~[gl]'",
                  catch_counts)
    # Leaks of the graphics driver cannot be told from ours once it is unloaded: here only memory errors count.
    stage.counted("drawing tests", "ASAN_OPTIONS=detect_leaks=0 " + on_a_display("build/asan/platform_tests '[gl]'"), catch_counts)
    stage.counted("stories in virtual time", f"build/asan/simulate --seeds {5000 if full else 1000}", plain_counts)
    for what in ("--cuts", "--storage"):
        stage.counted(f"a standard session, {what}", f"build/asan/simulate {what}", plain_counts)
    # An allocation that fails ends the client where it stands: what it held is lost on purpose.
    stage.counted("a standard session, --memory", f"ASAN_OPTIONS=detect_leaks=0 build/asan/simulate --memory --every {1 if full else 5}",
                  plain_counts)


def web(stage: Stage, full: bool):
    stage.step("types of web/", "web/node_modules/.bin/tsc --noEmit -p web/tsconfig.json")
    stage.counted("web modules", node_test("web/tests/*.test.js"), node_counts)
    if stage.build("web"):
        stage.step("size", "scripts/size")


def wasm(stage: Stage, full: bool):
    """The tests linked with the objects of the page."""
    if not (stage.build("web", "wasm_tests") and stage.build("asan", "unicode_dump")):
        return
    stage.counted("unit tests as wasm", "node tests/wasm/run.mjs build/web/unit_tests.js", catch_counts)
    stage.counted("a page's Unicode against utf8proc", ("PARLANCE_FULL=1 " if full else "") + node_test("tests/wasm/*.test.mjs"),
                  node_counts)
    if full and stage.build("web", "ui_tests"):
        stage.counted("ui tests as wasm", "node tests/wasm/run.mjs build/web/ui_tests.js", catch_counts)


def hostile(stage: Stage, full: bool):
    # Natively and as wasm, with equal traces.
    for corpus in HOSTILE:
        stage.counted(f"inputs of {corpus}", f"scripts/hostile {corpus}", plain_counts)
    # And it sees what is wrong: every case there is.
    stage.step("cases that must fail",
               "scripts/hostile --native tests/data/hostile-failing | tail -n 1 | grep -qx '0 passed, 27 failed'")


def program(stage: Stage, full: bool):
    if stage.build("asan", "parlance"):
        stage.counted("native program", "tests/native/run", plain_counts)


def fuzz(stage: Stage, full: bool):
    seconds = 60 if full else 10  # a short look; scripts/fuzz --all SECONDS is the long one
    stage.counted(f"targets, {seconds} s each", f"scripts/fuzz --all {seconds}", plain_counts)


def e2e(stage: Stage, full: bool):
    # The native program plays again what pages recorded.
    if not (stage.build("web") and stage.build("asan", "parlance")):
        return
    stage.counted("pages", f"node tests/e2e/run.mjs{' --full' if full else ''}", plain_counts)
    stage.step("a connection cut at some of its frames",
               f"scripts/chaos --fates lost,last,truncated --every {10 if full else 70}")
    stage.step("scripts/demo --check", "scripts/demo --check")
    stage.step("round trips of each login", "scripts/measure-logins --short")


def gcc(stage: Stage, full: bool):
    """The build that people debug with, which precompiles nothing, so that every include is proved."""
    if not stage.build("native"):
        return
    stage.counted("unit tests", "build/native/unit_tests", catch_counts)
    stage.counted("ui tests", "build/native/ui_tests", catch_counts)
    stage.counted("platform tests", on_a_display("build/native/platform_tests"), catch_counts)
    stage.counted("native program", "PARLANCE_NATIVE=build/native/parlance tests/native/run", plain_counts)


STAGES: list[Callable[[Stage, bool], None]] = [lint, native, program, web, wasm, hostile, fuzz, e2e, gcc]
NAMES = [function.__name__ for function in STAGES]
ONLY_FULL = [gcc]  # not part of the whole without --full; by their names always


def environment():
    """For every program a stage starts."""
    os.environ["LLVM_PROFILE_FILE"] = os.devnull
