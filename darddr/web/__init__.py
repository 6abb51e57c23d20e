"""The only place, with forms, app and cli, that knows Flask."""
