"""The JSON endpoints, one module per resource. `routes.register` adds them. Code here only reads."""
