-- The commands of users, and those of code lenses.

local server = require('asl_lint.server')

local M = {}

local function say(message, level) vim.notify('asl-lint: ' .. message, level or vim.log.levels.INFO) end

--- Runs a command of the server for a document, and calls a function with the result.
local function run(uri, command, arguments, show)
  local buffer = vim.uri_to_bufnr(uri)
  local client = server.client(buffer)
  if not client then return say('the language server does not run here; see `:checkhealth asl_lint`') end
  local params = { command = command, arguments = arguments }
  local function handle(error, result)
    if error then return say(error.message, vim.log.levels.ERROR) end
    if not result or result == vim.NIL then return say('found nothing to show') end
    show(result, client)
  end
  if vim.fn.has('nvim-0.11') == 1 then
    client:request('workspace/executeCommand', params, handle, buffer)
  else
    client.request('workspace/executeCommand', params, handle, buffer)
  end
end

--- Shows a text in a split.
local function open(text, filetype)
  vim.cmd('vnew')
  vim.bo.buftype, vim.bo.bufhidden, vim.bo.swapfile = 'nofile', 'wipe', false
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(vim.trim(text), '\n'))
  vim.bo.filetype = filetype
end

--- The position of the cursor as the server counts.
local function cursor(uri)
  local client = server.client(vim.uri_to_bufnr(uri))
  return vim.lsp.util.make_position_params(0, client and client.offset_encoding or 'utf-16').position
end

--- Writes an image to a temporary file, and opens it. Returns why that fails.
local function view(svg)
  local path = vim.fn.tempname() .. '.svg'
  local file, failure = io.open(path, 'w')
  if not file then return failure end
  file:write(svg)
  file:close()
  local opened, reason = vim.ui.open(path)
  return not opened and (reason or 'no program opens images') or nil
end

local function graph_as_text(uri, name)
  run(uri, 'asl.graph', { uri, 'mermaid', name }, function(graph) open(graph, 'mermaid') end)
end

--- Opens the graph as an image, or else as text.
local function graph(uri, name)
  run(uri, 'asl.graph', { uri, 'svg', name }, function(svg)
    local failure = view(svg)
    if failure then
      say(failure .. '; showing the graph as text')
      graph_as_text(uri, name)
    end
  end)
end

local function policy(uri, position)
  run(uri, 'asl.policy', { uri, position }, function(found, client)
    local start = { line = 0, character = 0 }
    local items = vim.tbl_map(function(remark)
      local range = remark.range or { start = start, ['end'] = start }
      local item = vim.lsp.util.locations_to_items({ { uri = uri, range = range } }, client.offset_encoding)[1]
      return vim.tbl_extend('force', item, { text = remark.message, type = 'I' })
    end, found.remarks)
    open(found.policy, 'json')
    vim.fn.setqflist({}, ' ', { title = 'IAM policy', items = items })
    if #items > 0 then vim.cmd('copen') end
  end)
end

local function references(uri, locations)
  local client = server.client(vim.uri_to_bufnr(uri))
  local items = vim.lsp.util.locations_to_items(locations, client and client.offset_encoding or 'utf-16')
  vim.fn.setqflist({}, ' ', { title = 'References', items = items })
  vim.cmd.copen()
end

--- The rules with findings in a range of lines of the buffer, or in all.
local function rules(line)
  local found = {}
  for _, finding in ipairs(vim.diagnostic.get(0, { lnum = line })) do
    if finding.source == 'asl-lint' and not vim.tbl_contains(found, finding.code) then
      table.insert(found, finding.code)
    end
  end
  return found
end

local function explain(rule)
  rule = rule ~= '' and rule or rules(vim.fn.line('.') - 1)[1]
  if not rule then return say('there is no finding on this line') end
  run(vim.uri_from_bufnr(0), 'asl.explain', { rule }, function(page) open(page, 'markdown') end)
end

local function fix_all()
  vim.lsp.buf.code_action({ context = { only = { 'source.fixAll.asl' }, diagnostics = {} }, apply = true })
end

--- By name, what `nvim_create_user_command` takes.
M.user = {
  AslGraph = {
    run = function(command)
      local show = command.bang and graph_as_text or graph
      show(vim.uri_from_bufnr(0))
    end,
    options = { bang = true, desc = 'Show the graph of the state machine; with !, as text' },
  },
  AslPolicy = {
    run = function()
      local uri = vim.uri_from_bufnr(0)
      policy(uri, cursor(uri))
    end,
    options = { desc = 'Show the IAM policy that the state machine needs' },
  },
  AslExplain = {
    run = function(command) explain(command.args) end,
    options = { nargs = '?', complete = function() return rules() end, desc = 'Explain the finding on this line, or a rule' },
  },
  AslFixAll = { run = fix_all, options = { desc = 'Apply all safe fixes' } },
  AslRestart = { run = function() server.restart() end, options = { desc = 'Restart the language server' } },
}

--- The commands of code lenses.
M.lens = {
  ['asl.showGraph'] = function(command) graph(command.arguments[1], command.arguments[2]) end,
  ['asl.showPolicy'] = function(command) policy(command.arguments[1], command.arguments[2]) end,
  ['asl.showReferences'] = function(command) references(command.arguments[1], command.arguments[3]) end,
}

return M
