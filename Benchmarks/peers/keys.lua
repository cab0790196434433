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

-- One line for each key: digest in hexadecimal, id, owner, permission bits, requests a minute.
function checks.load(path)
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
    local count = ngx.shared.counts:incr(key.id, 1, 0, 60)
    if not count or count > key.limit then return ngx.exit(429) end
    ngx.var.key_id = key.id
    ngx.var.key_owner = key.owner
end

return checks
