"""The words of scans: read by tesseract page by page, after intake, and put into their records as any file's words."""

OCR = "ocr"  # the key for how many pages were read so, and how surely; the origin of their words
