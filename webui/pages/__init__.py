"""The pages, one module each. `routes.register` adds them. Code here only reads, and loads nothing from other sites."""
