"""Signing in by the municipality's own identity provider: OpenID Connect or SAML, off until it is set up."""
