//! `asl-lsp`: a language server for Amazon States Language.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;

use anyhow::{Context, Result};
use asl_core::visible::visible;
use clap::Parser;

/// A language server for Amazon States Language, the language of AWS Step Functions.
///
/// Editors start it. It communicates over standard input and output, using the Language Server Protocol.
#[derive(Debug, Parser)]
#[command(name = "asl-lsp", version, about, max_term_width = 100)]
struct Cli {
    /// Communicate over standard input and output (default)
    #[arg(long, conflicts_with = "socket")]
    stdio: bool,

    /// Connect to this port on localhost instead
    #[arg(long, value_name = "PORT")]
    socket: Option<u16>,

    /// Write a log to this file
    #[arg(long, value_name = "FILE")]
    log_file: Option<PathBuf>,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match asl_lsp::runtime() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.into()),
    };
    let code = runtime.block_on(run(cli)).unwrap_or_else(|error| fail(&error));
    // A thread may still wait for standard input, which the client may keep open.
    runtime.shutdown_background();
    code
}

/// A log with one line per event, whatever untrusted text the event contains.
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
    reason = "there is no client to notify, and standard output belongs to the protocol"
)]
fn fail(error: &anyhow::Error) -> ExitCode {
    eprintln!("error: {}", visible(&format!("{error:#}")));
    ExitCode::from(2)
}

async fn run(cli: Cli) -> Result<ExitCode> {
    if let Some(path) = &cli.log_file {
        let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        tracing_subscriber::fmt().with_writer(Mutex::new(Log(file))).with_ansi(false).init();
    }
    let has_shut_down = match cli.socket {
        Some(port) => {
            let stream = tokio::net::TcpStream::connect(("127.0.0.1", port))
                .await
                .with_context(|| format!("cannot connect to port {port}"))?;
            let (reader, writer) = stream.into_split();
            asl_lsp::serve(reader, writer).await
        }
        None => asl_lsp::serve(tokio::io::stdin(), tokio::io::stdout()).await,
    };
    // By the protocol, disconnecting without `shutdown` is an error.
    Ok(if has_shut_down { ExitCode::SUCCESS } else { ExitCode::FAILURE })
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
