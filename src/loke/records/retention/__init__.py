"""How long records are kept, what has to go, and how it goes without a trace."""
