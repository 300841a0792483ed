-- Saves contacts: each line of the file is `cookie TAB contact TAB version TAB body without city and version`.
-- Each thread has contacts of its own and counts their versions, as every save raises them by one.
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  path = args[1]
  local of = tonumber(args[3])
  jobs = {}
  local line_number = 0
  for line in io.lines(args[2]) do
    if line_number % of == number then
      local cookie, version, body = line:match("^(.-)\t(.-)\t(.*)$")
      jobs[#jobs + 1] = { cookie = cookie, version = tonumber(version), body = body }
    end
    line_number = line_number + 1
  end
  turn = 0
end

function request()
  turn = turn + 1
  local job = jobs[turn % #jobs + 1]
  local body = job.body .. "&form[city]=City" .. turn .. "&form[version]=" .. job.version
  job.version = job.version + 1
  return wrk.format("POST", path, {
    ["Cookie"] = job.cookie,
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Accept"] = "application/json",
    ["Sec-Fetch-Site"] = "same-origin",
  }, body)
end
