"""A graph -> a local service: SPARQL 1.1 Protocol, Graph Store reads, pages of things, a page to ask on.

`protocol` reads requests, `negotiation` chooses formats, `pool` and `worker` evaluate in processes that can be ended,
`service` answers each path, `http` speaks HTTP, `pages` and `entities` are for people. The service only reads, listens
on loopback, and never calls out.
"""
