"""Running it: the web server and the worker as children, backups that restore, the check before opening."""
