-- What a reader of text alone can take: pictures by their descriptions, a table's cells each in one line.

function Image(picture)
  return picture.caption
end

local function items(list)
  local blocks = pandoc.Blocks({})
  for _, item in ipairs(list.content) do
    blocks:extend(item)
  end
  return blocks
end

local function in_one_line(cell)
  local blocks = pandoc.Blocks(cell):walk({ BulletList = items, OrderedList = items })
  local between = { pandoc.Str(";"), pandoc.Space() }
  return { pandoc.Plain(pandoc.utils.blocks_to_inlines(blocks, between)) }
end

local function is_empty(row)
  for _, cell in ipairs(row) do
    if #cell > 0 then
      return false
    end
  end
  return true
end

function Table(full)
  local simple = pandoc.utils.to_simple_table(full)
  if is_empty(simple.header) and #simple.rows > 0 then -- few people tell Word which row is the head
    simple.header = simple.rows:remove(1)
  end
  simple.header = simple.header:map(in_one_line)
  simple.rows = simple.rows:map(function(row)
    return row:map(in_one_line)
  end)
  for place in ipairs(simple.widths) do
    simple.widths[place] = 0
  end
  return pandoc.utils.from_simple_table(simple)
end
