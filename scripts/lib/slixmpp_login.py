# SPDX-License-Identifier: MIT
"""slixmpp_login.py HOST PORT JID PASSWORD: logs in once over plain TCP and leaves. For scripts/measure-logins."""
import asyncio
import sys

import slixmpp

host, port, jid, password = sys.argv[1:]


class Client(slixmpp.ClientXMPP):
    def __init__(self):
        super().__init__(jid, password, plugin_config={"feature_mechanisms": {"unencrypted_scram": True}})
        self.add_event_handler("session_start", lambda _: self.disconnect())
        self.add_event_handler("failed_all_auth", lambda _: sys.exit("slixmpp: no login"))


asyncio.set_event_loop(asyncio.new_event_loop())
client = Client()
client.connect((host, int(port)), disable_starttls=True)
client.process(forever=False)
