"""The archivist's desk: the only pages that show held records or change anything. `routes.register` adds and guards
them."""
