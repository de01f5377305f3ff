"""The partnership as records: organisations, posts, teams, localities, governance ladder, help lines, holidays."""
