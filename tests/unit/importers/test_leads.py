"""Who leads."""

from __future__ import annotations

import pytest

from darddr.importers.leads import read_leads, split_bodies


@pytest.mark.parametrize(
    "body",
    [
        "Children and Families Service",
        "Kent and Medway CCG",
        "KCC Adult Social Care and Health",
        "Cornwall & Isles of Scilly (IoS) Public Health",
        "Devon & Cornwall Police",
        "Avon and Somerset Police",
        "Police and Crime Commissioner",
        "Health and Wellbeing Board",
        "Bassetlaw, Newark & Sherwood Community Safety Partnership",
        "NHS England and Improvement",
        "LBTH Adult social care",
        "All agencies",
    ],
)
def test_one_body_stays_one(body: str) -> None:
    assert read_leads(body).agencies == (body,)


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("Kent Police / KCC", ("Kent Police", "KCC")),
        ("KMPT/KCC/CCG", ("KMPT", "KCC", "CCG")),
        ("Adult Social Care; Children's Services", ("Adult Social Care", "Children's Services")),
        ("Police\nHousing", ("Police", "Housing")),
        ("• Police\n• NHS Trust", ("Police", "NHS Trust")),
        ("Police and Adult Social Care", ("Police", "Adult Social Care")),
        (
            "Primary Care Matrons and Child Protection Department",
            ("Primary Care Matrons", "Child Protection Department"),
        ),
        ("CCG & Police", ("CCG", "Police")),
        ("Police, Adult Social Care and Housing", ("Police", "Adult Social Care", "Housing")),
        ("Avon and Somerset Police and NHS Trust", ("Avon and Somerset Police", "NHS Trust")),
    ],
)
def test_several_bodies_become_several_entries(cell: str, bodies: tuple[str, ...]) -> None:
    assert read_leads(cell).agencies == bodies
    assert split_bodies(cell)[0] == bodies


@pytest.mark.parametrize(
    ("cell", "agencies", "owner"),
    [
        ("Kent Police\nHead of Crime\nJane Whitlock", ("Kent Police",), "Head of Crime; Jane Whitlock"),
        ("Kent Police - DCI Jane Whitlock", ("Kent Police",), "DCI Jane Whitlock"),
        ("Kent Police (Jane Whitlock)", ("Kent Police",), "Jane Whitlock"),
        ("Lead agency: Kent Police\nLead officer: Jane Whitlock", ("Kent Police",), "Jane Whitlock"),
        ("Safer Communities Manager, Swale Borough Council", ("Swale Borough Council",), "Safer Communities Manager"),
        ("Head of Service", ("Head of Service",), "Head of Service"),
    ],
)
def test_posts_and_persons_beside_a_body_are_the_owner(cell: str, agencies: tuple[str, ...], owner: str) -> None:
    leads = read_leads(cell)
    assert (leads.agencies, leads.owner) == (agencies, owner)


def test_a_column_for_persons_gives_owners_who_also_lead() -> None:
    leads = read_leads("• SI Leads\n• Head of Patient Safety", person_column=True)
    assert leads.agencies == ("SI Leads", "Head of Patient Safety")
    assert leads.owner == "SI Leads; Head of Patient Safety"


def test_joining_words_and_labels_are_accounted_for() -> None:
    assert read_leads("Police and Adult Social Care").spare == "and"
    assert read_leads("Lead agency: Kent Police").spare == "Lead agency"
    assert read_leads("Police").spare == ""
