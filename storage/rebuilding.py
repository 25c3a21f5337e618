"""Forget all that the archive tells, so that it is told again; what people decided and what was logged stays."""

from sqlalchemy import Connection, exists, update

from storage.queueing import queue_everything
from storage.releases import forget_merging
from storage.schema import articles, captures, problems, revisits


def forget_readings(connection: Connection) -> None:
    """Empty the index of the archive, and what was read by it.

    Of pages that lie elsewhere, the index says where, and nothing else does: they stay, and count as unread. The
    releases stay until they are merged anew, with their ids and where these have led; everything is queued for that.
    """
    queue_everything(connection)
    forget_merging(connection)
    is_elsewhere = captures.c.file.contains("://")
    same = (captures.c.url == articles.c.url) & (captures.c.digest == articles.c.digest)
    connection.execute(articles.delete().where(~exists().where(same, is_elsewhere)))
    connection.execute(update(articles).values(rules="", cleaning="", reading="", copy_of=None))
    connection.execute(problems.delete().where(problems.c.article_id.is_(None), problems.c.stage == "archive"))
    connection.execute(captures.delete().where(~is_elsewhere))
    connection.execute(revisits.delete())
