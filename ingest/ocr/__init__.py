"""The words of scans: read by tesseract page by page, after intake, and put into their records as any file's words."""
