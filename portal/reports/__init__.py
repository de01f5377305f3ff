"""Reported: summaries to download, and one page for each corporate parent. Reads every slice, counts nothing itself."""
