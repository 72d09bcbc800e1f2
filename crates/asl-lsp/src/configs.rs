//! The configuration: which file counts, by the settings of the editor, and what is wrong with it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl_core::config::Config;
use asl_core::visible::visible;
use asl_workspace::{Configs, FaultyConfig};
use serde_json::Value;
use tower_lsp::ls_types::{
    ConfigurationItem, Diagnostic, DiagnosticSeverity, MessageType, Registration, Uri,
};

use crate::documents::Document;
use crate::publish;
use crate::workspace::State;

/// The name of our part of an editor's settings.
const SECTION: &str = "asl-lint";

/// What the settings of the editor say of the configuration.
#[derive(Debug, Default)]
pub(crate) struct Settings {
    /// The file that counts for all, as they write it.
    chosen: Option<PathBuf>,
}

impl Settings {
    /// Takes our settings, or those of all servers of an editor: `{ "configuration": "path/of/asl-lint.toml" }`. What they
    /// do not mention stays.
    pub(crate) fn set(&mut self, settings: &Value) {
        let ours = settings.get(SECTION).unwrap_or(settings);
        if let Some(path) = ours.get("configuration") {
            self.chosen = path.as_str().filter(|path| !path.is_empty()).map(PathBuf::from);
        }
    }

    /// The configuration files, not read yet. What is chosen is relative to the first folder of the workspace.
    pub(crate) fn configs(&self, folders: &[PathBuf]) -> Configs {
        match (&self.chosen, folders.first()) {
            (Some(path), Some(folder)) => Configs::chosen(folder.join(path)),
            (Some(path), None) => Configs::chosen(path.clone()),
            (None, _) => Configs::default(),
        }
    }
}

/// Asks to be told when our settings change.
pub(crate) fn settings() -> Registration {
    Registration {
        id: "settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(serde_json::json!({ "section": SECTION })),
    }
}

/// Asks the client for its settings, and takes them.
pub(crate) async fn read_settings(state: &Arc<State>) {
    let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
    match state.client.configuration(vec![item]).await {
        Ok(values) => values.iter().for_each(|settings| state.set_settings(settings)),
        Err(error) => tracing::warn!("the client gives no settings: {error}"),
    }
    publish::refresh(Arc::clone(state));
}

/// Tells the client which configuration files of open documents cannot be used; for these the defaults hold.
pub(crate) async fn publish_faulty(state: Arc<State>) {
    // Whoever comes next finds newer ones.
    let mut published = state.published.faulty.lock().await;
    let for_files = Arc::clone(&state);
    let Ok(faulty) = tokio::task::spawn_blocking(move || for_files.faulty_configs()).await else { return };
    let before = std::mem::take(&mut *published);
    for (uri, _) in before.iter().filter(|(uri, _)| !faulty.contains_key(uri)) {
        state.client.publish_diagnostics(uri.clone(), Vec::new(), None).await;
    }
    for (uri, config) in faulty {
        let diagnostics = diagnostics(&state, &uri, &config);
        let known = before.get(&uri);
        if known != Some(&diagnostics) {
            state.client.publish_diagnostics(uri.clone(), diagnostics.clone(), None).await;
        }
        if known.is_none() {
            let message = format!("{config}\nThe defaults hold until this is mended.");
            state.client.show_message(MessageType::WARNING, message).await;
        }
        published.insert(uri, diagnostics);
    }
}

fn diagnostics(state: &State, uri: &Uri, config: &FaultyConfig) -> Vec<Diagnostic> {
    let document = Document::new(uri.clone(), None, "", &config.text);
    let view = state.view(&document);
    let diagnostic = |error: &asl_core::config::ConfigError| Diagnostic {
        range: view.range(error.span),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("asl-lint".to_owned()),
        message: visible(&error.message).into_owned(),
        ..Diagnostic::default()
    };
    config.errors.iter().map(diagnostic).collect()
}

impl State {
    /// The configuration for a document; the defaults if it is no file.
    pub(crate) fn config(&self, document: &Document) -> Result<Arc<Config>, Arc<FaultyConfig>> {
        let folder = document.path.as_deref().and_then(Path::parent);
        folder.map_or_else(|| Ok(Arc::default()), |folder| self.disk().config(folder))
    }

    /// The configuration files of open documents that cannot be used.
    fn faulty_configs(&self) -> BTreeMap<Uri, Arc<FaultyConfig>> {
        let documents = self.documents.all();
        let faulty = documents.iter().filter_map(|document| self.config(document).err());
        faulty.filter_map(|config| Some((Uri::from_file_path(&config.path)?, config))).collect()
    }
}
