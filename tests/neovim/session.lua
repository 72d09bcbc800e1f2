-- A session in Neovim: findings, hover, code completion, rename, symbols, quick fixes. Run it with
--   nvim --clean --headless -l tests/neovim/session.lua FOLDER
-- with asl-lsp on the PATH and a writable folder; exits with status 1 if a check fails.
local here = vim.fs.dirname(debug.getinfo(1, 'S').source:sub(2))
package.path = here .. '/?.lua;' .. package.path
local support = require('support')
local check, wait, open, request, at = support.check, support.wait, support.open, support.request, support.at
local findings, lines, order, terminal = support.findings, support.lines, support.order, support.terminal
vim.opt.runtimepath:prepend(support.plugin)
vim.opt.swapfile = false
vim.cmd('filetype plugin on')
vim.cmd('runtime! plugin/asl.lua')

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
  local path = support.write('call.asl.json', (called:gsub('"arn.-},', '"', 1)))
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
  local task = called:gsub('rds:createDBInstance', 'ecs:runTask'):gsub('"DbInstanceClass.-,', '@', 1):gsub('"DbInst.-,%s*"Engine": ""', '"TaskDefinition": "t"')
  local path = support.write('value.asl.json', (task:gsub('@', '"Launch')))
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

check('other files are left alone', function()
  local buffer = open('package.json', '{ "name": 1, }')
  request(buffer, 'textDocument/documentSymbol', {})
  vim.wait(300)
  assert(#findings(buffer) == 0, vim.inspect(findings(buffer)))
end)

require('commands')

check('the server ends', function()
  for _, client in ipairs(vim.lsp.get_clients()) do client:stop() end
  wait('end', function() return #vim.lsp.get_clients() == 0 end)
end)

require('missing')

vim.cmd('cquit ' .. (support.failed > 0 and 1 or 0))
