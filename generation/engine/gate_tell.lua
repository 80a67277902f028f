-- Tells the gate of one provider and model how a call ended. Times are milliseconds of Redis's own clock.
--
-- KEYS: the gate's state (a hash)
-- ARGV: seconds the provider asked everybody to wait (0: it did not), its limit of requests and of tokens a minute
--       (0: it did not say), tokens the call used, tokens it was charged for when it was let in, tokens a minute by
--       the settings
local SPACED_FOR = 30000
local WEIGHT = 0.2     -- of the newest call in the usual number of tokens
local STATE_LIVES = 3600

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local asked, requests, tokens = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local used, charged, set_tokens = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
if requests > 0 then redis.call('HSET', KEYS[1], 'requests', requests) end
if tokens > 0 then redis.call('HSET', KEYS[1], 'tokens', tokens) end
if asked > 0 then
  local closed_until = math.max(now + asked * 1000, tonumber(redis.call('HGET', KEYS[1], 'closed_until')) or 0)
  redis.call('HSET', KEYS[1], 'closed_until', closed_until, 'asked', asked, 'spaced_until', closed_until + SPACED_FOR,
    'turn', math.max(closed_until, tonumber(redis.call('HGET', KEYS[1], 'turn')) or 0))
end
if used > 0 then
  local usual = tonumber(redis.call('HGET', KEYS[1], 'usual_tokens')) or used
  redis.call('HSET', KEYS[1], 'usual_tokens', usual + (used - usual) * WEIGHT)
  local rate = set_tokens > 0 and set_tokens or tonumber(redis.call('HGET', KEYS[1], 'tokens')) or 0
  if rate > 0 then redis.call('HINCRBYFLOAT', KEYS[1], 'token_turn', (used - charged) * 60000 / rate) end
end
redis.call('EXPIRE', KEYS[1], STATE_LIVES)
return 1
