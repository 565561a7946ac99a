"""Who made the frames of a prefix and day, without reading all of them."""

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.execute("CREATE INDEX ix_frames_maker ON frames (prefix, day, creator, camera, folder)")
