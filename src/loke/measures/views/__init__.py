"""The pages of Mät."""
