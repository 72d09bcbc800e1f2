-- The commands of the plugin, its help and its health check.
local support = require('support')
local check, wait, open, request, lines = support.check, support.wait, support.open, support.request, support.lines
local order = support.order:gsub('Stor"', 'Store"')

-- Stands in for the program that opens files.
local function with_opener(result, test)
  local original, opened = vim.ui.open, nil
  vim.ui.open = function(path)
    opened = path
    return result, not result and 'no opener' or nil
  end
  local ok, failure = pcall(test, function() return opened end)
  vim.ui.open = original
  assert(ok, failure)
end

check('the graph is opened as an image', function()
  local buffer = open('graph.asl.json', order)
  for _, show in ipairs({
    function() vim.lsp.commands['asl.showGraph']({ arguments = { vim.uri_from_bufnr(buffer) } }) end,
    vim.cmd.AslGraph,
  }) do
    with_opener({}, function(opened)
      show()
      local path = wait('image', opened)
      assert(path:match('%.svg$') and io.open(path):read('*a'):find('<svg', 1, true), path)
    end)
  end
end)

check('the graph is shown as text', function()
  open('text.asl.json', order)
  vim.cmd('AslGraph!')
  wait('graph', function() return lines(0):find('flowchart', 1, true) end)
  vim.cmd('bwipeout!')
  with_opener(nil, function()
    vim.cmd('AslGraph')
    wait('graph', function() return lines(0):find('flowchart', 1, true) end)
    vim.cmd('bwipeout!')
  end)
end)

check('a template with a file has its graph', function()
  support.write('linked.asl.json', order)
  open('linked.yaml', 'Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      DefinitionUri: linked.asl.json\n')
  vim.cmd('AslGraph!')
  wait('graph', function() return lines(0):find('Fetch', 1, true) end)
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
    local buffers = vim.tbl_map(vim.api.nvim_win_get_buf, vim.api.nvim_list_wins())
    local shown = vim.tbl_filter(function(shown) return lines(shown):find('"dynamodb:DeleteTable"', 1, true) end, buffers)
    assert(#shown == 1 and vim.bo[shown[1]].filetype == 'json', vim.inspect(buffers))
    vim.cmd.bwipeout(shown[1])
  end
end)

check('a finding is explained', function()
  local buffer = open('explain.asl.json', support.order)
  wait('finding', function() return vim.tbl_contains(support.findings(buffer), 'unknown-state') end)
  for _, explain in ipairs({ 'AslExplain', 'AslExplain missing-retry' }) do
    vim.api.nvim_win_set_cursor(0, { 7, 0 })
    vim.cmd(explain)
    local rule = explain:match(' (.*)') or 'unknown-state'
    wait('page', function() return vim.bo.filetype == 'markdown' and lines(0):find('# ' .. rule, 1, true) end)
    vim.cmd('bwipeout!')
  end
  assert(vim.tbl_contains(vim.fn.getcompletion('AslExplain ', 'cmdline'), 'unknown-state'))
end)

check('all safe fixes are applied', function()
  local buffer = open('fix.asl.json', (order:gsub('"Store"\n', '"Store",\n')))
  wait('finding', function() return #support.findings(buffer) > 0 end)
  vim.cmd.AslFixAll()
  wait('fix', function() return lines(buffer):find('"Store"\n', 1, true) end)
end)

check('the server is restarted', function()
  local buffer = open('restart.asl.json', support.order)
  local id = vim.lsp.get_clients({ bufnr = buffer })[1].id
  vim.cmd.AslRestart()
  wait('new server', function()
    local client = vim.lsp.get_clients({ bufnr = buffer })[1]
    return client and client.id ~= id
  end)
  wait('finding', function() return vim.tbl_contains(support.findings(buffer), 'unknown-state') end)
end)

check('dotted file types', function()
  local path = support.write('dotted.yml', 'Resources:\n  Flow:\n    Type: AWS::Serverless::StateMachine\n    Properties:\n      Definition:\n        StartAt: Go\n        States:\n          Gone: { Type: Succeed }\n')
  vim.cmd.edit(path)
  local buffer = vim.api.nvim_get_current_buf()
  for _, client in ipairs(vim.lsp.get_clients({ bufnr = buffer })) do vim.lsp.buf_detach_client(buffer, client.id) end
  vim.bo.filetype = 'yaml.cloudformation'
  wait('finding', function() return vim.tbl_contains(support.findings(buffer), 'unknown-state') end)
end)

check('the help has all commands', function()
  vim.cmd.helptags(support.plugin .. 'doc')
  for _, topic in ipairs({ 'asl-lint', 'asl-lint-install', 'asl-lint-options', ':AslGraph', ':AslPolicy', ':AslExplain', ':AslFixAll', ':AslRestart' }) do
    vim.cmd.help(topic)
    assert(vim.fn.expand('%:t') == 'asl-lint.txt', topic)
  end
  vim.cmd('bwipeout!')
  os.remove(support.plugin .. 'doc/tags')
end)

check('the health check finds the server', function()
  vim.cmd('checkhealth asl_lint')
  local report = wait('report', function() return lines(0):find('asl%-lsp %d') and lines(0) end)
  assert(report:find('Running for', 1, true) and not report:find('ERROR', 1, true), report)
  vim.cmd('bwipeout!')
end)
