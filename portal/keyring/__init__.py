"""Several codes kept together under a name and a passphrase, for whoever wants that; nobody needs it."""
