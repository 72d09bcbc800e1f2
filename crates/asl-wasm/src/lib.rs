//! asl-lint and its language server as a WebAssembly module, for browsers, Node and Deno. Everything passes as JSON.
//!
//! The package `asl-lint-wasm` of npm adds types and loads the module. The functions here only convert: [`texts`] and
//! [`server`] can be used without WebAssembly.

#![warn(missing_docs)]

#[cfg(target_family = "wasm")]
mod host;
pub mod server;
pub mod texts;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;

#[cfg(target_family = "wasm")]
pub use crate::host::{Host, set_host};
use crate::server::Server;

/// Returns the findings in a text as a JSON array, in the order of the text. `options` are [`texts::Options`] as JSON.
///
/// # Errors
///
/// If the options or the configuration are invalid.
#[wasm_bindgen]
pub fn check(text: &str, options: &str) -> Result<String, JsError> {
    json(&texts::check(text, &read(options)?)?)
}

/// Returns a text with its fixes applied.
///
/// # Errors
///
/// If the options or the configuration are invalid.
#[wasm_bindgen]
pub fn fix(text: &str, options: &str) -> Result<String, JsError> {
    Ok(texts::fix(text, &read(options)?)?)
}

/// Returns the text of a definition, formatted.
///
/// # Errors
///
/// If the options are invalid, or if the text cannot be formatted.
#[wasm_bindgen]
pub fn format(text: &str, options: &str) -> Result<String, JsError> {
    Ok(texts::format(text, &read(options)?)?)
}

/// Returns a drawing of a definition.
///
/// # Errors
///
/// If the options are invalid, or if the text has no such state machine.
#[wasm_bindgen]
pub fn graph(text: &str, options: &str) -> Result<String, JsError> {
    Ok(texts::graph(text, &read(options)?)?)
}

/// Returns the page of a rule in Markdown.
///
/// # Errors
///
/// If there is no such rule.
#[wasm_bindgen]
pub fn explain(rule: &str) -> Result<String, JsError> {
    let unknown = || JsError::new(&format!("no rule is named `{rule}`"));
    asl_core::rule(rule).map(|rule| rule.docs.to_owned()).ok_or_else(unknown)
}

/// Returns the version of asl-lint.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A language server, which the host drives.
#[wasm_bindgen]
#[derive(Debug, Default)]
pub struct LanguageServer(Server);

#[wasm_bindgen]
impl LanguageServer {
    /// Creates a server for one client.
    #[wasm_bindgen(constructor)]
    pub fn new() -> LanguageServer {
        LanguageServer::default()
    }

    /// Receives a message of JSON-RPC, and returns the messages to send.
    pub fn receive(&mut self, message: &str) -> Vec<String> {
        self.0.receive(message)
    }

    /// The pause in milliseconds after which the host should call [`LanguageServer::check`], unless it receives another
    /// message before; nothing if there is nothing to check.
    pub fn pause(&self) -> Option<u32> {
        self.0.pause().map(|pause| pause.as_millis() as u32)
    }

    /// Updates the findings, and returns the messages to send.
    pub fn check(&mut self) -> Vec<String> {
        self.0.check()
    }
}

fn read<T: DeserializeOwned>(options: &str) -> Result<T, JsError> {
    Ok(serde_json::from_str(options)?)
}

fn json(value: &impl Serialize) -> Result<String, JsError> {
    Ok(serde_json::to_string(value)?)
}
