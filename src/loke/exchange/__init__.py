"""Step 3, in and out: whole services as datasets."""
