"""Files to take away: asked for, made by the worker, kept sealed for a day for whoever asked, in the role they had."""
