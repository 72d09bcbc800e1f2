//! Files with their analyses and their configuration.

use std::collections::HashSet;
use std::mem;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use asl_core::host::{self, Link, LinkedPart, Target, TemplateContext};
use asl_core::text::{self, Span};
use asl_core::{Analysis, Language, Source, WorkflowType, analyze, analyze_for};
use asl_workspace::files::{self, Input};
use asl_workspace::{Roots, display_path, read_linked, settle};

use crate::settings::{Levels, Settings};

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
    origin: Origin,
    /// Empty until the file is analysed.
    pub analyses: Vec<Analysis>,
    pub is_analysed: bool,
    pub levels: Arc<Levels>,
}

/// Why a file is read.
#[derive(Debug, Clone, Copy)]
enum Origin {
    Named,
    Found,
    /// Another file refers to it.
    Linked {
        is_excluded: bool,
    },
}

/// Reads files.
pub(crate) struct DocumentReader<'a> {
    pub settings: &'a Settings,
    /// The given folders, which are searched completely.
    folders: Vec<PathBuf>,
}

impl<'a> DocumentReader<'a> {
    /// Creates a reader of files. `paths` are the files and folders to check.
    pub(crate) fn new(settings: &'a Settings, paths: &[PathBuf]) -> DocumentReader<'a> {
        let folders = paths.iter().filter(|path| path.is_dir()).filter_map(|path| path.canonicalize().ok());
        DocumentReader { settings, folders: folders.collect() }
    }

    /// Whether all templates that may refer to the files in a folder are in the given folders.
    pub(crate) fn reads_all_templates_for(&self, folder: &Path) -> bool {
        if self.folders.is_empty() {
            return false;
        }
        let root = real_folder(folder).map(|folder| self.settings.roots.of(&folder));
        root.is_some_and(|root| self.folders.iter().any(|folder| root.starts_with(folder)))
    }

    /// Reads a file that was named or found; `None` if it was found and contains no state machine.
    ///
    /// # Errors
    ///
    /// If it cannot be read, with a [`files::NotText`] if it cannot contain a definition.
    pub(crate) fn input(&self, input: &Input) -> Result<Option<Document>> {
        let bytes = input.read()?;
        let language = Language::of(&input.path.to_string_lossy());
        if input.must_hold_state_machine() && !files::may_hold_state_machine(&bytes, language) {
            return Ok(None);
        }
        // A hook names every file that has changed, such as `package.json`.
        let may_be_definition =
            || matches!(language, Language::Json(_)) && files::may_be_definition(&input.path, &bytes);
        let is_certain = files::is_definition_name(&input.path) || !input.is_found && may_be_definition();
        let document = self.document(&input.path, bytes);
        let origin = if input.is_found { Origin::Found } else { Origin::Named };
        Ok(Some(Document { is_certain, origin, ..document }))
    }

    /// Reads and analyses a file that another one refers to; `None` if it cannot be read or is not a definition.
    pub(crate) fn linked(&self, path: &Path, part: &LinkedPart) -> Option<Document> {
        let mut document = self.document(&display_path(path), read_linked(path, part).ok()?);
        document.origin = Origin::Linked { is_excluded: self.settings.exclude(&document.path) };
        document.analyse(&self.settings.roots);
        Some(document)
    }

    /// A file with this content.
    pub(crate) fn document(&self, path: &Path, bytes: Vec<u8>) -> Document {
        let (text, not_utf8) = text::decode(bytes);
        let levels = self.settings.levels(path).unwrap_or_else(|_| self.settings.defaults());
        let name = path.to_string_lossy().into_owned();
        Document {
            path: path.to_owned(),
            language: Language::of(&name),
            name,
            text,
            not_utf8,
            workflow: levels.applied.workflow.unwrap_or_default(),
            is_certain: true,
            origin: Origin::Named,
            analyses: Vec::new(),
            is_analysed: false,
            levels,
        }
    }
}

/// The real path of the folder of a file. That of a plain file name is empty.
fn real_folder(folder: &Path) -> Option<PathBuf> {
    let is_current = folder.as_os_str().is_empty();
    if is_current { Path::new(".") } else { folder }.canonicalize().ok()
}

impl Document {
    /// The same file with another text, before it is analysed.
    pub(crate) fn with_text(&self, text: String) -> Document {
        Document {
            path: self.path.clone(),
            name: self.name.clone(),
            text,
            not_utf8: Vec::new(),
            language: self.language,
            workflow: self.workflow,
            is_certain: self.is_certain,
            origin: self.origin,
            analyses: Vec::new(),
            is_analysed: false,
            levels: Arc::clone(&self.levels),
        }
    }

    /// Whether the file can be written without changing bytes that are not UTF-8.
    pub(crate) fn is_utf8(&self) -> bool {
        self.not_utf8.is_empty()
    }

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

    /// Whether the path is that of a symbolic link. A search finds none.
    pub(crate) fn is_link(&self) -> bool {
        !matches!(self.origin, Origin::Found) && self.path.is_symlink()
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

    /// Whether the findings of the file, which has been analysed, are shown.
    pub(crate) fn is_checked(&self) -> bool {
        let is_excluded = matches!(self.origin, Origin::Linked { is_excluded: true });
        !is_excluded && (self.is_certain || self.contains_state_machine())
    }

    fn contains_state_machine(&self) -> bool {
        self.analyses.iter().any(Analysis::is_of_state_machine)
    }
}

/// Whether an analysis is that of a definition, and not of the rest of a template or of a link to another file.
fn is_definition(analysis: &Analysis) -> bool {
    analysis.host().is_whole_file() || analysis.tree().root().is_some()
}
