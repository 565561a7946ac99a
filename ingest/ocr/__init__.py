"""OCR: scans are read by tesseract page by page after ingest, and their words put into their records."""

OCR = "ocr"  # the key for how many pages were read so, and how surely; the origin of their words
