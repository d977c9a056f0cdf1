"""The pages of Översikt and Följ upp, of the meeting and of what has been adopted."""
