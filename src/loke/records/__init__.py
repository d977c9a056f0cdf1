"""Step 3, Dokumentera: what happened, client by client and without names."""
