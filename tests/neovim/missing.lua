-- Without the server on the PATH, the plugin says so once, and the health check tells what to do.
local support = require('support')
local check, lines = support.check, support.lines

check('a missing server is reported once', function()
  local path, notify, said = vim.env.PATH, vim.notify, {}
  vim.env.PATH = '/nowhere'
  vim.notify = function(message) table.insert(said, message) end
  vim.cmd.edit(support.write('other.json', '{ "a": 1 }'))
  local before = #said
  for _, name in ipairs({ 'one', 'two' }) do vim.cmd.edit(support.write(name .. '.asl.json', support.order)) end
  vim.cmd.AslExplain('unknown-state')
  vim.cmd('checkhealth asl_lint')
  local report = support.wait('report', function() return lines(0):find('is not installed', 1, true) and lines(0) end)
  vim.cmd('bwipeout!')
  vim.env.PATH, vim.notify = path, notify
  assert(before == 0, 'a file without a state machine needs no server')
  assert(#said == 2, vim.inspect(said))
  assert(said[1]:find('`asl%-lsp` is not installed') and said[1]:find(':help asl-lint-install', 1, true), said[1])
  assert(said[2]:find('does not run', 1, true), said[2])
  assert(report:find('asl-lint-install', 1, true), report)
end)
