"""The exceptions of mrgraph.

MrgraphError
├── UsageError       the call itself cannot be carried out (unknown name, wrong combination)
├── SourceError      an input cannot be read
├── GraphError       a graph cannot be read or written
├── QueryError       a query is malformed or failed
└── MissingExtra     an optional part is not installed

A message says where, what, and what to do about it.
"""


class MrgraphError(Exception):
    """Anything mrgraph tells a user about; `str(error)` is one line.

    `excerpt`: the lines that the message is about, to be shown below it; "" where there are none.
    """

    excerpt = ""


class UsageError(MrgraphError):
    """The call cannot be carried out as given."""


class SourceError(MrgraphError):
    """An input cannot be read."""


class GraphError(MrgraphError):
    """A graph cannot be read or written."""


class QueryError(MrgraphError):
    """A query is malformed, or its evaluation failed."""


class MissingExtra(MrgraphError):
    """An optional part is not installed; the message has the command that installs it."""
