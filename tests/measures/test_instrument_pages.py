"""The pages of the library and of questionnaires of one's own."""
