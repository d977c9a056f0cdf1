"""Step 1, Beskriv: what a service means to do, for whom and with what hope."""
