"""Promised: what corporate parents said every young person can count on, and who is responsible."""
