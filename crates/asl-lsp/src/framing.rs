//! What a client sends, message by message. tower-lsp ends the session at the first message that it cannot read, so such
//! messages are replaced by requests that are answered with the error that they deserve.

use std::io::{Error, ErrorKind, Result};

use serde::de::IgnoredAny;
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader,
};
use tower_lsp::jsonrpc::{Request, Response};

/// The method that stands for a message that is not JSON.
pub(crate) const NOT_JSON: &str = "$/notJson";
/// The method that stands for a message that is JSON, but no request, notification or answer.
pub(crate) const NOT_A_MESSAGE: &str = "$/notAMessage";

/// Bytes of a line of a header.
const MAX_HEADER: u64 = 8 * 1024;
/// Bytes of a message; a client that sends more has lost its way.
const MAX_MESSAGE: usize = 256 * 1024 * 1024;

/// Hands messages on until the client hangs up, and then closes the output.
pub(crate) async fn forward(
    input: impl AsyncRead + Unpin,
    mut output: impl AsyncWrite + Unpin,
) -> Result<()> {
    let result = messages(BufReader::new(input), &mut output).await;
    output.shutdown().await.and(result)
}

async fn messages(
    mut input: impl AsyncBufRead + Unpin,
    output: &mut (impl AsyncWrite + Unpin),
) -> Result<()> {
    while let Some(length) = header(&mut input).await? {
        let mut body = vec![0; length];
        input.read_exact(&mut body).await?;
        let body = match problem(&body) {
            Some(method) => format!(r#"{{"jsonrpc":"2.0","id":null,"method":"{method}"}}"#).into_bytes(),
            None => body,
        };
        output.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await?;
        output.write_all(&body).await?;
        output.flush().await?;
    }
    Ok(())
}

/// The length of the next message; nothing at the end. What is no header is skipped.
async fn header(input: &mut (impl AsyncBufRead + Unpin)) -> Result<Option<usize>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.take(MAX_HEADER).read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        match (line.trim().split_once(':'), length) {
            (Some((name, value)), _) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok();
            }
            (_, Some(length)) if line.trim().is_empty() => {
                return match length {
                    0..=MAX_MESSAGE => Ok(Some(length)),
                    _ => Err(Error::new(ErrorKind::InvalidData, "the message is too long")),
                };
            }
            _ => {}
        }
    }
}

/// The method that stands for a message that cannot be read.
fn problem(body: &[u8]) -> Option<&'static str> {
    let is_message = || {
        serde_json::from_slice::<Request>(body).is_ok() || serde_json::from_slice::<Response>(body).is_ok()
    };
    if serde_json::from_slice::<IgnoredAny>(body).is_err() {
        Some(NOT_JSON)
    } else if !is_message() {
        Some(NOT_A_MESSAGE)
    } else {
        None
    }
}
