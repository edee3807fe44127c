"""The keeper's desk: `vorming desk`, a site on this computer alone, of plain forms without a script.

`server` lets nobody else in, `pages` says what answers which address, `state` is what they work on.
"""
