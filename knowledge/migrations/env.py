"""Alembic's environment: it always gets the program's own connection and transaction."""

from alembic import context

from knowledge.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
