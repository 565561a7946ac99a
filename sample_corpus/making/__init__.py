"""What draws the photographs, sets the PDFs and spoils the broken files of the sample corpus."""
