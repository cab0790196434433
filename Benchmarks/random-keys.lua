-- Load for wrk: every request carries a key drawn at random from the file that KEYS names, one a line.
-- The last line on standard output is a JSON object with what was measured.

local requests = {}

function init(arguments)
    math.randomseed(os.time())
    for key in io.lines(os.getenv("KEYS")) do
        requests[#requests + 1] = wrk.format("GET", "/bench", { ["X-API-Key"] = key, ["Host"] = "bench.example" })
    end
end

function request()
    return requests[math.random(#requests)]
end

function done(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '{"requests":%d,"microseconds":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d}\n',
        summary.requests, summary.duration, errors.status,
        errors.connect + errors.read + errors.write + errors.timeout,
        latency:percentile(50), latency:percentile(99)))
end
