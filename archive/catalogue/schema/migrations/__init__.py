"""The steps from each schema of the catalogue to the next; a step that was released is never changed."""
