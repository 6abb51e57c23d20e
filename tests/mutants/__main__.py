"""Take out every guard in turn. Exits 0 only where the suite noticed every time.

`--list` names them, `--only PATTERN` tries those whose name holds the pattern, `--tests PATH…` asks only these tests,
`--all` tells of every mutant and not only of those that were not killed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.mutants.changing import written
from tests.mutants.mutant import Mutant

FOLDERS = (
    "tests/access",
    "tests/cli",
    "tests/policies",
    "tests/services",
    "tests/unit/forms",
    "tests/unit/web",
    "tests/unit/workflow",
    "tests/web",
)
"""The tests that guards answer to. The others prove parts in which none of these guards stands."""

MEMORY = Path("/dev/shm")
"""Where databases of a moment are quickest: a disk would be waited for thousands of times."""


def main() -> int:
    """Run."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--list", action="store_true", help="name the mutants and stop")
    parser.add_argument("--all", action="store_true", help="tell of every mutant")
    parser.add_argument("--only", default="", metavar="PATTERN", help="only those whose name holds this expression")
    parser.add_argument("--tests", nargs="+", default=FOLDERS, metavar="PATH", help="ask only these tests")
    parser.add_argument(
        "--control", type=Path, metavar="FILE", help="keep what the control said, or take it from there"
    )
    asked = parser.parse_args()
    if asked.list:
        print(*(f"{mutant.name}  ({mutant.module}:{mutant.line})" for mutant in chosen(asked.only)), sep="\n")
        return 0
    run = Run(asked)
    paths = [path for path in asked.tests if Path(path).exists()]
    plain = ["-s", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    status = pytest.main([*plain, *paths], plugins=[run])
    return run.status if status == pytest.ExitCode.OK else int(status)


def chosen(pattern: str) -> list[Mutant]:
    """Every mutant whose name holds the pattern."""
    from tests.mutants import tables

    return [mutant for mutant in (*written(), *tables.mutants()) if re.search(pattern, mutant.name)]


class Run:
    """What happens in place of running the collected tests."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked, self.status, self.verdicts = asked, 1, []
        self.at_once = os.cpu_count() or 1

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Control, then trial."""
        if session.testsfailed:
            print("Some tests cannot be collected.")
            return True
        with tempfile.TemporaryDirectory(prefix="mutants-", dir=MEMORY if MEMORY.is_dir() else None) as name:
            self.status = self._try_all(session, Path(name))
        return True

    def _try_all(self, session: pytest.Session, folder: Path) -> int:
        from tests.mutants.trial import Jury, Verdict, judge, witnesses

        begun, jury = time.monotonic(), Jury(session)
        heard = self._heard(jury, folder)
        print(
            f"control: {len(heard.seconds)} tests over the code as it is, {time.monotonic() - begun:.0f} s", flush=True
        )
        if heard.failed or heard.broken or not heard.seconds:
            print("The tests fail over the code as it is:", *heard.failed.items(), *heard.broken, sep="\n  ")
            return 2
        tests = witnesses(heard)
        tried = [(mutant, tests.get(mutant.name, [])) for mutant in chosen(self.asked.only)]
        for mutant, asking in tried:
            if not asking:
                self._tell(Verdict(mutant, "survived", "no test asks this guard", 0))
        judge(jury, folder, self.at_once, [each for each in tried if each[1]], self._tell)
        self._table()
        print(f"{len(self.verdicts)} mutants in {time.monotonic() - begun:.0f} s")
        return 0 if all(verdict.said == "killed" for verdict in self.verdicts) else 1

    def _heard(self, jury: object, folder: Path) -> object:
        """What a control says; with `--control` what it said of the same tests before."""
        from tests.mutants.trial import Heard, Jury, control

        assert isinstance(jury, Jury)
        kept = self.asked.control
        old = Heard(**json.loads(kept.read_text())) if kept and kept.exists() else Heard()
        old = Heard(
            *({test: old_of[test] for test in old_of if test in jury.items} for old_of in (old.seconds, old.asked))
        )
        old.add(control(jury, folder, self.at_once, [test for test in jury.items if test not in old.seconds]))
        if kept and not (old.failed or old.broken):
            kept.write_text(json.dumps(vars(old)))
        return old

    def _tell(self, verdict: object) -> None:
        self.verdicts.append(verdict)
        if verdict.said != "killed" or self.asked.all:
            where = f"{verdict.mutant.module}:{verdict.mutant.line}"
            print(
                f"{verdict.said}: {verdict.mutant.name}  ({where}; {verdict.by}; {verdict.seconds:.1f} s)", flush=True
            )

    def _table(self) -> None:
        print(f"{'kind':<12}{'mutants':>8}{'killed':>8}{'survived':>10}{'broken':>8}{'seconds':>9}")
        for kind in sorted({verdict.mutant.kind for verdict in self.verdicts}):
            these = [verdict for verdict in self.verdicts if verdict.mutant.kind == kind]
            said, seconds = Counter(verdict.said for verdict in these), sum(verdict.seconds for verdict in these)
            counts = f"{len(these):>8}{said['killed']:>8}{said['survived']:>10}{said['broken']:>8}"
            print(f"{kind:<12}{counts}{seconds:>9.0f}")


if __name__ == "__main__":
    sys.exit(main())
