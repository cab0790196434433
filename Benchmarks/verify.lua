-- Load for wrk: every request asks about BATCH keys, drawn at random from the file that KEYS names. CALLER is the caller's
-- key.

local bodies = 500 -- of many keys; each may hold a hundred
local requests = {}

local function ask(path, body)
    requests[#requests + 1] = wrk.format("POST", path, {
        ["Authorization"] = "Bearer " .. os.getenv("CALLER"),
        ["Content-Type"] = "application/json",
        ["Host"] = "verify.example",
    }, body)
end

function init(arguments)
    math.randomseed(os.time())
    local questions = {}
    for key in io.lines(os.getenv("KEYS")) do
        questions[#questions + 1] = '{"key":"' .. key .. '"}'
    end
    local size = tonumber(os.getenv("BATCH"))
    if size == 1 then
        for _, question in ipairs(questions) do ask("/v1/keys/verify", question) end
        return
    end
    for _ = 1, bodies do
        local some = {}
        for place = 1, size do
            some[place] = questions[math.random(#questions)]
        end
        ask("/v1/keys:batchVerify", '{"verifications":[' .. table.concat(some, ",") .. ']}')
    end
end

function request()
    return requests[math.random(#requests)]
end

dofile(os.getenv("REPORT"))
