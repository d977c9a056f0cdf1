"""The forms of Mät, and of the processbeskrivning with its expectations."""
