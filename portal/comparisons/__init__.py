"""What is brought in to compare with: earlier waves of one's own, and published figures of other surveys."""
