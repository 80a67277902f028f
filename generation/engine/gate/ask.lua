-- Asks for a task's turn.
--
-- ARGV: task, calls and tokens a minute by the settings (0: as many as the provider says), a random number from 0 to 1,
--       1 where it has waited long enough
-- Returns {0} where the call may go now; else {until it is to ask again, until its turn, its place, seconds asked}.
--
-- A place is a place in line and no time: whoever asks again keeps it, whoever vanished leaves it, and a gate that
-- closes moves everybody's turn with it.
local LATE = 1000            -- past the time it was to ask again, nobody waits for a task
local GONE = 120000          -- past that time it has lost its place
local LOOK_AGAIN = 15000     -- so long after the gate has opened a place may have come nearer

local LONGEST = 1800000      -- past its visibility time-out Redis would deliver the message twice
local TO_THE_FRONT = 4e15    -- microseconds: more than any clock says

local task, random, waited_long_enough = ARGV[1], tonumber(ARGV[4]), ARGV[5] == '1'
local wanted = steps({ requests = tonumber(ARGV[2]), tokens = tonumber(ARGV[3]) })

for _, gone in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now - GONE)) do leave_line(gone) end
redis.call('ZADD', KEYS[2], 'NX', clock[1] * 1000000 + clock[2], task)
local stands = tonumber(redis.call('ZSCORE', KEYS[2], task))
if waited_long_enough and stands > 0 then redis.call('ZADD', KEYS[2], stands - TO_THE_FRONT, task) end
local ahead = redis.call('ZRANK', KEYS[2], task)
for _, late in ipairs(redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', now - LATE)) do
  if late ~= task and redis.call('ZRANK', KEYS[2], late) < redis.call('ZRANK', KEYS[2], task) then ahead = ahead - 1 end
end

local turn, widest = opens, 0
for meter, step in pairs(wanted) do
  local burst = meter == 'spaced' and 0 or BURST
  turn = math.max(turn, due(meter) - burst + ahead * step)
  widest = math.max(widest, step)
end

-- Nobody else would find out that a pause is over before its time, or that it lasts for ever.
local probes = waited_long_enough and opens > now
if probes then turn = math.min(turn, math.max(now, state.unprobed_until or 0) + ahead * PROBE_EVERY) end

if turn <= now then
  if probes then write('unprobed_until', now + PROBE_EVERY) end
  for meter, step in pairs(wanted) do write(meter .. ':due', due(meter) + step) end
  leave_line(task)
  keep()
  return { 0 }
end

local jitter = random * math.min(math.max(widest, 1), 250)
local again = math.min(turn, opens + LOOK_AGAIN, now + LONGEST) + jitter
redis.call('ZADD', KEYS[3], again, task)
keep()
local asked = now < (state.spaced_until or 0) and state.asked or 0
return { math.ceil(again - now), math.ceil(turn + jitter - now), ahead + 1, math.ceil(asked) }
