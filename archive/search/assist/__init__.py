"""What stands between the words typed and the page: what is asked, how it is counted, and what helps when it fails."""
