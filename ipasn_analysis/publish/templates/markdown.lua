-- Markdown from whoever wrote it, for Typst: pictures become calls with their alternative text, formulas get one, and
-- nothing that is written as raw markup passes.
local function literal(text)
  text = text:gsub("%c", " "):gsub("\\", "\\\\"):gsub('"', '\\"')
  return '"' .. text .. '"'
end

local function raw(code)
  return pandoc.RawInline("typst", code)
end

local function alt_of(element)
  local alt = pandoc.utils.stringify(element.caption)
  return alt ~= "" and alt or pandoc.path.filename(element.src)
end

-- The paragraph that ends a cell becomes a comment to cut at; the same words within a block of code stay as they are.
local function end_of_cell(paragraph)
  local text = pandoc.utils.stringify(paragraph)
  if text:match("^ipasn%-cell%-mark%-x+$") then return pandoc.RawBlock("typst", "// cut " .. text) end
end

return {
  {
    RawInline = function() return {} end,
    RawBlock = function() return {} end,
  },
  {
    Para = end_of_cell,
    Plain = end_of_cell,
    Image = function(image)
      local source = #image.src <= 300 and image.src or ""
      return raw("#r-attached(" .. literal(source) .. ", " .. literal(alt_of(image)) .. ")")
    end,
    Math = function(math)
      local written = pandoc.write(pandoc.Pandoc({ pandoc.Plain({ math }) }), "typst"):gsub("%s+$", "")
      if not written:match("^%$.*%$$") then return pandoc.Code(math.text) end
      local block = math.mathtype == "DisplayMath" and "true" or "false"
      return raw("#r-formula(" .. literal(math.text) .. ", " .. block .. ", " .. written .. ")")
    end,
    Link = function(link)
      if link.target:match("^https?://") or link.target:match("^mailto:") then return nil end
      return link.content
    end,
    Header = function(header)
      local content = header.content
      table.insert(content, 1, raw("#r-foreign-heading(" .. header.level .. ")["))
      table.insert(content, raw("]"))
      return pandoc.Para(content)
    end,
    Figure = function(figure)
      return figure.content
    end,
  },
}
