-- Asks for a call's turn at one provider and model. Times are milliseconds of Redis's own clock.
--
-- KEYS: the gate's state (a hash), its tickets (task -> the time of its turn)
-- ARGV: task, requests a minute, tokens a minute (0: as far as the provider told, else no limit), a random
--       number from 0 to 1
-- Returns {0, tokens charged} where the call may go now, else {wait, tasks before it and itself, seconds asked}.
--
-- Turns follow the generic cell rate algorithm (ITU-T I.371): `turn` is when the next call would be due if all were
-- spaced evenly, and a call may come so much earlier as BURST allows.
local BURST = 1000
local SPACING = 250    -- of the turns after a provider closed its gate and named no rate
local TICKET_LIVES = 60000
local STATE_LIVES = 3600

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local task, random = ARGV[1], tonumber(ARGV[4])
local known = redis.call('HMGET', KEYS[1],
  'turn', 'token_turn', 'closed_until', 'asked', 'spaced_until', 'requests', 'tokens', 'usual_tokens')
local turn, token_turn = tonumber(known[1]) or 0, tonumber(known[2]) or 0
local closed_until, asked = tonumber(known[3]) or 0, tonumber(known[4]) or 0
local spaced_until = tonumber(known[5]) or 0
local requests = tonumber(ARGV[2]) > 0 and tonumber(ARGV[2]) or tonumber(known[6]) or 0
local tokens = tonumber(ARGV[3]) > 0 and tonumber(ARGV[3]) or tonumber(known[7]) or 0
local usual_tokens = tonumber(known[8]) or 0

local function wait_for(time)
  local before = redis.call('ZCOUNT', KEYS[2], '-inf', '(' .. time)
  return { math.ceil(time - now), before + 1, asked }
end

redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now - TICKET_LIVES)
local ticket = tonumber(redis.call('ZSCORE', KEYS[2], task) or nil)
if ticket and ticket >= closed_until then
  if ticket > now then return wait_for(ticket) end
  redis.call('ZREM', KEYS[2], task)
  return { 0, usual_tokens }
end

-- It has no turn, or the gate was closed after it was given one.
local opens = math.max(now, closed_until)
local interval = 0
if requests > 0 then
  interval = 60000 / requests
elseif now < spaced_until then
  interval = SPACING
end
local time = math.max(opens, turn - BURST)
turn = math.max(turn, opens) + interval
if tokens > 0 and usual_tokens > 0 then
  time = math.max(time, token_turn - BURST)
  token_turn = math.max(token_turn, opens) + usual_tokens * 60000 / tokens
end
redis.call('HSET', KEYS[1], 'turn', turn, 'token_turn', token_turn)
redis.call('EXPIRE', KEYS[1], STATE_LIVES)
if time <= now then
  redis.call('ZREM', KEYS[2], task)
  return { 0, usual_tokens }
end
time = time + random * math.max(interval, SPACING)
redis.call('ZADD', KEYS[2], time, task)
redis.call('EXPIRE', KEYS[2], STATE_LIVES)
return wait_for(time)
