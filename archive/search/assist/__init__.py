"""Help around a search: spelling, suggestions, and why nothing was found."""
