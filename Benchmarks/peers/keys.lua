-- What nginx + Lua does for each request: the same checks as Gatehouse, as an nginx user would write them for speed. The
-- key's SHA-256 digest among those loaded at start, a permission bit, a count for each key and minute.

local ffi = require "ffi"
local bit = require "bit"

ffi.cdef [[
    unsigned char *SHA256(const unsigned char *data, size_t length, unsigned char *digest);
]]

local digest = ffi.new("unsigned char[32]")
local keys = {}
local checks = { mayRead = 1 }
local window, count = 60, nil

-- Whether a request is let in: as lua-resty-limit-traffic's resty.limit.count does it, a count that begins anew so many
-- seconds after its first request.
local function by_count(key)
    local count = ngx.shared.counts:incr(key.id, 1, 0, window)
    return count and count <= key.limit
end

-- As its resty.limit.req does it: what is too much for the rate runs off with time, and may come to a burst of the limit.
-- Reading and writing are two steps, between which other workers do the same.
local function by_rate(key)
    local rate, now = key.limit / window * 1000, ngx.now() * 1000
    local excess, last = 0, nil
    local stored = ngx.shared.counts:get(key.id)
    if stored then
        excess, last = stored:match("(%S+) (%S+)")
        excess = math.max(tonumber(excess) - rate * math.abs(now - tonumber(last)) / 1000 + 1000, 0)
        if excess > (key.limit - 1) * 1000 then return false end
    end
    ngx.shared.counts:set(key.id, excess .. " " .. now)
    return true
end

-- One line for each key: digest in hexadecimal, id, owner, permission bits, requests a minute.
function checks.load(path, seconds, algorithm)
    window, count = seconds, algorithm == "rate" and by_rate or by_count
    for line in io.lines(path) do
        local hex, id, owner, permissions, limit = line:match("(%S+) (%S+) (%S+) (%S+) (%S+)")
        local bytes = hex:gsub("..", function(pair) return string.char(tonumber(pair, 16)) end)
        keys[bytes] = { id = id, owner = owner, permissions = tonumber(permissions), limit = tonumber(limit) }
    end
end

function checks.access()
    local token = ngx.var.http_x_api_key
    if not token then return ngx.exit(401) end
    ffi.C.SHA256(token, #token, digest)
    local key = keys[ffi.string(digest, 32)]
    if not key then return ngx.exit(401) end
    if bit.band(key.permissions, checks.mayRead) == 0 then return ngx.exit(403) end
    if not count(key) then return ngx.exit(429) end
    ngx.var.key_id = key.id
    ngx.var.key_owner = key.owner
end

return checks
