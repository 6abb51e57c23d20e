"""Take out every guard in turn. Exits 0 only where the suite noticed every time.

`--list` names them, `--only PATTERN` tries those whose name holds the pattern, `--tests PATH…` asks only these tests.
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

from tests.mutants.jury import Heard
from tests.mutants.loading import written
from tests.mutants.mutant import Mutant
from tests.mutants.trial import Court, Verdict, control, judge, mutants_of_tables, warm, witnesses

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
    parser.add_argument("--only", default="", metavar="PATTERN", help="only those whose name holds this expression")
    parser.add_argument("--tests", nargs="+", default=FOLDERS, metavar="PATH", help="ask only these tests")
    parser.add_argument(
        "--control", type=Path, metavar="FILE", help="keep the control's answer, or take it, if it is there"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutants-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        warm()
        court = Court(Path(name), os.cpu_count() or 1)
        mutants = [each for each in (*written(), *mutants_of_tables(court)) if re.search(asked.only, each.name)]
        if asked.list:
            print("\n".join(f"{each.name}  ({each.module}:{each.line})" for each in mutants))
            return 0
        return _run(court, mutants, files(asked.tests), asked.control)


def files(paths: list[str]) -> list[str]:
    """Test files under paths, the largest first, so that no process is left with one at the end."""
    found = [each for path in map(Path, paths) for each in ([path] if path.is_file() else path.rglob("test_*.py"))]
    return [str(path) for path in sorted(found, key=lambda path: -path.stat().st_size)]


def _heard(court: Court, tests: list[str], kept: Path | None) -> Heard:
    """What a control says, or said: for trying a few mutants again while their tests are written."""
    if kept is None or not kept.exists():
        heard = control(court, tests)
        if kept is not None:
            kept.write_text(json.dumps(vars(heard)))
        return heard
    old = Heard(**json.loads(kept.read_text()))
    new = control(court, [test for test in tests if not any(known.startswith(f"{test}::") for known in old.seconds)])
    return Heard(old.seconds | new.seconds, old.asked | new.asked, new.failed, new.broken)


def _run(court: Court, mutants: list[Mutant], tests: list[str], kept: Path | None) -> int:
    begun = time.monotonic()
    heard = _heard(court, tests, kept)
    print(f"control: {len(heard.seconds)} tests over the code as it is, {time.monotonic() - begun:.0f} s", flush=True)
    if heard.failed or heard.broken or not heard.seconds:
        print("The tests fail over the code as it is:", *heard.failed.items(), *heard.broken, sep="\n  ")
        return 2
    verdicts = judge(court, mutants, witnesses(heard), _tell)
    _table(verdicts)
    print(f"{len(verdicts)} mutants in {time.monotonic() - begun:.0f} s")
    return 0 if all(verdict.said == "killed" for verdict in verdicts) else 1


def _tell(verdict: Verdict) -> None:
    if verdict.said != "killed" or os.environ.get("MUTANTS_VERBOSE"):
        where = f"{verdict.mutant.module}:{verdict.mutant.line}"
        print(f"{verdict.said}: {verdict.mutant.name}  ({where}; {verdict.by}; {verdict.seconds:.1f} s)", flush=True)


def _table(verdicts: list[Verdict]) -> None:
    print(f"{'kind':<12}{'mutants':>8}{'killed':>8}{'survived':>10}{'broken':>8}{'seconds':>9}")
    for kind in sorted({verdict.mutant.kind for verdict in verdicts}):
        these = [verdict for verdict in verdicts if verdict.mutant.kind == kind]
        said = Counter(verdict.said for verdict in these)
        seconds = sum(verdict.seconds for verdict in these)
        counts = f"{len(these):>8}{said['killed']:>8}{said['survived']:>10}{said['broken']:>8}"
        print(f"{kind:<12}{counts}{seconds:>9.0f}")


if __name__ == "__main__":
    sys.exit(main())
