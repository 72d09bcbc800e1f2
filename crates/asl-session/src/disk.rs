//! What has been read from disk about files that are not open.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use asl_core::config::Config;
use asl_core::host::{Link, Target, TemplateContext, target};
use asl_core::{Language, text};
use asl_workspace::files::{Input, Search};
use asl_workspace::{Configs, FaultyConfig, Open, Roots, Templates, files, read_linked};
use ls_types::Uri;

use crate::dependencies::Linked;
use crate::documents::Document;
use crate::snapshot::lock;

/// What has been read since the last change of files. After a change, a new value replaces it, so that only readers of
/// the new value wait.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    /// Increases with each change of files.
    pub revision: u64,
    /// Whether a template includes other files, as far as is known.
    includes_files: AtomicBool,
    configs: Configs,
    templates: Mutex<Templates>,
    targets: Mutex<HashMap<Linked, Target>>,
    /// The folders within which links are followed.
    roots: Roots,
    /// The files of the workspace with state machines.
    definitions: OnceLock<Vec<Arc<Document>>>,
    /// The files before the last change. Documents with the same text are reused with their analyses.
    earlier: Vec<Arc<Document>>,
}

impl Disk {
    /// The value after files have changed.
    pub(crate) fn renewed(&self, configs: Configs, roots: Roots) -> Disk {
        let earlier = self.definitions.get().unwrap_or(&self.earlier).clone();
        let templates = Mutex::new(lock(&self.templates).renewed(roots.clone()));
        let revision = self.revision + 1;
        Disk { revision, configs, templates, roots, earlier, ..Disk::default() }
    }

    pub(crate) fn roots(&self) -> &Roots {
        &self.roots
    }

    /// Whether the same configuration applies to all documents, also those that are no files.
    pub(crate) fn has_config_for_all(&self) -> bool {
        self.configs.is_of_text()
    }

    /// The configuration of a file.
    pub(crate) fn config(&self, file: &Path) -> Result<Arc<Config>, Arc<FaultyConfig>> {
        self.configs.of_file(file)
    }

    /// Whether the configuration excludes a file.
    pub(crate) fn excludes(&self, file: &Path) -> bool {
        self.configs.exclude(file)
    }

    /// What templates say about a definition; `open` overrides the files on disk.
    pub(crate) fn hosts_of(&self, definition: &Path, open: &[Open<'_>]) -> Vec<TemplateContext> {
        let mut templates = lock(&self.templates);
        let hosts = templates.that_name(definition, open);
        self.includes_files.store(templates.include_files(), Ordering::Relaxed);
        hosts
    }

    /// Whether a template that has been read includes other files.
    pub(crate) fn includes_files(&self) -> bool {
        self.includes_files.load(Ordering::Relaxed)
    }

    /// Resolves a link.
    pub(crate) fn target(&self, file: &Path, link: &Link) -> Target {
        let key = Linked::new(file, link);
        if let Some(known) = lock(&self.targets).get(&key) {
            return known.clone();
        }
        let found = match read_linked(file, &link.part) {
            Ok(bytes) => target(&text::decode(bytes).0, Language::of(&file.to_string_lossy()), link),
            Err(target) => target,
        };
        lock(&self.targets).insert(key, found.clone());
        found
    }

    /// The files with state machines in the folders.
    pub(crate) fn definitions(
        &self,
        folders: &[PathBuf],
        holds_state_machine: impl Fn(&Document) -> bool,
    ) -> &[Arc<Document>] {
        self.definitions.get_or_init(|| {
            let earlier: HashMap<&Uri, &Arc<Document>> =
                self.earlier.iter().map(|document| (&document.uri, document)).collect();
            let document = |input: Input| {
                let uri = Uri::from_file_path(&input.path)?;
                let bytes = files::read(&input.path).ok()?;
                if input.must_hold_state_machine()
                    && !files::may_hold_state_machine(&bytes, Language::of(uri.as_str()))
                {
                    return None;
                }
                let (text, _) = text::decode(bytes);
                if let Some(same) = earlier.get(&uri).filter(|earlier| earlier.text() == text) {
                    return Some(Arc::clone(same));
                }
                let document = Document::new(uri, None, "", text);
                holds_state_machine(&document).then(|| Arc::new(document))
            };
            let found = Search::new(self.configs.clone()).find(folders);
            found.inputs.into_iter().filter_map(document).collect()
        })
    }
}
