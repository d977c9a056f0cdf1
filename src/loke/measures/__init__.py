"""Step 2, Mät: what is recorded, and how answers become scores."""
