"""What a service has written, out as Word, PDF and Excel, and in again from Word."""
