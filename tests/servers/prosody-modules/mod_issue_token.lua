-- SPDX-License-Identifier: MIT
-- For tests on loopback only: GET /issue-token?user=NAME&seconds=N answers with a token that logs in by OAUTHBEARER
-- (RFC 7628), made and judged by Prosody's own mod_tokenauth. A portal's identity provider would do this.
module:depends "http";
local tokens = module:depends "tokenauth";
local parse = require "prosody.util.http".formdecode;

module:provides("http", {
	default_path = "/issue-token";
	route = {
		GET = function(event)
			local query = parse(event.request.url.query or "");
			local jid = query.user .. "@" .. module.host;
			local grant, why = tokens.create_grant(jid, jid, tonumber(query.seconds), { tokens = {} });
			if not grant then return { status_code = 500, body = tostring(why) }; end
			local token, problem = tokens.create_token(jid, grant, nil, tonumber(query.seconds), "oauth2");
			if not token then return { status_code = 500, body = tostring(problem) }; end
			return token;
		end;
	};
});
