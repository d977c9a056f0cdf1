"""Tables and figures turned into what a person reads: pictures, sentences and formatted tables."""
