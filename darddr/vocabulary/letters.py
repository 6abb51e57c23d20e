"""The wording of letters, and the fields it may hold.

A blank line parts paragraphs, a line that begins with "- " is a point of a list. The first paragraph greets. The wording is ours; the
order of what is said follows the letters that local protocols list (notification, scoping, request for a management review, first letter
to the family, notices of a decision). Nothing here tells anybody's real name: that is written in by hand.
"""

from __future__ import annotations

from dataclasses import dataclass

from darddr.vocabulary.languages import GoesOut


@dataclass(frozen=True)
class Field:
    """What may be filled into a letter: what it is, and the blank left for a pen where the record has nothing.

    Without a blank the letter cannot be made until the record has it.
    """

    label: str
    blank: str = ""


def by_hand(what: str) -> str:
    """A blank that somebody fills with a pen."""
    return f"[{what} to be written in by hand]"


FIELDS = {
    "addressee": Field("Name of whom the letter is to", by_hand("name")),
    "person_who_died": Field("Real name of the person who died, never printed", by_hand("name of the person who died")),
    "agency": Field("Agency the letter is to", by_hand("name of the agency")),
    "reply_by": Field("Day by which an answer is asked for", by_hand("date")),
    "meeting_day": Field("Day of the next panel meeting", by_hand("date of the meeting")),
    "advocate": Field(
        "How to reach a specialist advocate", by_hand("name and telephone number of the advocacy service")
    ),
    "publication_day": Field("Day on which the report is to be published", by_hand("date of publication")),
    "executive_signature": Field(
        "Who signs for the executive", by_hand("signature and name of the chair of the executive")
    ),
    "published_at": Field("Web address of the published report", by_hand("web address")),
    "partnership": Field("Name of the partnership"),
    "reference": Field("Reference of the review"),
    "review_name": Field("What the review is called"),
    "law": Field("The law the review is held under"),
    "pseudonyms": Field("Pseudonyms of whoever died", by_hand("pseudonym")),
    "month_of_death": Field("Month of the death", by_hand("month and year of the death")),
    "coordinator": Field("Coordinator of the review", by_hand("name of the coordinator")),
    "chair": Field("Independent chair", by_hand("name of the chair")),
    "today": Field("Today’s date"),
    "notice_day": Field("Day the notice of the death was received", by_hand("date the notice was received")),
    "decision_day": Field("Day the decision on a review was made"),
    "decision": Field("What was decided, as the end of a sentence"),
    "reason": Field("Reason recorded for the decision"),
    "report_due": Field("Day the report is due", by_hand("date the report is due")),
    "approved_day": Field("Day the executive approved the report and plan", by_hand("date of approval")),
    "recommendations": Field("How many recommendations the report makes"),
    "actions": Field("How many actions the plan holds"),
}
"""Every field a letter may use."""


@dataclass(frozen=True)
class Wording:
    """A letter as it is worded until a partnership words it otherwise. Ours are in English; a partnership in Wales may add Welsh."""

    title: str
    subject: str
    text: str
    welsh_subject: str = ""
    welsh_text: str = ""
    goes_out: GoesOut = GoesOut.ENGLISH


_SIGNED = """Yours sincerely

{{ coordinator }}
Review coordinator, {{ partnership }}"""
_CHAIR_SIGNED = """Yours sincerely

{{ chair }}
Independent chair of the review"""
_EXECUTIVE_SIGNED = """Yours sincerely

{{ executive_signature }}
For {{ partnership }}"""
_HELP = """You do not have to do this alone. A specialist advocate can support you, free of charge, and can speak for you at any stage: \
{{ advocate }}."""

LETTERS = {
    "scoping-letter": Wording(
        "Scoping letter",
        "Death of a resident: please secure your records and tell us what your agency knew",
        """Dear {{ addressee }}

{{ partnership }} was told on {{ notice_day }} of a death that may call for a {{ review_name }}. We refer to it as {{ reference }}. The \
names, dates of birth and addresses you need for a search of your records reach you separately, by secure means; please do not put them \
in a reply by ordinary e-mail.

We ask {{ agency }} to do three things:

- Secure every record you hold of the people concerned now, on paper and on screen, so that nothing is changed, closed or destroyed.
- Search your records, and fill in the scoping return sent with this letter, even where you find that you had no contact.
- Tell us who in your agency we should speak to.

Please send the return by {{ reply_by }}. At this stage we need a summary, not a full account. The partnership will use it to decide \
whether a review is to be held. If it is, we shall ask for more.

Please tell only those colleagues who need to know. Nothing in this letter asks your agency to say who is to blame.

"""
        + _SIGNED,
    ),
    "decision-home-office": Wording(
        "Notice of decision to the Home Office",
        "Decision on a {{ review_name }}: {{ reference }}",
        """Dear Domestic Homicide Review team

{{ partnership }} writes to notify you of its decision on a death of which it was told on {{ notice_day }}. The death was in {{ \
month_of_death }}. In our papers the person who died is known as {{ pseudonyms }}.

On {{ decision_day }} the partnership decided {{ decision }}. {{ law }}

These are the reasons recorded for the decision:

{{ reason }}

The record of the decision can be sent on request. If a review is held, we expect to send you the report by {{ report_due }} unless the \
panel agrees another date with the partnership, in which case we shall tell you.

Please address your reply to {{ coordinator }} and quote {{ reference }}.

"""
        + _EXECUTIVE_SIGNED,
    ),
    "decision-family": Wording(
        "Notice of decision to the family",
        "What has been decided",
        """Dear {{ addressee }}

We are very sorry for the death of {{ person_who_died }}. When somebody may have died because of domestic abuse, the law asks local \
services to consider looking back together at what happened, so that others may be safer. That is called a {{ review_name }}.

On {{ decision_day }} {{ partnership }} decided {{ decision }}. A review does not look for somebody to blame, and it does not take the \
place of the police, the coroner or a court.

If you would like to know how the decision was reached, or if you do not agree with it, please tell us. You may also write to the Home \
Office, which sees every decision of this kind.

"""
        + _HELP
        + """

There is no hurry to answer. You can reach us through {{ coordinator }}, or through your police family liaison officer.

"""
        + _SIGNED,
    ),
    "decision-coroner": Wording(
        "Notice of decision to the coroner",
        "Decision on a {{ review_name }}: {{ reference }}",
        """Dear {{ addressee }}

I write about the death of {{ person_who_died }}, of which {{ partnership }} was told on {{ notice_day }}.

On {{ decision_day }} the partnership decided {{ decision }}. {{ law }} A review is no inquiry into how the person died, which is for \
you to find; we shall plan it so that it does not stand in the way of your inquest.

We should be grateful if you would tell us:

- whether an inquest has been opened and when it is expected to be heard,
- whether any part of our work should wait for it,
- to whom in your office we should send a copy of the report before it is published.

Please quote {{ reference }} in your reply.

"""
        + _SIGNED,
    ),
    "decision-agencies": Wording(
        "Notice of decision to agencies",
        "Decision on a {{ review_name }}: {{ reference }}",
        """Dear {{ addressee }}

Thank you for what {{ agency }} told us when we asked about {{ reference }}. On {{ decision_day }} {{ partnership }} decided {{ decision }}.

Please keep the records you have secured until we tell you otherwise. If a review is held, its independent chair will write to you about \
the panel, and about the account we ask your agency to give of its own work.

If there is learning you can act on now, please do not wait for a report, and let us know what you have changed.

"""
        + _SIGNED,
    ),
    "imr-request": Wording(
        "Request for an individual management review",
        "Request for an individual management review: {{ reference }}",
        """Dear {{ addressee }}

{{ partnership }} is holding a {{ review_name }} with the reference {{ reference }}. {{ law }} The independent chair is {{ chair }}.

On behalf of the panel I ask {{ agency }} for two things: a chronology of its contacts in the form sent with this letter, and an \
individual management review of its own work, in the form sent with this letter, which answers every question of the terms of reference.

The author should be senior enough to question practice, and should neither have worked with anybody concerned nor have managed those \
who did. A senior manager signs the review before it comes to us.

Please send both by {{ reply_by }}, by secure means. Use the pseudonyms of the terms of reference throughout. Individual management \
reviews are never published.

If your agency cannot meet the date, please tell us at once, so that the panel can decide what to do.

"""
        + _CHAIR_SIGNED,
    ),
    "family-first": Wording(
        "First letter to the family",
        "A review, and how you may take part in it",
        """Dear {{ addressee }}

My name is {{ chair }}. I am sorry for your loss. I have been asked to lead a {{ review_name }} after the death of {{ person_who_died \
}}. I do not work for any of the services it looks at.

The review asks what services knew, what they did, and what should be done differently, so that others may be safer. It does not decide \
who is to blame. You knew the person; we only have files. What you tell us helps us to see a whole life.

Whether and how you take part is up to you. You can:

- meet me, at a place and time that suit you, or write, or speak to me by telephone,
- say what you would like the review to ask,
- choose the name by which the report speaks of the person who died, since real names are not used,
- read the draft report in private and tell us what you think of it,
- decide to have nothing to do with it, now or at any time.

"""
        + _HELP
        + """

You can reach me through {{ coordinator }} of {{ partnership }}. There is no hurry.

"""
        + _CHAIR_SIGNED,
    ),
    "family-terms": Wording(
        "Letter to the family with the terms of reference",
        "The questions the review will ask",
        """Dear {{ addressee }}

I wrote to you about the review after the death of {{ person_who_died }}. With this letter are the questions that the review means to \
ask, which are called its terms of reference. They are a draft until you have had the chance to look at them.

Please tell me if a question is missing, if one is wrong, or if there is something that services should be asked about which we cannot \
know. I should be glad to hear from you by {{ reply_by }}, but if you need longer, please say so.

"""
        + _HELP
        + "\n\n"
        + _CHAIR_SIGNED,
    ),
    "family-draft": Wording(
        "Letter to the family with the draft report",
        "The draft report, and time for you to read it",
        """Dear {{ addressee }}

The draft report of the review after the death of {{ person_who_died }} is ready for you to read. Parts of it may be very hard to read. \
We should like to bring it to you and stay while you read it, or give you time with it alone, whichever you prefer.

Please tell us what is wrong, what is missing, and whether the person you knew can be recognised in it. What you say is written down, \
with what was done about it. If we do not change something you asked us to change, the report will say that you see it differently, if \
you wish.

The draft is private. It may still change, and only the final report will be published. I should be glad to hear from you by {{ reply_by \
}}, but if you need longer, please say so.

"""
        + _HELP
        + "\n\n"
        + _CHAIR_SIGNED,
    ),
    "family-publication": Wording(
        "Letter to the family before publication",
        "When and how the report will be published",
        """Dear {{ addressee }}

The report of the review after the death of {{ person_who_died }} has been cleared by the Home Office. {{ partnership }} means to \
publish it on {{ publication_day }}, at {{ published_at }}. No real name of your family is in it.

With this letter is a copy for you, before anybody else reads it. Newspapers may write about it. If you would like to say something \
yourself, or would like us to say something on your behalf, we can help; you do not have to say anything.

If the day is a bad one for you, for instance because of a birthday or an anniversary, please tell us and we shall look for another.

We shall go on checking that the actions are carried out, and shall tell you how they stand if you would like to know.

"""
        + _HELP
        + "\n\n"
        + _SIGNED,
    ),
    "agency-draft": Wording(
        "Letter to agencies with the draft report",
        "Draft report of {{ reference }}: please check it for accuracy",
        """Dear {{ addressee }}

The draft report of the {{ review_name }} {{ reference }} reaches you by secure means. I ask {{ agency }} to check it for accuracy: what \
your agency knew, what it did and when, and the names of its services and posts.

Please answer by {{ reply_by }}, giving for each point the number of the paragraph, what should stand there, and the record it rests on. \
We cannot take out a finding because it is unwelcome; if you disagree with one, please say why, and the panel will consider it.

The draft is confidential. Please do not pass it on beyond those who need to check it.

"""
        + _CHAIR_SIGNED,
    ),
    "agency-actions": Wording(
        "Letter to agencies about the action plan",
        "Action plan of {{ reference }}: what we ask of your agency",
        """Dear {{ addressee }}

The {{ review_name }} {{ reference }} makes {{ recommendations }}. The plan that carries them out holds {{ actions }}, some of which may \
be for {{ agency }} to lead. It is sent with this letter.

For every action of yours please tell us by {{ reply_by }}:

- whether your agency accepts it, and if not, why not,
- the post that answers for it,
- the steps on the way and the date by which it will be done,
- how you will know that it has made a difference.

An action counts as complete when the evidence has been seen and somebody other than its owner has signed it off.

"""
        + _SIGNED,
    ),
    "home-office-cover": Wording(
        "Cover letter to the Home Office",
        "{{ review_name }} {{ reference }}: report for quality assurance",
        """Dear Quality Assurance Panel

{{ partnership }} sends you the report of a {{ review_name }} into a death in {{ month_of_death }}. In the report the person who died is \
known as {{ pseudonyms }}. The independent chair was {{ chair }}.

The executive of the partnership approved the report and the action plan on {{ approved_day }}. The report makes {{ recommendations }}; \
the plan that carries them out holds {{ actions }} and is a live document.

The contents list of this pack names every file in it, and what is still missing. The checklist shows what was considered before the \
report was sent.

The report is confidential until it is published. Please send your letter to {{ coordinator }} and quote {{ reference }}.

"""
        + _EXECUTIVE_SIGNED,
    ),
}
"""Every letter by the key of its paper."""
