"""The archivist's desk: pages that tell of held records too, and the only ones that change anything; `routes.register`
puts them into the application and lets nobody else in."""
