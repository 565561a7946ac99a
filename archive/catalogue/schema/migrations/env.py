"""What Alembic runs before the steps: the caller's connection, whose transaction holds all of them."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
