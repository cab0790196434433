-- Load for wrk: every request asks about a key drawn at random from the file that KEYS names. CALLER is the caller's key.

local requests = {}

function init(arguments)
    math.randomseed(os.time())
    local headers = {
        ["Authorization"] = "Bearer " .. os.getenv("CALLER"),
        ["Content-Type"] = "application/json",
        ["Host"] = "verify.example",
    }
    for key in io.lines(os.getenv("KEYS")) do
        requests[#requests + 1] = wrk.format("POST", "/v1/keys/verify", headers, '{"key":"' .. key .. '"}')
    end
end

function request()
    return requests[math.random(#requests)]
end

dofile(os.getenv("REPORT"))
