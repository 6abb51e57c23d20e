"""What a WSGI server serves: `gunicorn wsgi:app`."""

from darddr.app import create_app
from darddr.settings import Settings

app = create_app(Settings.from_env())
