use anyhow::Result;

use crate::Outcome;
use crate::args::Mcp;
use crate::mcp::serve;

/// Answers an agent until standard input ends.
pub(crate) fn mcp(args: &Mcp) -> Result<Outcome> {
    serve(&args.folders)?;
    Ok(Outcome::Clean)
}
