"""Word plans in the layouts councils use."""

from __future__ import annotations

from darddr.importers.plan import Action, Plan, Recommendation
from darddr.importers.read import read_plan
from tests.tools.account import lost_words
from tests.unit.importers.builders import C, docx, paragraph, table

HEAD = ("Recommendation", "Action", "Lead agency", "Target date", "Progress")


def read(*body: str, **parts: str) -> Plan:
    """Read a Word plan and make sure that no word of it is lost."""
    data = docx(*body, **parts)
    assert not lost_words("plan.docx", data)
    return read_plan("plan.docx", data)


def one(plan: Plan) -> tuple[Recommendation, Action]:
    """Give the only recommendation and its first action."""
    assert len(plan.recommendations) == 1
    return plan.recommendations[0], plan.recommendations[0].actions[0]


def dates(plan: Plan) -> list[str | None]:
    values = [action.target_date.value for each in plan.recommendations for action in each.actions]
    return [value.isoformat() if value else None for value in values]


def unplaced(plan: Plan) -> set[tuple[str, str]]:
    return {(each.where, each.text) for each in plan.unplaced}


def test_the_promised_json_shape() -> None:
    plan = read(
        table(
            HEAD, ("1. Train staff", "Commission training", "NHS Trust\nHead of Learning", "By 31/12/2016", "Complete")
        )
    )
    assert plan.as_json() == {
        "source": "plan.docx",
        "recommendations": [
            {
                "number": "1",
                "text": "Train staff",
                "scope": None,
                "theme": None,
                "addressees": [],
                "actions": [
                    {
                        "number": None,
                        "text": "Commission training",
                        "lead_agencies": ["NHS Trust"],
                        "owner": "Head of Learning",
                        "milestones": "",
                        "target_date": {
                            "text": "By 31/12/2016",
                            "value": "2016-12-31",
                            "precision": "day",
                            "recurs": None,
                        },
                        "status": "owner_complete",
                        "status_text": "Complete",
                        "progress": "Complete",
                        "completed_date": None,
                        "outcome": "",
                        "source": {"where": "body", "table": 1, "row": 2},
                    }
                ],
            }
        ],
        "ignored": [
            {
                "where": "body",
                "table": 1,
                "row": 1,
                "text": "Recommendation | Action | Lead agency | Target date | Progress",
                "why": "column headings",
            }
        ],
        "unplaced": [],
        "problems": [],
    }


def test_instructions_bands_and_repeated_headings_are_ignored_with_reasons() -> None:
    plan = read(
        table(
            ("Insert the recommendation here", "Describe the action", "Enter the lead", "Enter date", "e.g. drafts"),
            HEAD,
            (C("Learning for health", span=5),),
            ("1. Train", "Commission", "NHS Trust", "May 2020", ""),
            HEAD,
            ("Recording", "", "", "", ""),
            ("2. Write", "Note it", "Police", "June 2020", ""),
        )
    )
    assert [(each.place.row, each.why) for each in plan.ignored] == [
        (1, "instruction row"),
        (2, "column headings"),
        (3, "section heading, kept as the theme"),
        (5, "column headings repeated"),
        (6, "section heading, kept as the theme"),
    ]
    assert [each.theme for each in plan.recommendations] == ["Learning for health", "Recording"]


def test_a_recommendation_is_carried_over_merged_and_blank_cells() -> None:
    plan = read(
        table(
            HEAD,
            (C("One", merge="restart"), "a1", C("Police", merge="restart"), "March 2019", ""),
            (C(merge="continue"), "a2", C(merge="continue"), "April 2019", ""),
            ("", "a3", "Housing", "", ""),
            ("Two", "a4", "KCC", "", ""),
        )
    )
    assert [[action.text for action in each.actions] for each in plan.recommendations] == [["a1", "a2", "a3"], ["a4"]]
    assert [action.lead_agencies for action in plan.recommendations[0].actions] == [
        ("Police",),
        ("Police",),
        ("Housing",),
    ]


def test_parallel_lists_pair_by_number() -> None:
    plan = read(
        table(
            HEAD,
            ("One", "1. a\n2. b\n3. c", "Police", "1. May 2020\n2. 31 September 2020\n3. On-going", "1-2 Complete"),
        )
    )
    actions = plan.recommendations[0].actions
    assert [(action.number, action.text) for action in actions] == [("1", "a"), ("2", "b"), ("3", "c")]
    assert dates(plan) == ["2020-05-01", None, None]
    assert [action.status_text for action in actions] == ["Complete", "Complete", ""]
    assert [(each.row, each.column, each.text, each.why) for each in plan.problems] == [
        (2, "Target date", "31 September 2020", "no such day")
    ]


def test_an_item_without_its_action_is_unplaced_and_a_problem() -> None:
    plan = read(table(HEAD, ("One", "1. a\n2. b", "Police", "1. May 2020\n2. June 2020\n3. July 2020", "")))
    assert unplaced(plan) == {("body", "3. July 2020")}
    assert plan.problems[0].why == "no action numbered 3 to go with this"


def test_lettered_parts_and_inline_numbers_are_actions_too() -> None:
    lettered = read(table(HEAD, ("One", "a) x\nb) y", "Police", "a) May 2020\nb) June 2020", "")))
    assert [action.number for action in lettered.recommendations[0].actions] == ["a)", "b)"]
    assert dates(lettered) == ["2020-05-01", "2020-06-01"]
    inline = read(table(HEAD, ("One", "1. one thing 2. two things", "Police", "1. May 2020 2. June 2020", "")))
    assert dates(inline) == ["2020-05-01", "2020-06-01"]


def test_headings_may_take_two_rows() -> None:
    plan = read(
        table(
            (
                C("Recommendation", merge="restart"),
                C("Action", merge="restart"),
                C("Responsibility", span=2),
                C("Dates", span=2),
            ),
            (C(merge="continue"), C(merge="continue"), "Agency", "Officer", "Target", "Completed"),
            ("1.1 Improve", "Do it", "Police", "Jane Whitlock", "31/03/2020", "01/04/2020"),
        )
    )
    recommendation, action = one(plan)
    assert recommendation.number == "1.1"
    assert (action.lead_agencies, action.owner) == (("Police",), "Jane Whitlock")
    assert action.completed_date is not None
    assert action.completed_date.text == "01/04/2020"


def test_a_colour_is_a_status() -> None:
    head = ("No", "Recommendation", "Action", "BRAG")
    plan = read(
        table(
            head,
            ("1", "One", "a", C("", fill="00B050")),
            ("2", "Two", "a", C("", fill="0070C0")),
            ("3", "Three", "a", C("", fill="D9D9D9")),
        )
    )
    found = [(each.actions[0].status, each.actions[0].status_text) for each in plan.recommendations]
    assert found == [("in_progress", "green (cell colour)"), ("owner_complete", "blue (cell colour)"), (None, "")]


def test_a_plan_goes_on_in_the_next_table_with_or_without_headings() -> None:
    plan = read(
        table(HEAD, ("One", "a1", "Police", "", "")),
        table(HEAD, ("", "a2", "Police", "", "")),
        table(("Two", "a3", "KCC", "", "")),
    )
    assert [[action.text for action in each.actions] for each in plan.recommendations] == [["a1", "a2"], ["a3"]]
    assert plan.recommendations[0].actions[1].source.as_json() == {"where": "body", "table": 2, "row": 2}


def test_other_tables_and_paragraphs_are_unplaced() -> None:
    plan = read(
        paragraph("Marked OFFICIAL"),
        table(("Title", "Our plan"), ("Version", "3")),
        table(("Name", "Signed"), ("Chair", "yes")),
        table(HEAD, ("One", "a1", "Police", "", "")),
        table(("Red", "Overdue"), ("Green", "On track")),
    )
    assert plan.recommendations[0].actions[0].source.table == 3
    assert ("body", "Marked OFFICIAL") in unplaced(plan)
    assert [(each.table, each.row, each.column) for each in plan.unplaced if each.text == "3"] == [(1, 2, 2)]


def test_a_recommendation_may_stand_in_a_band_or_a_heading() -> None:
    band = read(
        table(("Action", "Lead", "Date"), (C("Recommendation 1: Do it well.", span=3),), ("a1", "Police", "May 2020"))
    )
    recommendation, action = one(band)
    assert (recommendation.number, recommendation.text, action.text) == ("Recommendation 1", "Do it well.", "a1")
    above = read(
        paragraph("Recommendation 2: Do more"), table(("Action", "Lead", "Date"), ("a2", "Police", "May 2020"))
    )
    assert one(above)[0].text == "Do more"


def test_the_statutory_template() -> None:
    head = (
        "Recommendation",
        "Scope of recommendation i.e. local or regional",
        "Action to take",
        "Lead Agency",
        "Key milestones achieved in enacting recommendation",
        "Target Date",
        "Date of completion and outcome",
    )
    plan = read(
        table(
            head,
            (
                "What is it?",
                "Should this be local?",
                "How will it happen?",
                "Which agency?",
                "Were there steps?",
                "When?",
                "What came of it?",
            ),
            ("1 Review it", "Local", "Review", "CSP", "Drafted", "31 March 2020", "30 March 2020 - Policy in place"),
            ("2 Tell them", "National", "Write", "CSP", "", "TBC", "Completed March 2020"),
        )
    )
    first, second = plan.recommendations
    assert (first.scope, second.scope) == ("local", "national")
    assert first.actions[0].milestones == "Drafted"
    assert first.actions[0].outcome == "30 March 2020 - Policy in place"
    assert str(first.actions[0].completed_date and first.actions[0].completed_date.value) == "2020-03-30"
    assert (second.actions[0].status, second.actions[0].outcome) == ("owner_complete", "")


def test_the_addressee_may_be_the_last_paragraph_of_the_recommendation() -> None:
    plan = read(table(HEAD, ("Sample the reports\n\nKent Police\n", "Sample", "MPS", "", "")))
    assert plan.recommendations[0].addressees == ("Kent Police",)
    assert plan.recommendations[0].text == "Sample the reports"


def test_recommendations_without_actions() -> None:
    plan = read(table(("#", "Recommendation", "Addressed to"), ("21.10.1", "Know more", "Home Office and Police")))
    recommendation = plan.recommendations[0]
    assert (recommendation.number, recommendation.addressees, recommendation.actions) == (
        "21.10.1",
        ("Home Office", "Police"),
        (),
    )


def test_a_number_column_beside_one_recommendation_counts_its_actions() -> None:
    plan = read(
        table(
            ("Ref", "Recommendation", "Action"),
            ("1.1", C("Big", merge="restart"), "a"),
            ("1.2", C(merge="continue"), "b"),
        )
    )
    assert plan.recommendations[0].number is None
    assert [action.number for action in plan.recommendations[0].actions] == ["1.1", "1.2"]


def test_an_action_under_no_recommendation_is_kept_and_told() -> None:
    plan = read(table(HEAD, ("", "orphan", "Police", "", "")))
    assert one(plan)[1].text == "orphan"
    assert plan.problems[0].why == "action with no recommendation above it"


def test_a_card_is_a_plan_turned_on_its_side() -> None:
    plan = read(
        table(("Recommendation", "Do this"), ("Action", "Train"), ("Lead", "Police"), ("Target date", "May 2020"))
    )
    recommendation, action = one(plan)
    assert (recommendation.text, action.text, dates(plan)) == ("Do this", "Train", ["2020-05-01"])
