"""The service: one record judged by packs for programs in any language, over HTTP.

The modules in their order:

    answers      What the service answers beside verdicts, as plain values: packs, clauses with their sentences
    queries      What a request says beside its body: the parameters of its query, read with every fault of them
    problems     Problems: what is wrong with a request as RFC 9457 has it, and the requests that are refused unheard
    cited        The sentences of a specification by the places that its pack cites
    gate         The gate: who may come in, how many at once, how much they may send, how long it may take
    served       The packs that are served, each made ready once
    requests     A request to judge: one record by one pack or several, or every fault of it at once
    application  The application: which requests there are, how each is answered, and how OpenAPI describes them
    server       The server: uvicorn on one address, until it is told to stop
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minqual._lazy import door

if TYPE_CHECKING:
    from minqual.service.gate import RequestLimits, renewal_line
    from minqual.service.served import ServedPacks, Shelf, served_packs
    from minqual.service.server import Renewal, serve, token_in

__all__, __getattr__, __dir__ = door(__name__)
