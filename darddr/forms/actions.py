"""An action, a note under it, and one of its moves."""

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from darddr import clock
from darddr.forms.base import Form, VersionedForm
from darddr.forms.dates import DateParts
from darddr.forms.typed import LONGEST, TOO_LONG, optional_id
from darddr.models.action import UpdateKind
from darddr.vocabulary.standing import LOOK_BACK_MONTHS

FITS = Length(max=LONGEST, message=TOO_LONG)


class ActionForm(VersionedForm):
    """What is to be done, by whom, by when."""

    text = TextAreaField("Action", [DataRequired("Write the action."), FITS])
    number = StringField(
        "Number",
        [Optional(), Length(max=20, message="Use at most 20 characters.")],
        description="As printed in the plan. Left empty, it takes the next number.",
    )
    agency_id = SelectField("Lead agency", coerce=optional_id)
    lead_agencies = TextAreaField("Other lead agencies", [Optional(), FITS], description="One to a line.")
    group_id = SelectField("Accountable group", coerce=optional_id)
    priority_id = SelectField("Priority of the partnership plan", coerce=optional_id)
    owner_post = StringField("Owner’s post", [Optional(), Length(max=300, message="Use at most 300 characters.")])
    owner_email = StringField(
        "Owner’s e-mail address",
        [Optional()],
        description="Only where the owner has an account. They then see this action and no other part of the review.",
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    target_text = StringField(
        "Target date",
        [Optional(), Length(max=300, message="Use at most 300 characters.")],
        description="As you would write it: 31 March 2027, June 2027, Q2 2027, 2027, or words such as “Ongoing”.",
    )
    date_reason = TextAreaField("Reason for moving the target date", [Optional(), FITS])
    agreed_by = StringField(
        "Who agreed the later date?",
        [Optional(), Length(max=300, message="Use at most 300 characters.")],
        description="A post and a body, such as the chair of the executive.",
    )
    milestones = TextAreaField("Milestones as printed", [Optional(), FITS])
    outcome = TextAreaField("Outcome wanted, or reached", [Optional(), FITS])
    measure = TextAreaField("How shall we know it worked?", [Optional(), FITS])
    name_reason = StringField("Why must this name stay?", [Optional()])


class NoteForm(Form):
    """How an action goes."""

    kind = RadioField(
        "What are you adding?",
        [InputRequired("Choose what you are adding.")],
        choices={
            UpdateKind.PROGRESS.value: "Progress",
            UpdateKind.EVIDENCE.value: "Evidence that it is done",
            UpdateKind.AT_RISK.value: UpdateKind.AT_RISK.label,
            UpdateKind.BLOCKED.value: UpdateKind.BLOCKED.label,
        },
        default=UpdateKind.PROGRESS.value,
    )
    text = TextAreaField(
        "What was done?",
        [DataRequired("Write what was done."), FITS],
        description="Say what changed and where the proof of it is kept. Use roles, not names.",
    )
    file = FileField(
        "A file that shows it",
        [Optional()],
        description="Word, Excel, PDF or a picture. Only those who may read this action can take it away.",
    )
    happened_on = DateParts("When?", required="Enter the day it happened.", default=clock.today)
    on_behalf_of = StringField(
        "Who told you?",
        [Optional(), Length(max=300, message="Use at most 300 characters.")],
        description="A post and an agency. Neither they nor you can then sign the action off.",
    )
    name_reason = StringField("Why must this name stay?", [Optional()])

    def must_say_who_told(self) -> None:
        """Ask for who told it: whoever writes this down does not own the action."""
        self.on_behalf_of.validators = [
            DataRequired("Say who told you, because the action is somebody else’s."),
            *(rule for rule in self.on_behalf_of.validators if not isinstance(rule, Optional)),
        ]
        self.on_behalf_of.flags.optional = False


class MoveForm(Form):
    """When a move happened, and why; of an agreement also what was settled with it."""

    happened_on = DateParts("When did this happen?", required="Enter the day it happened.", default=clock.today)
    part = TextAreaField("Which part is accepted?", [DataRequired("Say which part is accepted."), FITS])
    reason = TextAreaField("Reason", [DataRequired("Give a reason."), FITS])
    measure = TextAreaField(
        "How shall we know it worked?",
        [Optional(), FITS],
        description="What will be different, and where that can be seen: a figure, an audit, what people say.",
    )
    look_back = RadioField(
        "Shall somebody look at what it changed, after it is signed off?",
        [InputRequired("Choose whether to look again.")],
        choices={"none": "No", **{str(months): f"Yes, {months} months later" for months in LOOK_BACK_MONTHS}},
    )
    on_behalf_of = StringField(
        "Who told you that it is complete?",
        [DataRequired("Say who told you."), Length(max=300, message="Use at most 300 characters.")],
        description="A post and an agency. Neither they nor you can then sign the action off.",
    )
    name_reason = StringField("Why must this name stay?", [Optional()])
