"""A graph -> a local service: SPARQL 1.1 Protocol, Graph Store reads, pages of things, a page to ask on.

`front` has the connections, `pool` the processes that can be ended, which `nursery` forks; in each `worker`, `http`
reads a request, `callers` says who may ask, `service` answers each path with `protocol`, `negotiation` and
`evaluation`, and `board` shows how far it is. `pages` and `entities` are for people. The service only reads, listens on
loopback, and never calls out.
"""
