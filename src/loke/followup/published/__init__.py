"""What leaves the unit: a closed year of an adopted follow-up, made of disclosed tables and of nothing else."""
