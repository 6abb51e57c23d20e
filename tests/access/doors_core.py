"""Who may open the doors of signing in, of oneself, of progress and of documents."""

from tests.access.world import ACTORS

EVERYBODY = set(ACTORS)
COORDINATES = {"coordinator"}
LEADS = {"coordinator", "chair"}
WORKS_ON = {"coordinator", "chair", "author", "panel"}
FOLLOWS_PARTNERSHIP = {"coordinator", "executive", "executive_chair", "excluded", "excluded_executive"}

DOORS = {
    "auth.sign_out": EVERYBODY,
    "auth.extend": EVERYBODY,
    "auth.password": EVERYBODY,
    "home.start": EVERYBODY,
    "home.my_work": EVERYBODY,
    "progress.index": FOLLOWS_PARTNERSHIP | {"outsider_coordinator"},
    "progress.show": FOLLOWS_PARTNERSHIP,
    "progress.reviews": FOLLOWS_PARTNERSHIP,
    "builds.show": {"coordinator"},
    "documents.index": WORKS_ON,
    "documents.build": {"coordinator", "chair", "author"},
    "documents.download": WORKS_ON,
    "documents.hits": LEADS,
    "documents.layout": {"coordinator", "chair", "author"},
    "documents.section": {"coordinator", "chair", "author"},
    "publication.show": {"coordinator", "executive_chair"},
    "publication.prepare": COORDINATES,
    "publication.beside": {"coordinator", "chair", "author"},
    "publication.approve": {"coordinator", "executive_chair"},
}
