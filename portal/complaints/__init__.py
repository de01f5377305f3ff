"""Complaints: asked for, never assumed; answered by a date; learnt from.

A slice of its own before the reading desk, because a complaint can begin in more than one room: a reader asks, the
young person says yes on their life line, a problem is sent as one. All of them end in this one register.
"""
