//! Files with their analyses and their configuration.

use std::collections::HashSet;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anyhow::Result;
use asl_core::config::Config;
use asl_core::host::{self, Link, LinkedPart, Target, TemplateContext};
use asl_core::text::{self, Span};
use asl_core::{Analysis, Language, Source, WorkflowType, analyze, analyze_for};
use asl_workspace::files::{self, Input};
use asl_workspace::{Configs, Roots, display_path, read_linked, settle};

use crate::args::{Check, Workflow};

/// A file with its analyses.
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
    pub analyses: Vec<Analysis>,
    pub config: Arc<Config>,
}

/// Reads files.
pub(crate) struct DocumentReader<'a> {
    args: &'a Check,
    configs: Mutex<Configs>,
    /// The given folders, which are searched completely.
    folders: Vec<PathBuf>,
    /// The bounds of files that other files may refer to.
    pub roots: Roots,
}

impl<'a> DocumentReader<'a> {
    pub(crate) fn new(args: &'a Check) -> DocumentReader<'a> {
        let folders =
            args.paths.iter().filter(|path| path.is_dir()).filter_map(|path| path.canonicalize().ok());
        DocumentReader {
            args,
            configs: Mutex::default(),
            folders: folders.collect(),
            roots: Roots::current(),
        }
    }

    /// Whether all templates that may refer to a file are in the given folders.
    pub(crate) fn reads_all_templates_of(&self, path: &Path) -> bool {
        let Ok(path) = path.canonicalize() else { return false };
        let root = self.roots.of(path.parent().unwrap_or(&path));
        self.folders.iter().any(|folder| root.starts_with(folder))
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

    /// Reads a file that another one refers to; `None` if it cannot be read or is not a definition.
    pub(crate) fn linked(&self, path: &Path, part: &LinkedPart) -> Option<Document> {
        Some(self.document(&display_path(path), read_linked(path, part).ok()?))
    }

    /// Analyses the content of a file.
    pub(crate) fn document(&self, path: &Path, bytes: Vec<u8>) -> Document {
        let (text, not_utf8) = text::decode(bytes);
        let name = path.to_string_lossy().into_owned();
        let mut document = Document {
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
            config: self.config(path).unwrap_or_default(),
        };
        document.analyses = analyze(document.source());
        settle(&self.roots, path, &mut document.analyses);
        document
    }

    pub(crate) fn config(&self, path: &Path) -> Result<Arc<Config>> {
        if self.args.no_config {
            return Ok(Arc::default());
        }
        let path = std::path::absolute(path)?;
        let mut configs = self.configs.lock().expect("no thread panics while it holds the lock");
        Ok(configs.of_folder(path.parent().unwrap_or(&path))?)
    }
}

impl Document {
    fn source(&self) -> Source<'_> {
        let Document { text, language, workflow, not_utf8, .. } = self;
        Source { text, language: *language, workflow: *workflow, not_utf8: not_utf8.clone() }
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
