---@brief
---
--- https://github.com/asl-lint/asl-lint
---
--- A language server for Amazon States Language (AWS Step Functions): definitions in JSON and YAML, and those embedded in
--- CloudFormation, SAM, Serverless Framework and Terraform files and in Markdown. It ignores files without a state machine.

---@type vim.lsp.Config
return {
  cmd = { 'asl-lsp' },
  filetypes = { 'json', 'jsonc', 'yaml', 'yaml.cloudformation', 'json.cloudformation', 'terraform', 'markdown' },
  root_markers = { 'asl-lint.toml', '.git' },
}
