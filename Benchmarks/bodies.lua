-- One request for wrk, again and again: METHOD, TARGET, KEY, and LENGTH bytes of body when it is above 0.

function init(arguments)
    wrk.method = os.getenv("METHOD")
    wrk.path = os.getenv("TARGET")
    wrk.headers["Host"] = "bench.example"
    wrk.headers["X-API-Key"] = os.getenv("KEY")
    local length = tonumber(os.getenv("LENGTH"))
    if length > 0 then
        wrk.body = string.rep("x", length)
    end
    made = wrk.format()
end

function request()
    return made
end

dofile(os.getenv("REPORT"))
