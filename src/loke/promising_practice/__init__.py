"""Lovande arbetssätt: a way of working described and judged by the elements of the guide."""
