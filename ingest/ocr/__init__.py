"""OCR: tesseract reads scans page by page after ingest, and the text is added to their records."""

OCR = "ocr"  # the key for the number of pages and confidence; the origin of their words
