"""The pages of Mät, and of the processbeskrivning with its expectations."""
