-- Load for wrk: every request carries a key drawn at random from the file that KEYS names, one a line.

local keys = {}

function init(arguments)
    math.randomseed(os.time())
    for key in io.lines(os.getenv("KEYS")) do
        keys[#keys + 1] = key
    end
end

-- Put together here, because a million requests made beforehand are more than wrk's Lua can hold.
function request()
    return "GET /bench HTTP/1.1\r\nHost: bench.example\r\nX-API-Key: " .. keys[math.random(#keys)] .. "\r\n\r\n"
end

dofile(os.getenv("REPORT"))
