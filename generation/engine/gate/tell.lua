-- Tells the gate what came of a call.
--
-- ARGV: 'answered', 'busy', or '' for neither; seconds for which the provider asked nobody to call (-1: it did not
--       say); then of each meter its limit, how much of it is left, and how much of it the call used (-1: not known)
local SPACED_FOR = 10000                         -- after a pause at a provider of which no limit is known
local LONGEST_SPACING, AT_LEAST_IN_A_PAUSE = 250, 50   -- those that wait come one after another: so many in its length
local FIRST_PAUSE, LONGEST_PAUSE = 1000, 60000   -- where a busy provider does not say for how long
local WEIGHT = 0.2                               -- of the newest call in what is usual

local outcome, asked = ARGV[1], tonumber(ARGV[2])
local argument = 2
local function take()
  argument = argument + 1
  return tonumber(ARGV[argument])
end

for _, meter in ipairs(METERS) do
  local limit, left, used = take(), take(), take()
  if used > 0 then
    local usual = state[meter .. ':usual'] or used
    write(meter .. ':usual', usual + (used - usual) * WEIGHT)
  end
  if limit > 0 then
    write(meter .. ':limit', limit)
    -- Others may share the limit: nobody is let through on what is left no more.
    local usual = meter == 'requests' and 1 or state[meter .. ':usual'] or 0
    write(meter .. ':due', math.max(due(meter), now + BURST + (usual - left) * 60000 / (limit * SHARE)))
  end
end

-- Those that were under way when it closed are busy for the same reason.
local function pause()
  if asked >= 0 then return asked * 1000 end
  if opens > now then return 0 end
  local times = state.busy or 0
  write('busy', times + 1)
  return math.min(FIRST_PAUSE * 2 ^ math.min(times, 10), LONGEST_PAUSE)
end

if outcome == 'answered' then write('busy', 0) end
if outcome == 'busy' then
  local length = pause()
  write('unprobed_until', now + PROBE_EVERY)
  local closed_until = now + length
  if closed_until > opens then
    write('closed_until', closed_until)
    write('spaced_until', closed_until + SPACED_FOR)
    write('spacing', math.min(length / AT_LEAST_IN_A_PAUSE, LONGEST_SPACING))
    write('asked', math.max(asked, 0))
    for _, meter in ipairs(METERS) do   -- no burst when it opens
      write(meter .. ':due', math.max(state[meter .. ':due'] or 0, closed_until + BURST))
    end
    write('spaced:due', closed_until)
  end
end
keep()
return 1
