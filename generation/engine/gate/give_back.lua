-- Gives a turn back that came to no call, or a place in line.
--
-- ARGV: task, calls and tokens a minute by the settings, 1 where it had its turn
local had_turn = ARGV[4] == '1'
for meter, step in pairs(steps({ requests = tonumber(ARGV[2]), tokens = tonumber(ARGV[3]) })) do
  if had_turn and state[meter .. ':due'] then write(meter .. ':due', state[meter .. ':due'] - step) end
end
leave_line(ARGV[1])
keep()
return 1
