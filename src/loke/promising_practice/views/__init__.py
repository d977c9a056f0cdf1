"""The pages of Lovande arbetssätt: a way of working chosen, described, judged and compared."""
