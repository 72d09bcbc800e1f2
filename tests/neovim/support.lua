-- What the tests share. `arg[1]` is a folder to write into.
local M = { failed = 0 }

local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local folder = assert(arg[1], 'a folder to write into')
M.plugin = vim.fn.fnamemodify(here .. '/../../editors/neovim', ':p')

function M.check(name, test)
  local ok, result = pcall(test)
  if not ok then M.failed = M.failed + 1 end
  io.stdout:write(ok and 'ok    ' or 'FAIL  ', name, ok and '' or (': ' .. tostring(result)), '\n')
end

function M.wait(what, test)
  local result
  assert(vim.wait(20000, function() result = test(); return result and true or false end, 20), 'no ' .. what)
  return result
end

--- Writes a file, and returns its path.
function M.write(name, text)
  local path = folder .. '/' .. name
  local file = assert(io.open(path, 'w'))
  file:write(text)
  file:close()
  return path
end

--- Opens a new file, and waits for the server.
function M.open(name, text)
  vim.cmd.edit(vim.fn.fnameescape(M.write(name, text)))
  local buffer = vim.api.nvim_get_current_buf()
  M.wait('client', function() return vim.lsp.get_clients({ bufnr = buffer })[1] end)
  return buffer
end

function M.request(buffer, method, params)
  params.textDocument = { uri = vim.uri_from_bufnr(buffer) }
  for _, answer in pairs(vim.lsp.buf_request_sync(buffer, method, params, 20000) or {}) do
    assert(not answer.error, vim.inspect(answer.error))
    return answer.result
  end
end

function M.at(buffer, word, shift)
  for line, text in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = text:find(word, 1, true)
    if column then return { position = { line = line - 1, character = column - 1 + (shift or 0) } } end
  end
  error('no ' .. word)
end

function M.findings(buffer)
  return vim.tbl_map(function(found) return found.code end, vim.diagnostic.get(buffer))
end

function M.lines(buffer) return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') end

-- A definition with a misspelled transition.
M.order = [[{
  "StartAt": "Fetch",
  "States": {
    "Fetch": {
      "Type": "Wait",
      "Seconds": 5,
      "Next": "Stor"
    },
    "Store": { "Type": "Succeed" }
  }
}
]]

-- Drives a second Neovim by keystrokes, so that the popup menu and snippets work as in a terminal.
function M.terminal(path)
  local exe = vim.fn.exepath('nvim')
  local channel = vim.fn.jobstart({ exe ~= '' and exe or vim.v.progpath, '--clean', '--embed', '--headless', '-n',
    '--cmd', 'set rtp^=' .. vim.fn.fnameescape(M.plugin) }, { rpc = true })
  assert(channel > 0, 'no second Neovim')
  local child = { request = function(name, ...) return vim.rpcrequest(channel, name, ...) end }
  function child.lua(code, ...) return child.request('nvim_exec_lua', code, { ... }) end
  function child.stop() vim.fn.jobstop(channel) end
  function child.lines() return table.concat(child.request('nvim_buf_get_lines', 0, 0, -1, false), '\n') end
  child.request('nvim_ui_attach', 120, 40, { rgb = true })
  child.request('nvim_command', 'filetype plugin on')
  child.request('nvim_command', 'edit ' .. vim.fn.fnameescape(path))
  M.wait('client', function() return child.lua('return #vim.lsp.get_clients({ bufnr = 0 })') > 0 end)
  child.lua([[
    local client = vim.lsp.get_clients({ bufnr = 0 })[1]
    vim.lsp.completion.enable(true, client.id, 0)
  ]])
  -- Opens the menu, and accepts the item with this label.
  function child.accept(label)
    child.lua('vim.lsp.completion.get()')
    child.choose(label)
  end
  -- Accepts the item with this label in the open menu.
  function child.choose(label)
    local index = M.wait('item ' .. label, function()
      if child.request('nvim_call_function', 'pumvisible', {}) == 0 then return nil end
      local items = child.request('nvim_call_function', 'complete_info', { { 'items' } }).items
      for i, item in ipairs(items) do if item.abbr == label or item.word == label then return i end end
    end)
    child.request('nvim_select_popupmenu_item', index - 1, true, false, {})
    child.request('nvim_input', '<C-y>')
    vim.wait(200)
  end
  return child
end

return M
