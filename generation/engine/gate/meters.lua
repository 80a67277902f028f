-- The beginning of the gate's scripts: what is known of one provider and model, and what its limits allow.
-- Times are milliseconds of Redis's own clock.
--
-- KEYS: the gate's state (a hash), its line (task -> when it first asked), the tasks' times (task -> when it asks again)
--
-- Each limit is a meter with a `due` of its own, by the generic cell rate algorithm (ITU-T I.371): when the next call
-- would be due if all were spaced evenly. A call may come so much earlier as BURST allows, which also makes good for
-- tasks that come late to their turn.
local METERS = { 'requests', 'tokens', 'input_tokens', 'output_tokens' }
local BURST = 1000
local SHARE = 0.97      -- of each limit is used, so that what came too fast for a provider is made up for
local PROBE_EVERY = 60000 -- one call in a pause, of those who have waited long enough, so often
local STATE_LIVES = 7 * 24 * 3600

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local state = {}
local stored = redis.call('HGETALL', KEYS[1])
for i = 1, #stored, 2 do state[stored[i]] = tonumber(stored[i + 1]) end

-- The gate lets nobody through before this.
local opens = math.max(now, state.closed_until or 0)

-- Returns the steps of the meters that have a limit: how long each waits after a usual call. `set` are the limits of
-- the settings, which go before what the provider said; 0 is none.
local function steps(set)
  local found, limited = {}, false
  for _, meter in ipairs(METERS) do
    local limit = (set[meter] or 0) > 0 and set[meter] or state[meter .. ':limit'] or 0
    local usual = meter == 'requests' and 1 or state[meter .. ':usual'] or 0
    if limit > 0 and usual > 0 then
      found[meter], limited = usual * 60000 / (limit * SHARE), true
    end
  end
  if not limited and opens < (state.spaced_until or 0) then found.spaced = state.spacing end
  return found
end

local function due(meter)
  return math.max(state[meter .. ':due'] or 0, opens)
end

local function write(field, value)
  state[field] = value
  redis.call('HSET', KEYS[1], field, value)
end

local function leave_line(task)
  redis.call('ZREM', KEYS[2], task)
  redis.call('ZREM', KEYS[3], task)
end

local function keep()
  for _, key in ipairs(KEYS) do redis.call('EXPIRE', key, STATE_LIVES) end
end
