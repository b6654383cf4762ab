# SPDX-License-Identifier: MIT
"""slixmpp_peer.py HOST PORT JID PASSWORD: slixmpp over plain TCP as somebody's other side (slixmpp-peer.mjs). One JSON a
line: {"do": "join" | "say" | "state", …} comes in and is answered by {"event": "done", …}, what slixmpp hears goes out as
{"event": its own name for it, …}."""
import asyncio
import json
import sys
from functools import partial

import slixmpp

HEARD = ("message", "message_correction", "chatstate", "receipt_received")


def tell(event, **what):
    print(json.dumps({"event": event, **what}), flush=True)


def hear(event, message):
    replace = message.get_plugin("replace", check=True)  # asked for by its name alone, there would be one from now on
    tell(event, sender=str(message["from"]), type=message["type"], id=message["id"], body=message["body"],
         state=message["chat_state"], receipt=message["receipt"], asks=message["request_receipt"],
         replaces=replace["id"] if replace is not None else "")


async def obey(client, order):
    if order["do"] == "join":
        await client["xep_0045"].join_muc_wait(slixmpp.JID(order["room"]), order["nick"], maxstanzas=0)
        return tell("done")
    message = client.make_message(mto=order["to"], mtype=order["type"], mbody=order.get("body"))
    if order["do"] == "state":
        message["chat_state"] = order["state"]
    if "replaces" in order:
        message["replace"]["id"] = order["replaces"]
    if order.get("asks"):
        message["request_receipt"] = True
    message.send()
    tell("done", id=message["id"])


async def main(host, port, jid, password):
    client = slixmpp.ClientXMPP(jid, password, plugin_config={"feature_mechanisms": {"unencrypted_scram": True}})
    client.register_plugin("xep_0184", {"auto_ack": True, "auto_request": True})
    for plugin in ("xep_0045", "xep_0085", "xep_0308"):
        client.register_plugin(plugin)
    for event in HEARD:
        client.add_event_handler(event, partial(hear, event))
    client.add_event_handler("failed_all_auth", lambda _: sys.exit("slixmpp: no login"))
    client.add_event_handler("disconnected", lambda _: sys.exit("slixmpp: the connection is lost"))
    started = asyncio.get_running_loop().create_future()
    client.add_event_handler("session_start", started.set_result)
    client.connect((host, int(port)), disable_starttls=True)
    await started
    await client.get_roster()
    client.send_presence()
    tell("online")
    orders = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    async for line in orders:
        await obey(client, json.loads(line))


asyncio.run(main(*sys.argv[1:]))
