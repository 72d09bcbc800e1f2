//! `asl-lsp`: a language server for Amazon States Language.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;

use anyhow::{Context, Result};
use asl_core::visible::visible;
use clap::Parser;
use tokio::runtime::Runtime;

/// A language server for Amazon States Language, the language of AWS Step Functions.
///
/// Editors start it; it talks the Language Server Protocol on standard input and output.
#[derive(Debug, Parser)]
#[command(name = "asl-lsp", version, about, max_term_width = 100)]
struct Cli {
    /// Talk on standard input and output, as is the default
    #[arg(long, conflicts_with = "socket")]
    stdio: bool,

    /// Connect to this port of this machine instead
    #[arg(long, value_name = "PORT")]
    socket: Option<u16>,

    /// Write a log to this file
    #[arg(long, value_name = "FILE")]
    log_file: Option<PathBuf>,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&error.into()),
    };
    let code = runtime.block_on(run(cli)).unwrap_or_else(|error| complain(&error));
    // A thread still waits for standard input, which the client may keep open.
    runtime.shutdown_background();
    code
}

/// A log in which each event is one line, whatever names and messages of others are in it.
struct Log<W>(W);

impl<W: Write> Write for Log<W> {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let line = text.strip_suffix('\n').unwrap_or(&text);
        writeln!(self.0, "{}", visible(line))?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[expect(
    clippy::print_stderr,
    reason = "there is no client to tell, and standard output belongs to the protocol"
)]
fn complain(error: &anyhow::Error) -> ExitCode {
    eprintln!("error: {}", visible(&format!("{error:#}")));
    ExitCode::from(2)
}

async fn run(cli: Cli) -> Result<ExitCode> {
    if let Some(path) = &cli.log_file {
        let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        tracing_subscriber::fmt().with_writer(Mutex::new(Log(file))).with_ansi(false).init();
    }
    let has_said_goodbye = match cli.socket {
        Some(port) => {
            let stream = tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .with_context(|| format!("cannot connect to port {port}"))?;
            let (reader, writer) = stream.into_split();
            asl_lsp::serve(reader, writer).await
        }
        None => asl_lsp::serve(tokio::io::stdin(), tokio::io::stdout()).await,
    };
    // A client that leaves without `shutdown` is an error by the protocol.
    Ok(if has_said_goodbye { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_one_line_of_the_log() {
        let mut log = Log(Vec::new());
        log.write_all("failed on file:///a\u{1b}]0;x\n::error::b\n".as_bytes()).unwrap();
        log.write_all(b"and \xff\n").unwrap();
        let text = String::from_utf8(log.0).unwrap();
        assert_eq!(text, "failed on file:///a\\u{1b}]0;x\\n::error::b\nand \u{fffd}\n");
    }
}
