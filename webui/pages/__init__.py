"""The pages, one module each; `routes.register` puts them into the application. Code here reads and shows: it changes
nothing and fetches nothing from elsewhere."""
