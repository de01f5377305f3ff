"""The one way a count leaves the team: frozen releases, hidden where small, rounded, audited."""
