-- A session in Neovim: findings, hover, code completion, rename, symbols, quick fixes. Run it with
--   nvim --clean --headless -l tests/neovim/session.lua FOLDER
-- with asl-lsp on the PATH and a writable folder; exits with status 1 if a check fails.
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
local folder = assert(arg[1], 'a folder to write into')
vim.opt.runtimepath:prepend(here .. '/../../editors/neovim')
vim.opt.swapfile = false
vim.cmd('filetype plugin on')
vim.cmd('runtime! plugin/asl.lua')

local failed = 0
local function check(name, test)
  local ok, result = pcall(test)
  if not ok then failed = failed + 1 end
  io.stdout:write(ok and 'ok    ' or 'FAIL  ', name, ok and '' or (': ' .. tostring(result)), '\n')
end
local function wait(what, test)
  local result
  assert(vim.wait(10000, function() result = test(); return result and true or false end, 20), 'no ' .. what)
  return result
end
local function open(name, text)
  local path = folder .. '/' .. name
  local file = assert(io.open(path, 'w'))
  file:write(text)
  file:close()
  vim.cmd.edit(vim.fn.fnameescape(path))
  local buffer = vim.api.nvim_get_current_buf()
  wait('client', function() return vim.lsp.get_clients({ bufnr = buffer })[1] end)
  return buffer
end
local function request(buffer, method, params)
  params.textDocument = { uri = vim.uri_from_bufnr(buffer) }
  for _, answer in pairs(vim.lsp.buf_request_sync(buffer, method, params, 5000) or {}) do
    assert(not answer.error, vim.inspect(answer.error))
    return answer.result
  end
end
local function at(buffer, word, shift)
  for line, text in ipairs(vim.api.nvim_buf_get_lines(buffer, 0, -1, false)) do
    local column = text:find(word, 1, true)
    if column then return { position = { line = line - 1, character = column - 1 + (shift or 0) } } end
  end
  error('no ' .. word)
end
local function findings(buffer)
  return vim.tbl_map(function(found) return found.code end, vim.diagnostic.get(buffer))
end
local function lines(buffer) return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), '\n') end

local order = [[{
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

check('findings come and go', function()
  local buffer = open('order.asl.json', order)
  wait('finding', function() return vim.tbl_contains(findings(buffer), 'unknown-state') end)
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title == 'Change to `Store`' end,
    range = { start = { 7, 15 }, ['end'] = { 7, 19 } } })
  wait('fix', function() return lines(buffer):find('"Next": "Store"', 1, true) end)
  wait('end of findings', function() return #findings(buffer) == 0 end)
end)

check('hover describes a state', function()
  local buffer = open('hover.asl.json', (order:gsub('Stor"', 'Store"')))
  local hover = request(buffer, 'textDocument/hover', at(buffer, 'Fetch', 1))
  assert(hover.contents.value:find('Wait'), vim.inspect(hover))
end)

check('completion names the states', function()
  local buffer = open('completion.asl.json', (order:gsub('Stor"', '"')))
  local answer = request(buffer, 'textDocument/completion', at(buffer, '"Next": "', 9))
  local labels = vim.tbl_map(function(item) return item.label end, answer.items or answer)
  assert(vim.tbl_contains(labels, 'Store'), vim.inspect(labels))
end)

-- Drives a second Neovim by keystrokes, so that the popup menu and snippets work as in a terminal.
local function terminal(path)
  local exe = vim.fn.exepath('nvim')
  local channel = vim.fn.jobstart({ exe ~= '' and exe or vim.v.progpath, '--clean', '--embed', '--headless', '-n',
    '--cmd', 'set rtp^=' .. vim.fn.fnameescape(vim.fn.fnamemodify(here .. '/../../editors/neovim', ':p')) }, { rpc = true })
  assert(channel > 0, 'no second Neovim')
  local child = { request = function(name, ...) return vim.rpcrequest(channel, name, ...) end }
  function child.lua(code, ...) return child.request('nvim_exec_lua', code, { ... }) end
  function child.stop() vim.fn.jobstop(channel) end
  function child.lines() return table.concat(child.request('nvim_buf_get_lines', 0, 0, -1, false), '\n') end
  child.request('nvim_ui_attach', 120, 40, { rgb = true })
  child.request('nvim_command', 'filetype plugin on')
  child.request('nvim_command', 'edit ' .. vim.fn.fnameescape(path))
  wait('client', function() return child.lua('return #vim.lsp.get_clients({ bufnr = 0 })') > 0 end)
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
    local index = wait('item ' .. label, function()
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

local called = [[{
  "StartAt": "Create",
  "States": {
    "Create": {
      "Type": "Task",
      "Resource": "arn:aws:states:::aws-sdk:rds:createDBInstance",
      "Parameters": {
        "DbInstanceClass": "",
        "DbInstanceIdentifier": "",
        "Engine": ""
      },
      "End": true
    }
  }
}]]

check('a call is completed from nothing', function()
  if not (vim.lsp.completion and vim.lsp.completion.get) then return end
  local path = folder .. '/call.asl.json'
  local file = assert(io.open(path, 'w'))
  file:write((called:gsub('"arn.-},', '"', 1)))
  file:close()
  local child = terminal(path)
  local ok, result = pcall(function()
    child.request('nvim_input', '6GA')
    child.accept('arn:aws:states:::aws-sdk:service:action')
    child.accept('rds')
    child.accept('createDBInstance')
    assert(wait('call', function() return child.lines() == called end))
  end)
  local text = child.lines()
  child.stop()
  assert(ok, tostring(result) .. '\n' .. text)
end)

check('a parameter offers its values', function()
  if not (vim.lsp.completion and vim.lsp.completion.get) then return end
  local path = folder .. '/value.asl.json'
  local task = called:gsub('rds:createDBInstance', 'ecs:runTask'):gsub('"DbInstanceClass.-,', '@', 1):gsub('"DbInst.-,%s*"Engine": ""', '"TaskDefinition": "t"')
  local file = assert(io.open(path, 'w'))
  file:write((task:gsub('@', '"Launch')))
  file:close()
  local child = terminal(path)
  local ok, result = pcall(function()
    child.request('nvim_input', '8GA')
    child.accept('LaunchType')
    child.choose('FARGATE')
    assert(wait('value', function() return child.lines() == task:gsub('@', '"LaunchType": "FARGATE",') end))
  end)
  local text = child.lines()
  child.stop()
  assert(ok, tostring(result) .. '\n' .. text)
end)

check('states are renamed everywhere', function()
  local buffer = open('rename.asl.json', (order:gsub('Stor"', 'Store"')))
  wait('analysis', function() return request(buffer, 'textDocument/documentSymbol', {})[1] end)
  vim.api.nvim_win_set_cursor(0, { 9, 6 })
  vim.lsp.buf.rename('Keep')
  wait('rename', function() return select(2, lines(buffer):gsub('"Keep"', '')) == 2 end)
end)

check('templates are understood', function()
  local buffer = open('template.yaml', [[
Resources:
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties:
      Definition:
        StartAt: Go
        States:
          Gone: { Type: Succeed }
]])
  wait('finding', function() return vim.tbl_contains(findings(buffer), 'unknown-state') end)
  local symbols = request(buffer, 'textDocument/documentSymbol', {})
  assert(symbols[1].name == 'Flow' and symbols[1].children[1].name == 'Gone', vim.inspect(symbols))
end)

check('the graph is shown', function()
  local buffer = open('graph.asl.json', (order:gsub('Stor"', 'Store"')))
  vim.lsp.commands['asl.showGraph']({ arguments = { vim.uri_from_bufnr(buffer) } })
  wait('graph', function() return lines(0):find('flowchart', 1, true) end)
  vim.cmd('bwipeout!')
end)

check('the policy is shown', function()
  local buffer = open('policy.asl.json', [[{
  "StartAt": "Call",
  "States": {
    "Call": { "Type": "Task", "Resource": "arn:aws:states:::aws-sdk:dynamodb:deleteTable", "Parameters": { "TableName.$": "$.Table" }, "End": true }
  }
}]])
  local lenses = request(buffer, 'textDocument/codeLens', {})
  local lens = vim.tbl_filter(function(lens) return lens.command and lens.command.title == 'IAM policy' end, lenses)[1]
  for _, show in ipairs({ function() vim.lsp.commands[lens.command.command](lens.command) end, vim.cmd.AslPolicy }) do
    show()
    wait('policy', function() return vim.bo.filetype == 'qf' end)
    local remarks = vim.fn.getqflist()
    assert(remarks[1].lnum == 4 and remarks[1].bufnr == buffer and remarks[1].text:find('TableName'), vim.inspect(remarks))
    vim.cmd('cclose')
    assert(vim.bo.filetype == 'json' and lines(0):find('"dynamodb:DeleteTable"', 1, true), lines(0))
    vim.cmd('bwipeout!')
  end
end)

check('other files are left alone', function()
  local buffer = open('package.json', '{ "name": 1, }')
  request(buffer, 'textDocument/documentSymbol', {})
  vim.wait(300)
  assert(#findings(buffer) == 0, vim.inspect(findings(buffer)))
end)

check('the server ends', function()
  for _, client in ipairs(vim.lsp.get_clients()) do client:stop() end
  wait('end', function() return #vim.lsp.get_clients() == 0 end)
end)

vim.cmd('cquit ' .. (failed > 0 and 1 or 0))
