//! Files with their analyses and their configuration.

use std::collections::{HashMap, HashSet};
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use anyhow::Result;
use asl_core::host::{self, Link, LinkedPart, Target, TemplateContext};
use asl_core::text::{self, Span};
use asl_core::{Analysis, Language, Source, WorkflowType, analyze, analyze_for};
use asl_workspace::files::{self, Input};
use asl_workspace::{Configs, Roots, display_path, read_linked, settle};

use crate::args::{Check, Workflow};
use crate::settings::{Levels, Selection};

/// A file, and its analyses once they are needed. Most files are analysed just before the rules run, and dropped after
/// that, so that the analyses of many files are never in memory at the same time.
pub(crate) struct Document {
    pub path: PathBuf,
    /// The path for display.
    pub name: String,
    pub text: String,
    not_utf8: Vec<Span>,
    language: Language,
    workflow: WorkflowType,
    /// Whether the file is checked even if it contains no state machine.
    pub is_certain: bool,
    /// Empty until the file is analysed.
    pub analyses: Vec<Analysis>,
    pub is_analysed: bool,
    pub levels: Arc<Levels>,
}

/// Reads files.
pub(crate) struct DocumentReader<'a> {
    args: &'a Check,
    pub selection: Selection,
    settings: Mutex<Settings>,
    /// The given folders, which are searched completely.
    folders: Vec<PathBuf>,
    /// The bounds of files that other files may refer to.
    pub roots: Roots,
}

/// What applies to the files of each folder.
#[derive(Default)]
struct Settings {
    configs: Configs,
    levels: HashMap<PathBuf, Arc<Levels>>,
    /// Whether the workspace of a folder is in the given folders.
    is_read: HashMap<PathBuf, bool>,
}

impl<'a> DocumentReader<'a> {
    pub(crate) fn new(args: &'a Check) -> Result<DocumentReader<'a>> {
        let folders =
            args.paths.iter().filter(|path| path.is_dir()).filter_map(|path| path.canonicalize().ok());
        Ok(DocumentReader {
            args,
            selection: Selection::new(args)?,
            settings: Mutex::default(),
            folders: folders.collect(),
            roots: Roots::current(),
        })
    }

    /// Whether all templates that may refer to a file are in the given folders.
    pub(crate) fn reads_all_templates_of(&self, path: &Path) -> bool {
        if self.folders.is_empty() {
            return false;
        }
        let Ok(path) = path.canonicalize() else { return false };
        let folder = path.parent().unwrap_or(&path);
        let mut settings = self.settings();
        if let Some(known) = settings.is_read.get(folder) {
            return *known;
        }
        let root = self.roots.of(folder);
        let is_read = self.folders.iter().any(|folder| root.starts_with(folder));
        settings.is_read.insert(folder.to_owned(), is_read);
        is_read
    }

    /// Reads a file that was given or found; `None` if it was found and contains no state machine.
    pub(crate) fn input(&self, input: &Input) -> Result<Option<Document>> {
        let bytes = files::read_named(&input.path)?;
        let language = Language::of(&input.path.to_string_lossy());
        if input.must_hold_state_machine && !files::may_hold_state_machine(&bytes, language) {
            return Ok(None);
        }
        let is_certain = !input.must_hold_state_machine
            && (matches!(language, Language::Json(_)) || files::is_definition_name(&input.path));
        Ok(Some(Document { is_certain, ..self.document(&input.path, bytes) }))
    }

    /// Reads and analyses a file that another one refers to; `None` if it cannot be read or is not a definition.
    pub(crate) fn linked(&self, path: &Path, part: &LinkedPart) -> Option<Document> {
        let mut document = self.document(&display_path(path), read_linked(path, part).ok()?);
        document.analyse(&self.roots);
        Some(document)
    }

    /// A file with this content.
    pub(crate) fn document(&self, path: &Path, bytes: Vec<u8>) -> Document {
        let (text, not_utf8) = text::decode(bytes);
        let name = path.to_string_lossy().into_owned();
        Document {
            path: path.to_owned(),
            language: Language::of(&name),
            name,
            text,
            not_utf8,
            workflow: match self.args.workflow {
                Workflow::Standard => WorkflowType::Standard,
                Workflow::Express => WorkflowType::Express,
            },
            is_certain: true,
            analyses: Vec::new(),
            is_analysed: false,
            levels: self.levels(path).unwrap_or_else(|_| Arc::new(self.selection.applied_to(Arc::default()))),
        }
    }

    /// The levels of the rules for a file.
    ///
    /// # Errors
    ///
    /// If the configuration file that applies is invalid.
    pub(crate) fn levels(&self, path: &Path) -> Result<Arc<Levels>> {
        let mut settings = self.settings();
        let folder = path.parent().unwrap_or(path);
        if let Some(known) = settings.levels.get(folder) {
            return Ok(Arc::clone(known));
        }
        let config = match self.args.no_config {
            true => Arc::default(),
            false => {
                let path = std::path::absolute(path)?;
                settings.configs.of_folder(path.parent().unwrap_or(&path))?
            }
        };
        let levels = Arc::new(self.selection.applied_to(config));
        settings.levels.insert(folder.to_owned(), Arc::clone(&levels));
        Ok(levels)
    }

    fn settings(&self) -> MutexGuard<'_, Settings> {
        self.settings.lock().expect("no thread panics while it holds the lock")
    }
}

impl Document {
    fn source(&self) -> Source<'_> {
        let Document { text, language, workflow, not_utf8, .. } = self;
        Source { text, language: *language, workflow: *workflow, not_utf8: not_utf8.clone() }
    }

    /// Analyses the file by itself, unless that has been done.
    pub(crate) fn analyse(&mut self, roots: &Roots) {
        if !self.is_analysed {
            self.is_analysed = true;
            self.analyses = analyze(self.source());
            settle(roots, &self.path, &mut self.analyses);
        }
    }

    /// Analyses the file again for the files that refer to it.
    pub(crate) fn read_for(&mut self, hosts: &[TemplateContext]) {
        let own = mem::take(&mut self.analyses);
        self.analyses = analyze_for(own, &self.source(), hosts);
    }

    /// What the file says about its state machines.
    pub(crate) fn hosts(&self) -> Vec<TemplateContext> {
        self.analyses.iter().map(|analysis| analysis.host().clone()).collect()
    }

    /// What the file says about its state machines, given what the file that includes it says about it.
    pub(crate) fn hosts_for(&self, host: &TemplateContext) -> Vec<TemplateContext> {
        asl_workspace::hosts_for(&self.text, self.language, host)
    }

    /// Whether other files may refer to the file or a part of it.
    pub(crate) fn may_be_named(&self) -> bool {
        asl_workspace::may_be_named(&self.text, self.language, &self.hosts())
    }

    /// The number of definitions in the file.
    pub(crate) fn definitions(&self) -> usize {
        let definitions = self.analyses.iter().filter(|analysis| is_definition(analysis));
        let spans = definitions.map(|analysis| analysis.tree().root().map(|root| root.span()));
        spans.collect::<HashSet<_>>().len()
    }

    /// Whether the file may refer to others. This is a cheap test before the file is analysed.
    pub(crate) fn may_have_links(&self) -> bool {
        files::may_have_links(self.text.as_bytes(), self.language)
    }

    pub(crate) fn has_links(&self) -> bool {
        self.analyses.iter().any(|analysis| analysis.host().link.is_some())
    }

    /// The target of a link to the file.
    pub(crate) fn target(&self, link: &Link) -> Target {
        let is_same_language = link.language.is_none_or(|language| language == self.language);
        if !is_same_language || !link.part.is_plain_file() || self.analyses.is_empty() {
            return host::target(&self.text, self.language, link);
        }
        Target::of(self.analyses.iter().map(|analysis| (analysis.tree(), analysis.host())))
    }

    pub(crate) fn contains_state_machine(&self) -> bool {
        self.analyses.iter().any(Analysis::is_of_state_machine)
    }
}

/// Whether an analysis is that of a definition, and not of the rest of a template or of a link to another file.
fn is_definition(analysis: &Analysis) -> bool {
    analysis.host().is_whole_file() || analysis.tree().root().is_some()
}
