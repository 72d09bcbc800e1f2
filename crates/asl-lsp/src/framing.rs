//! The framing of client messages. tower-lsp ends the session at the first message that it cannot parse, so such
//! messages are replaced by requests that are answered with the appropriate error.

use std::io::{Error, ErrorKind, Result};

use serde::de::IgnoredAny;
use tokio::io::{
    AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader,
};
use tower_lsp::jsonrpc::{Request, Response};

/// The method that replaces a message that is not JSON.
pub(crate) const NOT_JSON: &str = "$/notJson";
/// The method that replaces a message that is JSON, but not a request, notification or response.
pub(crate) const NOT_A_MESSAGE: &str = "$/notAMessage";

/// The maximum length of a header line, in bytes.
const MAX_HEADER: u64 = 8 * 1024;
/// The maximum length of a message, in bytes. A longer one indicates a broken client.
const MAX_MESSAGE: usize = 256 * 1024 * 1024;

/// Forwards messages until the client disconnects, and then closes the output.
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

/// The length of the next message; `None` at the end. Skips lines that are not headers.
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
                    _ => Err(Error::new(ErrorKind::InvalidData, "message too long")),
                };
            }
            _ => {}
        }
    }
}

/// The method that replaces an invalid message.
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
