"""What a line of a review's register of names may be, where it belongs to nobody on the review in particular."""

from darddr.vocabulary.word import Word


class RegisterKind(Word):
    """What a line says: something that must not be printed, a name that may stay, or a suggestion that was dismissed."""

    NAME = ("name", "Name")
    PLACE = ("place", "Place")
    POSTCODE = ("postcode", "Address or postcode")
    PHONE = ("phone", "Telephone number")
    EMAIL = ("email", "E-mail address")
    NHS = ("nhs", "NHS number")
    DATE = ("date", "Date of birth or death")
    OTHER = ("other", "Something else that gives somebody away")
    NAMED = ("named", "Somebody who may be named")
    DISMISSED = ("dismissed", "Gives nobody away")
