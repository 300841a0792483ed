-- Signs in: each line of the file is a body. Each comes from an address of its own, as in life.
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  path = args[1]
  bodies = {}
  for line in io.lines(args[2]) do bodies[#bodies + 1] = line end
  turn = number * 7919
end

function request()
  turn = turn + 1
  local from = string.format("10.%d.%d.%d", number + 1, math.floor(turn / 250) % 250, turn % 250 + 1)
  return wrk.format("POST", path, {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Accept"] = "application/json",
    ["Sec-Fetch-Site"] = "same-origin",
    ["X-Forwarded-For"] = from,
  }, bodies[turn % #bodies + 1])
end
