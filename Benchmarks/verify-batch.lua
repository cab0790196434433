-- Load for wrk: every request asks about a hundred keys drawn at random from the file that KEYS names. CALLER is the caller's key.

local requests = {}

function init(arguments)
    math.randomseed(os.time())
    local headers = {
        ["Authorization"] = "Bearer " .. os.getenv("CALLER"),
        ["Content-Type"] = "application/json",
        ["Host"] = "verify.example",
    }
    local keys = {}
    for key in io.lines(os.getenv("KEYS")) do
        keys[#keys + 1] = '{"key":"' .. key .. '"}'
    end
    for batch = 1, 500 do
        local some = {}
        for place = 1, 100 do
            some[place] = keys[math.random(#keys)]
        end
        requests[batch] = wrk.format(
            "POST", "/v1/keys:batchVerify", headers, '{"verifications":[' .. table.concat(some, ",") .. ']}')
    end
end

function request()
    return requests[math.random(#requests)]
end

dofile(os.getenv("REPORT"))
