"""The JSON endpoints, one module a resource; `routes.register` puts them into the application. Code here may read and
search; it changes nothing."""
