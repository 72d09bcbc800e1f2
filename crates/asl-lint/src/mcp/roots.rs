//! The folders that the client gives.

#![expect(
    deprecated,
    reason = "a future version of the protocol removes roots, and clients have nothing else yet"
)]

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use asl_workspace::is_too_wide;
use rmcp::RoleServer;
use rmcp::model::{
    CallToolRequestParams, InputRequest, InputRequiredResult, ListRootsRequest, ListRootsResult,
    ProtocolVersion,
};
use rmcp::service::RequestContext;
use tokio::time::timeout;

/// How long to wait for the answer of the client.
const PATIENCE: Duration = Duration::from_secs(30);

/// The name of the question in an answer that asks for the roots.
const ROOTS: &str = "roots";

/// The folders of a call, or the question for them.
pub(super) enum Asked {
    Known(Vec<PathBuf>),
    /// The client answers it by repeating its call.
    Pending(InputRequiredResult),
}

/// Asks the client for its roots. They are asked for with each call, so that they are never old. If the client has none,
/// the folders of the command line take their place, or else the current folder.
///
/// # Errors
///
/// If the client does not answer, or no folder is known.
pub(super) async fn ask(
    folders: &[PathBuf],
    request: &CallToolRequestParams,
    context: &RequestContext<RoleServer>,
) -> Result<Asked> {
    if context.client_capabilities().is_none_or(|client| client.roots.is_none()) {
        return Ok(Asked::Known(if folders.is_empty() { current()? } else { folders.to_vec() }));
    }
    // Servers of newer versions do not send requests.
    let is_new = |version: ProtocolVersion| version.as_str() >= ProtocolVersion::V_2026_07_28.as_str();
    if context.protocol_version().is_some_and(is_new) {
        let Some(answer) = request.input_responses.as_ref().and_then(|answers| answers.get(ROOTS)) else {
            let question = InputRequest::ListRoots(ListRootsRequest::default());
            return Ok(Asked::Pending(InputRequiredResult::from_input_requests(
                [(ROOTS.to_owned(), question)].into(),
            )));
        };
        let roots = serde_json::from_value(answer.clone()).context("the client gives invalid roots")?;
        return paths(&roots).map(Asked::Known);
    }
    let roots = timeout(PATIENCE, context.peer.list_roots()).await;
    let roots = roots.map_err(|_| anyhow!("the client does not answer what its roots are"))?;
    paths(&roots.context("the client does not say what its roots are")?).map(Asked::Known)
}

/// The current folder, which may be any folder where the client happens to run.
fn current() -> Result<Vec<PathBuf>> {
    let folder = env::current_dir().context("the current folder cannot be determined")?;
    if is_too_wide(&folder) {
        bail!(
            "the client gives no folder, and the server runs in {}; name the folders in its command line, such as \
             `asl-lint mcp FOLDER`, or pass `text`",
            folder.display()
        );
    }
    Ok(vec![folder])
}

fn paths(roots: &ListRootsResult) -> Result<Vec<PathBuf>> {
    let folders: Vec<PathBuf> = roots.roots.iter().filter_map(|root| path(&root.uri)).collect();
    if folders.is_empty() { Err(anyhow!("the client gives no folder")) } else { Ok(folders) }
}

/// The path of a `file:` URI.
fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    if !rest.starts_with('/') {
        return None;
    }
    let path = decoded(rest)?;
    // `/C:/folder`
    let has_drive = cfg!(windows) && path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if has_drive { &path[1..] } else { &path }))
}

/// A text whose escapes `%XX` are decoded; `None` if it is not UTF-8.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = after.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => (bytes.push(byte), rest = &after[2..]).1,
            None => (bytes.push(*first), rest = after).1,
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use rmcp::model::Root;

    use super::*;

    #[test]
    fn only_file_uris_are_folders() {
        let folder = |uri: &str| path(uri).map(|path| path.to_string_lossy().into_owned());
        assert_eq!(folder("file:///home/a%20b/%C3%A4%").as_deref(), Some("/home/a b/ä%"));
        assert_eq!(folder("file://localhost/a").as_deref(), Some("/a"));
        for uri in ["https://example.com/a", "/a", "file:a", "file://server/a", "file:///%ff", ""] {
            assert_eq!(folder(uri), None, "{uri}");
        }
        assert!(paths(&ListRootsResult::new(vec![Root::new("https://example.com")])).is_err());
        assert!(paths(&ListRootsResult::new(vec![Root::new("file:///a")])).is_ok());
    }
}
