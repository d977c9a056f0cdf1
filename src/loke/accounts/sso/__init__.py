"""Signing in by the municipality's own identity provider: OpenID Connect, off until it is set up."""
