-- Asks Gatehouse about each request, over its forward-auth endpoint. For HAProxy 2.6 and later.
--
--   global
--       setenv GATEHOUSE_URL http://127.0.0.1:8083
--       setenv GATEHOUSE_CALLER_FILE /etc/haproxy/gatehouse-caller
--       lua-load-per-thread /etc/haproxy/gatehouse.lua
--   frontend api
--       http-request lua.gatehouse
--       http-request deny deny_status 503 unless { var(txn.gatehouse) -m str admitted }
--
--   listen gatehouse
--       bind 127.0.0.1:8083
--       retries 0
--       timeout connect 1s
--       timeout server 2s
--       server gatehouse1 127.0.0.1:8082
--
-- The second rule belongs to the first: HAProxy goes on with a request when an action of Lua fails or takes too long,
-- so only what the action has marked as admitted may pass. docs/integrations/haproxy.md has the whole configuration.

-- How long the answer may take in all; longer than the section that the question goes through waits for it.
local TIMEOUT_MS = 3500

-- Where keys are read from; these end here and are not forwarded. Change it with `credentials` of your routes.
local CREDENTIALS = { "authorization", "x-api-key" }

-- Further fields of the client that a decision may depend on.
local EVIDENCE = { "gatehouse-second-key", "origin", "referer", "user-agent", "cache-control" }

-- Fields of a connection or of its framing: HAProxy writes its own.
local OWN_TO_A_CONNECTION = {
    ["connection"] = true, ["keep-alive"] = true, ["content-length"] = true, ["transfer-encoding"] = true,
}

local function setting(name)
    return assert(os.getenv(name), "gatehouse.lua: " .. name .. " is not set")
end

local function read_secret(path)
    local file = assert(io.open(path, "r"))
    local secret = file:read("l")
    file:close()
    return assert(secret, path .. " is empty")
end

local url = setting("GATEHOUSE_URL") .. "/v1/forward-auth?mode=forwarded"
local secret = read_secret(setting("GATEHOUSE_CALLER_FILE"))

-- All values of a field, counted from 1; HAProxy counts them from 0.
local function values(fields, name)
    local list = {}
    for index, value in pairs(fields[name] or {}) do
        list[index + 1] = value
    end
    return list
end

-- What Gatehouse is told. Nothing in it comes from a field of the client but credentials and evidence.
local function question(txn)
    local client = txn.http:req_get_headers()
    local fields = {
        ["gatehouse-caller"] = { secret },
        ["x-forwarded-method"] = { txn.f:method() },
        ["x-forwarded-proto"] = { txn.f:ssl_fc() == 1 and "https" or "http" },
        ["x-forwarded-host"] = values(client, "host"),
        ["x-forwarded-uri"] = { txn.f:pathq() },
        ["x-forwarded-for"] = { txn.f:src() },
    }
    for _, names in ipairs({ CREDENTIALS, EVIDENCE }) do
        for _, name in ipairs(names) do
            local list = values(client, name)
            if #list > 0 then
                fields[name] = list
            end
        end
    end
    return fields
end

local function is_identity(name)
    return name:gsub("_", "-"):find("gatehouse", 1, true) == 1
end

-- A field that means another method than the one that was judged.
local OVERRIDES = { ["x-http-method-override"] = true, ["x-http-method"] = true, ["x-method-override"] = true }

local function is_override(name)
    return OVERRIDES[(name:gsub("_", "-"))]
end

local function remember_limits(txn, answer)
    for field, variable in pairs({ ["ratelimit"] = "txn.gatehouse_ratelimit",
                                   ["ratelimit-policy"] = "txn.gatehouse_ratelimit_policy" }) do
        local list = values(answer.headers, field)
        if #list > 0 then
            txn:set_var(variable, table.concat(list, ", "))
        end
    end
end

-- The key ends here; the identity is ours, whatever the client sent, and the method is the one that was judged.
local function admit(txn, answer)
    for name in pairs(txn.http:req_get_headers()) do
        if is_identity(name) or is_override(name) then
            txn.http:req_del_header(name)
        end
    end
    for _, name in ipairs(CREDENTIALS) do
        txn.http:req_del_header(name)
    end
    for name in pairs(answer.headers) do
        if is_identity(name) then
            local value = table.concat(values(answer.headers, name), ", ")
            if value ~= "" then
                txn.http:req_set_header(name, value)
            end
        end
    end
    remember_limits(txn, answer)
    txn:set_var("txn.gatehouse", "admitted")
end

local function refuse(txn, answer)
    local headers = {}
    for name in pairs(answer.headers) do
        if not OWN_TO_A_CONNECTION[name] then
            headers[name] = values(answer.headers, name)
        end
    end
    txn:done(txn:reply({ status = answer.status, reason = answer.reason, headers = headers, body = answer.body }))
end

-- Anything but a decision (no answer, or 5xx) leaves the request unmarked.
core.register_action("gatehouse", { "http-req" }, function(txn)
    local answer = core.httpclient():get({ url = url, headers = question(txn), timeout = TIMEOUT_MS })
    if answer.status == 200 then
        admit(txn, answer)
    elseif answer.status >= 400 and answer.status < 500 then
        refuse(txn, answer)
    end
end, 0)
