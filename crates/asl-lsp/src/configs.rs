//! The configuration: which file counts, by the settings of the editor, and what is wrong with it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use asl_core::config::Config;
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

/// The configuration files in use, and those that the client was told of.
#[derive(Debug, Default)]
pub(crate) struct Configuration {
    configs: Configs,
    /// The file that the settings name, as they write it.
    chosen: Option<PathBuf>,
    faulty: BTreeSet<PathBuf>,
}

impl Configuration {
    /// Takes our settings, or those of all servers of an editor: `{ "configuration": "path/of/asl-lint.toml" }`. What they
    /// do not mention stays.
    pub(crate) fn set(&mut self, settings: &Value) {
        let ours = settings.get(SECTION).unwrap_or(settings);
        if let Some(path) = ours.get("configuration") {
            self.chosen = path.as_str().filter(|path| !path.is_empty()).map(PathBuf::from);
        }
    }

    /// Reads the files again when they are asked for. What is chosen is relative to the first folder of the workspace.
    pub(crate) fn renew(&mut self, folders: &[PathBuf]) {
        self.configs = match (&self.chosen, folders.first()) {
            (Some(path), Some(folder)) => Configs::chosen(folder.join(path)),
            (Some(path), None) => Configs::chosen(path.clone()),
            (None, _) => Configs::default(),
        };
    }

    /// The configuration for a document; the defaults if it is no file.
    pub(crate) fn of(&mut self, document: &Document) -> Result<Arc<Config>, Arc<FaultyConfig>> {
        let folder = document.path.as_deref().and_then(Path::parent);
        folder.map_or_else(|| Ok(Arc::default()), |folder| self.configs.of_folder(folder))
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
    let for_files = Arc::clone(&state);
    let Ok(faulty) = tokio::task::spawn_blocking(move || for_files.faulty_configs()).await else { return };
    let paths = faulty.iter().map(|config| config.path.clone()).collect();
    let before =
        state.with_configuration(|configuration| std::mem::replace(&mut configuration.faulty, paths));
    for path in before.iter().filter(|path| !faulty.iter().any(|config| config.path == **path)) {
        if let Some(uri) = Uri::from_file_path(path) {
            state.client.publish_diagnostics(uri, Vec::new(), None).await;
        }
    }
    for config in &faulty {
        let Some(uri) = Uri::from_file_path(&config.path) else { continue };
        let diagnostics = diagnostics(&state, &uri, config);
        state.client.publish_diagnostics(uri, diagnostics, None).await;
        if !before.contains(&config.path) {
            let message = format!("{config}\nThe defaults hold until this is mended.");
            state.client.show_message(MessageType::WARNING, message).await;
        }
    }
}

fn diagnostics(state: &State, uri: &Uri, config: &FaultyConfig) -> Vec<Diagnostic> {
    let document = Document::new(uri.clone(), 0, "", &config.text);
    let view = state.view(&document);
    let diagnostic = |error: &asl_core::config::ConfigError| Diagnostic {
        range: view.range(error.span),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("asl-lint".to_owned()),
        message: error.message.clone(),
        ..Diagnostic::default()
    };
    config.errors.iter().map(diagnostic).collect()
}

impl State {
    /// Takes settings of the editor. What follows from them is not said yet.
    pub(crate) fn set_settings(&self, settings: &Value) {
        self.with_configuration(|configuration| configuration.set(settings));
        self.files_changed();
    }

    /// What is decided for a document; where that cannot be read, the defaults.
    pub(crate) fn config(&self, document: &Document) -> Arc<Config> {
        self.with_configuration(|configuration| configuration.of(document)).unwrap_or_default()
    }

    /// The configuration files of open documents that cannot be used, each once.
    fn faulty_configs(&self) -> Vec<Arc<FaultyConfig>> {
        let documents = self.documents.all();
        let of = |document: &Arc<Document>| self.with_configuration(|known| known.of(document)).err();
        let mut faulty: Vec<Arc<FaultyConfig>> = documents.iter().filter_map(of).collect();
        faulty.sort_by(|a, b| a.path.cmp(&b.path));
        faulty.dedup_by(|b, a| a.path == b.path);
        faulty
    }
}
