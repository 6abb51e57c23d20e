"""Signing in and changing a password."""

from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired, Length

from darddr.forms.base import Form


class SignInForm(Form):
    """Address and password, both friendly to password managers."""

    email = EmailField(
        "E-mail address", [DataRequired("Enter your e-mail address.")], render_kw={"autocomplete": "username"}
    )
    password = PasswordField(
        "Password", [DataRequired("Enter your password.")], render_kw={"autocomplete": "current-password"}
    )


class PasswordForm(Form):
    """A new password: length and nothing else."""

    present = PasswordField(
        "Present password",
        [DataRequired("Enter your present password.")],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        "New password",
        [DataRequired("Enter a new password."), Length(15, 256, "Use a password of 15 to 256 characters.")],
        description="15 characters or more. Three or four unconnected words are easy to remember.",
        render_kw={"autocomplete": "new-password"},
    )
