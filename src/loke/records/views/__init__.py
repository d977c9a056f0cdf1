"""The pages of Dokumentera: my clients, one client, and the forms that register."""
