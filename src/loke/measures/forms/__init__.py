"""The forms of Mät."""
