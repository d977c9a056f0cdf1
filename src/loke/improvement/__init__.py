"""Step 5, Förbättra: plan, do, study and act (PGSA), from a deviation to a new version of the idea."""
