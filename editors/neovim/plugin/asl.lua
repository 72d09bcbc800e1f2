-- Definitions keep the file type of their notation and its highlighting. The server ignores files without a state
-- machine.
vim.filetype.add({ extension = { asl = 'json' } })

if vim.lsp.config and vim.lsp.enable then
  vim.lsp.enable('asl_lsp')
else -- Neovim 0.8 to 0.10
  local config = dofile(debug.getinfo(1, 'S').source:sub(2):gsub('plugin/asl.lua$', 'lsp/asl_lsp.lua'))
  vim.api.nvim_create_autocmd('FileType', {
    pattern = config.filetypes,
    callback = function(event)
      local name = vim.api.nvim_buf_get_name(event.buf)
      local root = vim.fs.find(config.root_markers, { upward = true, path = vim.fs.dirname(name) })[1]
      vim.lsp.start({
        name = 'asl_lsp',
        cmd = config.cmd,
        capabilities = vim.tbl_deep_extend('force', vim.lsp.protocol.make_client_capabilities(), config.capabilities),
        root_dir = root and vim.fs.dirname(root) or vim.fs.dirname(name),
      })
    end,
  })
end

-- The commands of the code lenses: "N references" lists the references in the quickfix window, "Show graph" opens the graph
-- as Mermaid source in a split, and "IAM policy" the policy, with what it does not say in the quickfix window.
local commands = vim.lsp.commands
local function server(uri)
  local clients = (vim.lsp.get_clients or vim.lsp.get_active_clients)({ bufnr = vim.uri_to_bufnr(uri) })
  return vim.tbl_filter(function(client) return client.name == 'asl_lsp' end, clients)[1]
end
local function encoding(uri)
  local client = server(uri)
  return client and client.offset_encoding or 'utf-16'
end
local function run(uri, command, arguments, show)
  local params = { command = command, arguments = arguments }
  vim.lsp.buf_request(vim.uri_to_bufnr(uri), 'workspace/executeCommand', params, function(error, result)
    if not error and result and result ~= vim.NIL then show(result) end
  end)
end
local function open(text, filetype)
  vim.cmd('vnew')
  vim.bo.buftype, vim.bo.bufhidden = 'nofile', 'wipe'
  vim.api.nvim_buf_set_lines(0, 0, -1, false, vim.split(vim.trim(text), '\n'))
  vim.bo.filetype = filetype
end
commands['asl.showGraph'] = function(command)
  local uri, name = unpack(command.arguments)
  run(uri, 'asl.graph', { uri, 'mermaid', name }, function(graph) open(graph, 'mermaid') end)
end
commands['asl.showPolicy'] = function(command)
  local uri = command.arguments[1]
  run(uri, 'asl.policy', command.arguments, function(found)
    local start = { line = 0, character = 0 }
    local items = vim.tbl_map(function(remark)
      local range = remark.range or { start = start, ['end'] = start }
      local item = vim.lsp.util.locations_to_items({ { uri = uri, range = range } }, encoding(uri))[1]
      return vim.tbl_extend('force', item, { text = remark.message, type = 'I' })
    end, found.remarks)
    open(found.policy, 'json')
    vim.fn.setqflist({}, ' ', { title = 'IAM policy', items = items })
    if #items > 0 then vim.cmd('copen') end
  end)
end
commands['asl.showReferences'] = function(command)
  local uri, _, locations = unpack(command.arguments)
  local items = vim.lsp.util.locations_to_items(locations, encoding(uri))
  vim.fn.setqflist({}, ' ', { title = 'References', items = items })
  vim.cmd.copen()
end

-- The same for the definition at the cursor.
vim.api.nvim_create_user_command('AslPolicy', function()
  local uri = vim.uri_from_bufnr(0)
  local position = vim.lsp.util.make_position_params(0, encoding(uri)).position
  commands['asl.showPolicy']({ arguments = { uri, position } })
end, { desc = 'Show the IAM policy that the state machine needs' })
vim.api.nvim_create_user_command('AslGraph', function()
  commands['asl.showGraph']({ arguments = { vim.uri_from_bufnr(0) } })
end, { desc = 'Show the graph of the state machine' })
