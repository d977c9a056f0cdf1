"""Running it: keys, backup, restore, proof, the night's work and health, for whoever keeps an installation going."""
