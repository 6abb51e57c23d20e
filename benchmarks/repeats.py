"""Looking for earlier recommendations like one among 10,000 opened texts, against a plain scan of the same texts."""

from __future__ import annotations

import random
import sys

from side_by_side import interleaved, ratio, shown

from darddr.services.repeats import likest

TEXTS = 10_000
LIMIT = 20.0
WORDS = """ensure review policy domestic abuse risk assessment pathway referral multi agency audit supervision commission
    specialist service housing officer practitioner guidance chief constable integrated care board local authority adult
    children provide embed develop implement annual quality assure partnership should all staff frontline training on
    coercive control information sharing record keeping carers mental health primary care general practice employer"""
SOUGHT = "The housing service should provide training on coercive control for all frontline staff."
SAME = "All frontline staff of the housing service should be provided with training on coercive control."


def texts() -> list[str]:
    """Recommendations of 15 to 60 words, one of which asks for the same in other words."""
    chance, words = random.Random(7), WORDS.split()
    made = [" ".join(chance.choices(words, k=chance.randint(15, 60))).capitalize() + "." for _ in range(TEXTS)]
    made[TEXTS // 2] = SAME
    return made


def plain_scan(sought: str, others: list[str]) -> int:
    """The least that looks at every text: how many hold the words as they stand, in whatever case."""
    folded = sought.casefold()
    return sum(folded in other.casefold() for other in others)


def main() -> int:
    """Print the paired median and whether it is within the limit and the one alike was found."""
    others = texts()
    times = interleaved(
        {"likest": lambda: likest(SOUGHT, others), "plain scan": lambda: plain_scan(SOUGHT, others)}, rounds=9
    )
    found = TEXTS // 2 in [at for at, _ in likest(SOUGHT, others)]
    shown(f"{TEXTS:,} texts", times)
    against = ratio(times, "likest", "plain scan")
    held = against <= LIMIT and found
    print(f"recommended before: {against:.1f} x a plain scan (limit {LIMIT:g} x): {'held' if held else 'NOT HELD'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
