# SPDX-License-Identifier: MIT
"""scripts/test --quick: what a change of a few files can break, in a minute."""
import re
import subprocess

from stage import LOGS, ROOT, Stage, catch_counts, node_counts
from stages import node_test

UNIT = ("base", "xml", "xmpp", "stream", "session", "ext", "model")  # the layers that unit_tests links
UI = (*UNIT, "ui", "app")


def changed() -> list[str]:
    """What differs from the newest commit that passed everything, else from the last commit."""
    green = LOGS / "green"
    since = green.read_text().strip() if green.exists() else "HEAD"
    git = lambda *words: subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True)
    if git("cat-file", "-e", f"{since}^{{commit}}").returncode != 0:
        since = "HEAD"  # that commit was rewritten
    names = lambda *words: git(*words).stdout.splitlines()
    return sorted({*names("diff", "--name-only", since), *names("ls-files", "-o", "--exclude-standard")})


def quick(stage: Stage, full: bool):
    stage.step("lint", "scripts/lint")
    files = changed()
    folders = {file.split("/")[1] for file in files if re.match(r"(src|tests)/\w+/", file)} | \
              ({"base"} if any(file.startswith(("cmake/", "tests/main.cpp", "tests/support/")) for file in files) else set())
    for program, layers in (("unit_tests", UNIT), ("ui_tests", UI)):
        if folders.intersection(layers) and stage.build("asan", program):
            stage.counted(program, f"build/asan/{program}", catch_counts)
    if any(file.startswith("web/") for file in files):
        stage.step("types of web/", "web/node_modules/.bin/tsc --noEmit -p web/tsconfig.json")
    stage.counted("web modules", node_test("web/tests/*.test.js"), node_counts)
