"""A register that cannot protect anybody is refused in one sentence that repeats no identity."""

from __future__ import annotations

from datetime import date

import pytest

from darddr.leaks.register import Register, RegisterError


def test_reads_what_the_command_promises() -> None:
    register = Register.from_json(
        {
            "people": [
                {
                    "role": "victim",
                    "pseudonym": "Ellen",
                    "names": [" Sarah Whitlock "],
                    "dates_of_birth": ["1984-03-07"],
                }
            ],
            "places": ["Netherby"],
            "allowed": [],
            "made": "2026-06-04",
        }
    )
    assert register.people[0].names == ("Sarah Whitlock",)
    assert register.people[0].dates_of_birth == (date(1984, 3, 7),)
    assert register.places == ("Netherby",)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ([], "one JSON object"),
        ({}, "names nobody"),
        ({"people": []}, "names nobody"),
        ({"people": ["Sarah"]}, "Person 1"),
        ({"people": [{"names": []}]}, "nothing to look for"),
        ({"people": [{"names": ["  "]}]}, "nothing to look for"),
        ({"people": [{"names": ["--"]}]}, "without a letter"),
        ({"people": [{"phones": ["01632 960123"]}]}, "holds no name"),
        ({"people": [{"names": "Sarah Whitlock"}]}, "list of texts"),
        ({"people": [{"names": ["Sarah Whitlock", 7]}]}, "list of texts"),
        ({"people": [{"names": ["Sarah Whitlock"], "pseudonym": 7}]}, "as a text"),
        ({"people": [{"names": ["Sarah Whitlock"], "dates_of_birth": ["7 March 1984"]}]}, "not a day written like"),
        ({"people": [{"names": ["Sarah Whitlock"], "date_of_birth": ["1984-03-07"]}]}, "dates_of_birth"),
        ({"people": [{"names": ["Sarah Whitlock"]}], "place": ["Netherby"]}, "places"),
        ({"people": [{"names": ["Sarah Whitlock"]}], "places": "Netherby"}, "list of texts"),
    ],
)
def test_refusals(data: object, says: str) -> None:
    with pytest.raises(RegisterError) as refused:
        Register.from_json(data)
    message = str(refused.value)
    assert says in message
    assert message.endswith(".")
    assert "Whitlock" not in message
    assert ". " not in message
