"""A graph -> a local service: SPARQL 1.1 Protocol, Graph Store reads, pages of things, a page to ask on.

`server` has HTTP on loopback, borrowed from aiohttp; `query_processes` ends a query at its limits, in a child that the
`zygote` forked from the graph; there `service` answers each path, with `protocol`, `negotiation` and `jobs`, for whom
`callers` lets ask. `pages` are for people. The service only reads, and never calls out.
"""
