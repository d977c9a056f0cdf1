"""Step 4, Följ upp: intention beside reality."""
