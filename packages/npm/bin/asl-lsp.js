#!/usr/bin/env node
require("../run.js")("asl-lsp");
