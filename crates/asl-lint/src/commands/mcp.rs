use std::io::{self, IsTerminal};

use anyhow::Result;

use crate::args::Mcp;
use crate::mcp::serve;
use crate::{Outcome, print_note};

/// Answers an agent until standard input ends.
pub(crate) fn mcp(args: &Mcp) -> Result<Outcome> {
    if io::stdin().is_terminal() {
        let page =
            concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/v", env!("CARGO_PKG_VERSION"), "/docs/mcp.md");
        print_note(&format!("agents start this command and talk to it; {page} shows how to set them up"));
    }
    serve(&args.folders)?;
    Ok(Outcome::Clean)
}
