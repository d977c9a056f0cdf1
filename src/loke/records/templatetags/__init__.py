"""What the record pages' templates can call."""
