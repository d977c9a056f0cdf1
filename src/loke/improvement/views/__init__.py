"""The pages of Förbättra: the board, a cycle, how it ends, and the ideas that others have shared."""
